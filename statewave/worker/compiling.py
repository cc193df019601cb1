"""Compiling by a model: claim episodes, ask, hand over. What a memory may be, the database says."""

import asyncio
import hashlib
import json
import os
import secrets
import socket
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from importlib import resources
from typing import Any, TypeVar

import psycopg

from statewave.client_async import AsyncClient
from statewave.errors import Conflict, InvalidArgument, NotFound, StatewaveError, TooLarge
from statewave.types import Claim
from statewave.worker.jobs import said_of
from statewave.worker.model import BadReply, Conversation, Model, NoReply, Unavailable
from statewave.worker.worker import Echo

T = TypeVar("T")

PROMPT = resources.files("statewave.worker").joinpath("prompt.md").read_text("utf-8")
ITS_FAULT = ("22", "23", "54")  # SQLSTATE classes of what cannot be stored, whoever tries
PROMPT_VERSION = hashlib.sha256(PROMPT.encode()).hexdigest()[:12]


def own_name() -> str:
    """A name for this process that no other has."""
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(4)}"


class Lost(Exception):
    """The claim is another's by now."""


class ModelLoop:
    """Claims a subject's episodes, has the model read them, and applies what it makes of them."""

    name = "model"

    def __init__(
        self,
        client: AsyncClient,
        model: Model,
        *,
        worker: str | None = None,
        concurrency: int = 4,
        max_episodes: int | None = None,
        max_characters: int | None = None,
        lease: float = 120.0,
        echo: Echo = lambda message: None,
    ) -> None:
        """``worker`` names this process, and no other; ``lease``: seconds, extended meanwhile."""
        self.concurrency = concurrency
        self.worker = worker or own_name()
        self._client = client
        self._model = model
        self._bounds = {"max_episodes": max_episodes, "max_characters": max_characters}
        self._lease = timedelta(seconds=lease)
        self._echo = echo

    async def step(self) -> bool:
        """Compile one claim.

        Raises:
            Unavailable: the model's endpoint; the claim was given back, as after any other error.
        """
        claim = await self._client.claim_compile(self.worker, lease=self._lease, **self._bounds)
        if claim is None:
            return False
        talk = Conversation([{"role": "system", "content": PROMPT}])
        given = {key: getattr(claim, key) for key in ("episodes", "memories", "claim_keys")}
        talk.say("user", json.dumps(given, ensure_ascii=False))
        try:
            await self._kept(claim, self._compile(claim, talk))
        except Lost:
            self._echo(f"run {claim.run_id} was taken over")
        except BadReply as error:
            await self._fail(claim, talk, str(error))
        except (Conflict, NotFound) as error:  # taken over, erased or forgotten meanwhile
            await self._fail(claim, talk, str(error), blames=False)
        except asyncio.CancelledError:
            await asyncio.shield(self._fail(claim, talk, "the worker stops", blames=False))
            raise
        except Exception as error:  # no episode's fault
            reason = str(error) if isinstance(error, Unavailable) else said_of(error)
            await self._fail(claim, talk, reason, blames=False)
            raise
        return True

    async def _compile(self, claim: Claim, talk: Conversation) -> None:
        """Ask and apply; what the database refuses the model may correct once."""
        for last in (False, True):
            try:
                reply = await self._model.ask(talk, claim.reply_schema)
            except NoReply as error:
                await self._ask_nothing(claim, talk, error)
                raise
            memories: Any = reply.get("memories")
            try:
                done = await self._client.apply_compiled(
                    claim.run_id,
                    {} if memories is None else memories,  # the database says what it must be
                    usage=self._usage(talk),
                    worker=self.worker,
                )
            except psycopg.Error as error:
                if (error.sqlstate or "")[:2] not in ITS_FAULT:
                    raise
                raise BadReply(f"the database cannot hold the reply: {error.sqlstate}") from error
            except (InvalidArgument, TooLarge) as error:
                if last:
                    raise BadReply(error.message) from error
                talk.say("user", f"That was refused: {error.message}. Reply again, in full.")
            else:
                self._echo(
                    f"run {claim.run_id}: {done.episodes_compiled} episodes,"
                    f" {done.memories_created} memories"
                )
                return

    async def _ask_nothing(self, claim: Claim, talk: Conversation, error: NoReply) -> None:
        """What is asked of no episode is answered, or else none is to blame.

        Raises:
            Unavailable: the endpoint has no answer to that either.
        """
        empty = json.dumps({"episodes": [], "memories": [], "claim_keys": []})
        harmless = Conversation(talk.messages[:1], talk.usage)
        harmless.say("user", empty)
        try:
            await self._model.ask(harmless, claim.reply_schema)
        except NoReply:
            raise Unavailable(f"{error}, whatever it is asked") from error
        except BadReply:
            pass  # it answers

    async def _kept(self, claim: Claim, work: Coroutine[Any, Any, T]) -> T:
        """Do the work while the lease is extended; give it up when another has the claim."""
        task = asyncio.create_task(work)
        beat = asyncio.create_task(self._extend(claim))
        try:
            await asyncio.wait((task, beat), return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise Lost
            return task.result()
        finally:
            for each in (task, beat):
                each.cancel()
            await asyncio.gather(task, beat, return_exceptions=True)

    async def _extend(self, claim: Claim) -> None:
        """Extend the lease in time; ends when that is refused."""
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            try:
                await self._client.extend_claim(claim.run_id, self.worker, lease=self._lease)
            except StatewaveError:
                return
            except psycopg.Error as error:  # the lease may last until the database is back
                self._echo(f"run {claim.run_id}: {error}")

    async def _fail(
        self, claim: Claim, talk: Conversation, reason: str, *, blames: bool = True
    ) -> None:
        """Give the claim back; where it is another's by now, that is no matter."""
        self._echo(f"run {claim.run_id}: {reason}")
        with suppress(Conflict, NotFound):
            await self._client.fail_compile(
                claim.run_id, self.worker, reason, usage=self._usage(talk), blames=blames
            )

    def _usage(self, talk: Conversation) -> dict[str, Any]:
        used = asdict(talk.usage)
        used["model"] = used["model"] or self._model.name
        return used | {"prompt_version": PROMPT_VERSION}
