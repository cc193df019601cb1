"""A proxy between a client and the server that loses answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Proxy:
    """Passes everything on, until the client sends ``word``: then the connection ends.

    The server has done what it was asked when the connection ends, the client never hears of it.
    ``times``: how often; after that all answers come through. ``lost``: how often it was so.
    """

    def __init__(self, dsn: str, word: bytes, times: int) -> None:
        """Listen on a port of loopback."""
        to = conninfo_to_dict(dsn)
        self._server = (str(to["host"]), int(to.get("port") or 5432))
        self._word = word
        self._times = times
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self.lost = 0
        port = self._listener.getsockname()[1]
        self.dsn = make_conninfo(
            dsn, host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable"
        )

    def accept(self) -> None:
        """Serve connections until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(
                        target=self._pass, args=(source, sink, source is client), daemon=True
                    ).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass(self, source: socket.socket, sink: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if asks and self._loses(data):
                    # The client hears nothing from here on; the server's answer, which says that
                    # it has done it, is read by the other thread and meets a closed door.
                    source.shutdown(socket.SHUT_WR)
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _loses(self, data: bytes) -> bool:
        with self._lock:
            if self._word not in data or self.lost == self._times:
                return False
            self.lost += 1
            return True


@contextmanager
def losing(dsn: str, word: bytes, times: int = 1) -> Iterator[Proxy]:
    """A proxy that loses the answers to the first messages that hold a word."""
    proxy = Proxy(dsn, word, times)
    thread = threading.Thread(target=proxy.accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(10)
