"""Delivering events to webhooks, and to no address that is not meant to be reached."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TypeAlias

import httpx

from statewave.errors import Forbidden, NotFound
from statewave.types import ClaimedJob, Delivery
from statewave.worker.jobs import Failed, JobLoop

TIMEOUT = 15.0  # seconds for a delivery, all of it
# Public addresses of IPv6 are here; those that carry one of IPv4 inside lead anywhere.
UNICAST = ipaddress.IPv6Network("2000::/3")
LATER = frozenset({408, 409, 425, 429})  # and 5xx: the same request may go through another time

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class WebhookLoop(JobLoop):
    """POSTs events to webhooks: signed, at least once each, in order by subject.

    An answer of 2xx is a delivery. 408, 409, 425, 429, 5xx and no answer are tried again, not
    before a Retry-After; any other answer is final. Redirects are not followed, bodies not read.
    """

    name = "webhooks"
    kinds = ("webhook",)

    async def handle(self, job: ClaimedJob) -> None:
        """Send the event that a job is about."""
        try:
            delivery = await self._client.webhook_delivery(job.job_id, self._worker)
        except (Forbidden, NotFound) as error:
            raise Failed(error.message, retryable=False) from None
        try:
            async with asyncio.timeout(TIMEOUT):
                status, retry_after = await send(delivery)
        except TimeoutError:
            raise Failed(f"no answer within {TIMEOUT:.0f} s") from None
        except httpx.HTTPError as error:
            raise Failed(f"no answer: {type(error).__name__}") from None
        if not 200 <= status < 300:
            raise Failed(
                f"answered {status}",
                retryable=status in LATER or status >= 500,
                retry_after=_pause(retry_after),
            )


async def send(delivery: Delivery) -> tuple[int, str | None]:
    """POST a delivery to a checked address of its host: (status, Retry-After).

    The host is resolved once, here; the connection is to an address that was checked.

    Raises:
        Failed: the host is none, has no address, or one that is not meant to be reached.
    """
    try:
        url = httpx.URL(delivery.url)
    except httpx.InvalidURL as error:
        raise Failed(str(error), retryable=False) from None
    addresses = await resolved(url.host, url.port or (443 if url.scheme == "https" else 80))
    if not all(is_allowed(address, delivery.addresses) for address in addresses):
        # Not which: the tenant reads this, and has no need to know what is inside.
        raise Failed(f"{url.host} is at an address that is not public", retryable=False)
    extensions = {"sni_hostname": url.host} if url.scheme == "https" else {}
    headers = {**delivery.headers, "host": url.netloc.decode("ascii")}
    # A client of its own, since a pool would take two hosts at one address for the same.
    async with httpx.AsyncClient(
        verify=_context(), trust_env=False, follow_redirects=False, timeout=TIMEOUT
    ) as client:
        for number, address in enumerate(addresses, 1):
            request = client.build_request(
                "POST",
                url.copy_with(host=str(address)),
                content=delivery.body.encode(),
                headers=headers,
                extensions=extensions,
            )
            try:
                answer = await client.send(request, stream=True)
            except httpx.ConnectError:
                if number == len(addresses):
                    raise
                continue
            await answer.aclose()
            return answer.status_code, answer.headers.get("retry-after")
    raise AssertionError("unreachable")


async def resolved(host: str, port: int) -> list[Address]:
    """The addresses of a host, each once, those of IPv4 in any spelling too.

    Raises:
        Failed: it has none now.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Failed(f"{host} has no address") from None
    return list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0])) for entry in found))


def is_allowed(address: Address, networks: Sequence[str]) -> bool:
    """Whether an address is public, or in one of these networks."""
    if any(address in ipaddress.ip_network(network) for network in networks):
        return True
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_allowed(address.ipv4_mapped, networks)
        if address not in UNICAST or address.sixtofour is not None or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


@cache
def _context() -> ssl.SSLContext:
    """Which certificates are believed; slow to load."""
    return httpx.create_ssl_context(trust_env=False)


def _pause(retry_after: str | None) -> timedelta | None:
    """What a Retry-After says: seconds, or a time."""
    if retry_after is None:
        return None
    try:
        if retry_after.isdecimal():
            return timedelta(seconds=min(int(retry_after), 86400))
        return parsedate_to_datetime(retry_after) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
