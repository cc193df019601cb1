"""A chat-completions endpoint on loopback that answers as it is told, well or badly."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]


def given(asked: Asked) -> dict[str, Any]:
    """What the worker gave the model: {episodes, memories, claim_keys}."""
    found: dict[str, Any] = json.loads(asked["messages"][1]["content"])
    return found


def good(asked: Asked) -> str:
    """A fact for each episode."""
    return json.dumps({"memories": [
        {"kind": "fact", "content": f"It was said: {episode['lines'][0]['text']}", "sources": [episode["episode_id"]]}
        for episode in given(asked)["episodes"]]})  # fmt: skip


class Endpoint:
    """``answer`` makes the text of a reply, or does what it likes with the request."""

    def __init__(self, answer: Callable[[Asked], Any] = good) -> None:
        """Count requests, and keep the bodies."""
        self.answer = answer
        self.asked: list[Asked] = []
        self.url = ""


class Status(Exception):
    """An answer that is an error of HTTP."""

    def __init__(self, code: int, **headers: str) -> None:
        """``headers``: with underscores for hyphens."""
        super().__init__(code)
        self.code = code
        self.headers = headers


class CutOff(Exception):
    """A reply that ends at the model's limit."""


class Silence(Exception):
    """A connection that ends without an answer."""


@contextmanager
def endpoint(answer: Callable[[Asked], Any] = good) -> Iterator[Endpoint]:
    """Serve while the block runs."""
    served = Endpoint(answer)

    class Handler(BaseHTTPRequestHandler):
        """One completion a request."""

        def do_POST(self) -> None:
            """Answer."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(asked)
            reason = "stop"
            try:
                text = served.answer(asked)
            except Status as status:
                self.send_response(status.code)
                for name, value in status.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")
                return
            except CutOff:
                text, reason = '{"memories": [{"kind": "fa', "length"
            except Silence:
                self.close_connection = True
                self.connection.close()
                return
            message = {"role": "assistant", "content": text}
            body = json.dumps({
                "id": "c", "object": "chat.completion", "created": 0, "model": "tiny-1",
                "choices": [{"index": 0, "finish_reason": reason, "message": message}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
            }).encode()  # fmt: skip
            try:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the worker did not wait

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def later(seconds: float, answer: Callable[[Asked], Any] = good) -> Callable[[Asked], Any]:
    """The same answer, late."""

    def wait(asked: Asked) -> Any:
        time.sleep(seconds)
        return answer(asked)

    return wait
