"""Deliveries: signed, at least once, in order by subject, tried again, given up; and to no address that is not public."""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from statewave import Client, Delivery, Forbidden, InvalidArgument
from statewave.worker import webhooks
from statewave.worker.jobs import Failed
from statewave.worker.relay import RelayLoop
from statewave.worker.webhooks import WebhookLoop, is_allowed
from tests.conftest import Connection, Database
from tests.worker.receiver import DIES, OK, SLOW, Receiver, receiver, steps

KEY = hashlib.sha256(b"a secret").digest()
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"

Sent = Callable[[Client, Receiver, WebhookLoop], Awaitable[None]]


def sending(database: Database, answers: list[str], body: Sent, **more: Any) -> None:
    """Run a test beside a receiver that subject s's events are sent to."""

    async def run() -> None:
        pool: AsyncConnectionPool[Any]
        with Client(database.dsn) as client:
            async with (
                receiver(answers, **more) as there,
                AsyncConnectionPool(database.dsn, min_size=1, open=False) as pool,
            ):
                allow(database, "127.0.0.1", plain_http=True, addresses=["127.0.0.1"])
                client.set_webhook("h", there.url(), events=["episode.*"], secret=SECRET)
                client.record("s", {"text": "I live in Rome."})
                await steps(RelayLoop(pool, "r").step)
                await body(client, there, WebhookLoop(pool, "w"))

    asyncio.run(run())


def allow(
    database: Database, host: str, *, plain_http: bool = False, addresses: list[str] | None = None
) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(
            "select statewave.allow_webhook_host(%s, plain_http => %s, addresses => %s)",
            [host, plain_http, addresses or []],
        )


def due(database: Database) -> None:
    """As if the time of waiting were over."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(
            "update statewave_private.job set run_at = clock_timestamp() where state = 'ready'"
        )


def only(client: Client) -> Any:
    (job,) = client.jobs(kinds=["webhook"])
    return job


def test_a_delivery_is_signed_and_tells_ids_only(database: Database) -> None:
    """Checked as the Standard Webhooks specification says, not by our code."""

    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        assert await loop.step()
        (sent,) = there.requests
        signed = (
            f"{sent.headers['webhook-id']}.{sent.headers['webhook-timestamp']}.".encode()
            + sent.body
        )
        expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert sent.headers["webhook-signature"] == f"v1,{expected}"
        assert abs(int(sent.headers["webhook-timestamp"]) - time.time()) < 60
        assert sent.headers["host"] == f"127.0.0.1:{there.port}"
        assert sent.headers["content-type"] == "application/json"
        assert set(sent.event) == {
            "type",
            "timestamp",
            "place",
            "tenant",
            "subject",
            "subject_key",
            "data",
        }
        assert (sent.event["type"], sent.event["subject"]) == ("episode.recorded", "s")
        assert b"Rome" not in sent.body
        assert only(client).state == "done"
        assert not await loop.step()

    sending(database, [], body)


def test_the_signature_is_hmac(admin: Connection) -> None:
    """Against Python's, with keys shorter and longer than a block."""
    for size in (1, 20, 32, 63, 64, 65, 131):
        key, text = bytes(range(size)), b"what is signed" * size
        row = admin.execute("select statewave_private.hmac_sha256(%s, %s)", [key, text]).fetchone()
        assert row == (hmac.new(key, text, hashlib.sha256).digest(),)


RETRIED = [
    "500 Oops",
    "503 Busy",
    "429 Wait\r\nretry-after: 700",
    "408 Late",
    "409 No",
    "425 Early",
    "503 Busy\r\nretry-after: Fri, 01 Jan 2100 00:00:00 GMT",
    DIES,
]


@pytest.mark.parametrize("answer", RETRIED)
def test_what_may_go_through_another_time_is_sent_again(database: Database, answer: str) -> None:
    """With the same id and a new signature, not before a Retry-After."""

    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        assert await loop.step()
        job = only(client)
        assert job.state == "ready"
        assert job.last_error == (
            "no answer: RemoteProtocolError" if answer == DIES else f"answered {answer[:3]}"
        )
        with psycopg.connect(database.admin_dsn) as admin:
            row = admin.execute(
                "select extract(epoch from run_at - clock_timestamp())::float8 from statewave_private.job"
            ).fetchone()
        low, high = (
            (690, 700) if "700" in answer else (86000, 86400) if "2100" in answer else (0, 3)
        )
        assert row and low <= row[0] <= high
        assert not await loop.step()
        due(database)
        assert await loop.step()
        assert only(client).state == "done"
        first, second = there.requests
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body

    sending(database, [answer], body)


@pytest.mark.parametrize(
    "answer",
    [
        "400 Bad",
        "404 Not here",
        "410 Gone",
        "301 Moved\r\nlocation: http://127.0.0.1:9/other",
        "308 Moved\r\nlocation: /other",
    ],
)
def test_what_is_final_is_dead_at_once_and_can_be_asked_for_again(
    database: Database, answer: str
) -> None:
    """Redirects too: nobody is sent anywhere by an answer."""

    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        assert await loop.step()
        job = only(client)
        assert (job.state, job.last_error) == ("dead", f"answered {answer[:3]}")
        assert len(there.requests) == 1
        client.retry_job(job.job_id)
        assert await loop.step()
        assert only(client).state == "done"

    sending(database, [answer], body)


def test_a_slow_one_is_left(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "TIMEOUT", 0.3)

    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        started = time.monotonic()
        assert await loop.step()
        assert time.monotonic() - started < 3
        assert only(client).last_error in ("no answer within 0 s", "no answer: ReadTimeout")
        due(database)
        await loop.step()
        assert only(client).state == "done"

    sending(database, [SLOW], body)


def test_a_huge_answer_is_not_read(database: Database) -> None:
    """Its status is; a head without an end is an error."""

    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        assert await loop.step()
        assert only(client).state == "done"
        client.record("t", {"text": "Hello."})
        client.relay()
        there.answers.append(OK + "\r\nx: " + "y" * 1_000_000)
        assert await loop.step()
        (job,) = client.jobs(states=["ready"])
        assert job.last_error == "no answer: RemoteProtocolError"

    sending(database, ["200 OK\r\ncontent-length: 100000000000"], body)


def test_events_of_a_subject_arrive_in_order_whoever_sends_them(database: Database) -> None:
    """Three workers, answers that fail now and then: each event is delivered, in order by subject."""

    async def body(client: Client, there: Receiver, _: WebhookLoop) -> None:
        for n in range(60):
            client.record(f"s{n % 3}", {"text": f"Hello {n}."})
        there.answers.extend(["503 Busy" if n % 7 == 3 else OK for n in range(60)])
        left = "select count(*) from statewave_private.job where state <> 'done'"
        again = "update statewave_private.job set run_at = clock_timestamp() where state = 'ready' and attempts > 0"
        async with (
            AsyncConnectionPool(database.dsn, min_size=3, max_size=6, open=False) as pool,
            await psycopg.AsyncConnection.connect(database.admin_dsn, autocommit=True) as admin,
        ):
            await asyncio.gather(*(steps(RelayLoop(pool, "r").step) for _ in range(2)))
            loops = [WebhookLoop(pool, f"w{n}") for n in range(3)]
            while (await (await admin.execute(left)).fetchone()) != (0,):
                await asyncio.gather(*(one.step() for one in loops))
                await admin.execute(again)
        told: dict[str, list[int]] = {}
        for id, event in {r.headers["webhook-id"]: r.event for r in there.requests}.items():
            assert id
            told.setdefault(event["subject"], []).append(event["place"])
        assert sum(map(len, told.values())) == 61
        assert len(there.requests) > 61
        for places in told.values():
            assert places == sorted(places)

    sending(database, [], body)


def test_an_erased_subject_has_nothing_sent_but_that_it_was_erased(database: Database) -> None:
    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        client.set_webhook("h", there.url(), secret=SECRET)
        client.erase("s")
        client.relay()
        await steps(loop.step)
        (sent,) = there.requests
        assert sent.event["type"] == "subject.erased"
        assert sent.event["subject"] is None
        assert sent.event["subject_key"] == str(client.subject_key("s"))

    sending(database, [], body)


def test_a_webhook_that_was_removed_or_refused_is_not_called(database: Database) -> None:
    async def body(client: Client, there: Receiver, loop: WebhookLoop) -> None:
        with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
            admin.execute("select statewave.refuse_webhook_host('127.0.0.1')")
        assert await loop.step()
        assert only(client).state == "dead"
        assert client.remove_webhook("h")
        assert client.jobs() == []
        assert there.requests == []

    sending(database, [], body)


def test_no_secret_is_shown(database: Database) -> None:
    allow(database, "example.com")
    with Client(database.dsn) as client:
        client.set_webhook("h", "https://example.com/", secret=SECRET)
        client.set_webhook("h", "https://example.com/2")  # keeps it
        assert client.webhooks()[0].url == "https://example.com/2"
        assert SECRET[10:] not in repr(client.webhooks())
        with pytest.raises(InvalidArgument):
            client.set_webhook("new", "https://example.com/")
        for bad in (
            "x",
            "whsec_",
            "whsec_AAAA",
            "whsec_" + "A" * 200,
            SECRET.replace("whsec_", ""),
        ):
            with pytest.raises(InvalidArgument):
                client.set_webhook("h", "https://example.com/", secret=bad)
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        rows = admin.execute("select detail::text from statewave.admin_audit()").fetchall()
        assert all(SECRET[10:40] not in text for (text,) in rows)


WRONG = [
    "http://example.com/", "https://user@example.com/", "https://user:pass@example.com/", "https://example.com@evil.com/", "https://EXAMPLE.com/",
    "https://example.com\\@evil.com/", "https://example.com#@evil.com/", "https://example.com:0/", "https://example.com:99999/", "ftp://example.com/",
    "https:///x", "//example.com/", "https://example.com /", "https://exa\tmple.com/", "https://evil.com/?https://example.com/", "https://example.com.evil.com/",
    "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0177.0.0.1/", "https://example.com\n.evil.com/", "https://évil.com/", "",
    "https://notexample.com/", "https://sub.example.com/",
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_only_urls_of_allowed_hosts_are_taken(shared: Database, url: str) -> None:
    allow(shared, "example.com")
    allow(shared, "*.wild.example")
    with Client(shared.dsn) as client:
        with pytest.raises((InvalidArgument, Forbidden)):
            client.set_webhook("h", url, secret=SECRET)
        client.set_webhook("h", "https://example.com:8443/a?b=c@d", secret=SECRET)
        client.set_webhook("h", "https://a.b.wild.example", secret=SECRET)
        with pytest.raises(Forbidden):
            client.set_webhook("h", "https://wild.example", secret=SECRET)


# Any host is allowed, over http: what is left is the address.
PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]", "localhost",
    "10.0.0.1", "10.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "[fe80::1]", "[fc00::1]", "[fec0::1]", "100.64.0.1", "224.0.0.1", "[ff02::1]",
    "255.255.255.255", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::7f00:1]", "198.18.0.1", "192.0.2.1",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_address_that_is_not_public_is_called(shared: Database, host: str) -> None:
    """Whatever its spelling; the receiver listens on loopback, and hears nothing."""

    async def run() -> None:
        async with receiver() as there:
            delivery = Delivery(there.url(host), {}, "{}", ())
            with pytest.raises(Failed, match=r"not public|no address|Invalid IPv4") as raised:
                await webhooks.send(delivery)
            assert not raised.value.retryable or "no address" in raised.value.reason
            assert there.requests == []

    asyncio.run(run())


def test_a_name_is_resolved_once_and_the_checked_address_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that is public for the check and loopback for the connection would be a way in."""
    asked: list[str] = []
    answers: list[list[str]] = []

    async def resolve(self: Any, host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answers.pop(0)
        ]

    async def run() -> None:
        async with receiver() as there:
            delivery = Delivery(there.url("rebound.example"), {}, "{}", ())
            monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
            answers.append(["127.0.0.1"])  # a public name at loopback
            with pytest.raises(Failed, match="not public"):
                await webhooks.send(delivery)
            answers.append(["93.184.216.34", "127.0.0.1"])  # one of them is enough
            with pytest.raises(Failed, match="not public"):
                await webhooks.send(delivery)
            allowed = Delivery(there.url("rebound.example"), {}, "{}", ("127.0.0.0/8",))
            answers.append(["127.0.0.1"])
            assert await webhooks.send(allowed) == (200, None)
            assert asked == ["rebound.example"] * 3
            assert there.requests[0].headers["host"] == f"rebound.example:{there.port}"

    asyncio.run(run())


def test_addresses_are_public_or_named() -> None:
    for public in ("93.184.216.34", "2606:4700::1111"):
        assert is_allowed(ipaddress.ip_address(public), [])
    for private, network in (
        ("10.1.2.3", "10.1.0.0/16"),
        ("::1", "::1/128"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
        ("169.254.169.254", "169.254.169.254"),
    ):
        assert not is_allowed(ipaddress.ip_address(private), [])
        assert not is_allowed(ipaddress.ip_address(private), ["10.2.0.0/16", "fd00::/8"])
        assert is_allowed(ipaddress.ip_address(private), [network])


def test_https_is_checked_against_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is to an address, the certificate and the server name are the host's."""
    seen: list[Any] = []

    async def send(self: Any, request: Any, **_: Any) -> Any:
        seen.append(request)
        raise httpx.ConnectError("not now")

    async def resolve(host: str, port: int) -> list[Any]:
        assert (host, port) == ("example.com", 443)
        return [ipaddress.ip_address("93.184.216.34"), ipaddress.ip_address("2606:4700::1111")]

    monkeypatch.setattr(httpx.AsyncClient, "send", send)
    monkeypatch.setattr(webhooks, "resolved", resolve)
    with pytest.raises(httpx.ConnectError):
        asyncio.run(webhooks.send(Delivery("https://example.com/x", {}, "{}", ())))
    assert [str(r.url) for r in seen] == ["https://93.184.216.34/x", "https://[2606:4700::1111]/x"]
    for request in seen:
        assert request.extensions["sni_hostname"] == "example.com"
        assert request.headers["host"] == "example.com"
