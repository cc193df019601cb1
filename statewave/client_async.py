"""The asynchronous client: one SQL call of the contract a method."""

import asyncio
import json
import random
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from numbers import Integral
from typing import Any, LiteralString, Self, TypeAlias
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from statewave.errors import translated
from statewave.types import (
    ApplyResult,
    AuditEntry,
    AuditFinding,
    Bundle,
    Citation,
    Claim,
    ClaimedJob,
    CompileResult,
    Delivery,
    EmbeddingClaim,
    Episode,
    Erasure,
    Event,
    Explanation,
    FactVersion,
    Forgetting,
    Handoff,
    Health,
    Hit,
    JobStatus,
    JointBundle,
    Labelled,
    ListedJob,
    ListedReceipt,
    Memory,
    ParkedEpisode,
    Receipt,
    RepeatedIssue,
    Replay,
    Resolution,
    Run,
    ServiceLevel,
    SessionSummary,
    Source,
    SubjectSummary,
    TimelineEntry,
    Verification,
    Webhook,
)

ATTEMPTS = 5
FIRST_PAUSE = 0.05  # seconds, doubled with each attempt
POOL_SIZE = 8  # connections of a client's own pool, at most
# Serialization failure and deadlock: the transaction is undone, the connection is sound.
UNDONE = frozenset({"40001", "40P01"})
# A server that goes away, crashes or comes up, and one that ends idle sessions; so does class 08.
GONE = frozenset({"57P01", "57P02", "57P03", "57P05"})

Place: TypeAlias = AsyncConnectionPool[Any] | psycopg.AsyncConnection[Any] | str
Vector: TypeAlias = Iterable[float]  # a list, or a numpy array


class AsyncClient:
    """Statewave's contract over a database connection.

    A ``str`` is a DSN: the client keeps a pool of its own. A pool of the caller's is used and not
    closed. On a connection of the caller's, calls run inside the caller's transaction: an order row
    and an episode commit together, or not at all.

    Every record has an idempotency key (made when none is given), so a call whose transaction is
    the client's own is repeated safely after a serialization failure, a deadlock or a lost
    connection: five attempts with growing pauses. Compile and erase are repeatable too: what is
    done is not done again. On a connection of the caller's nothing is repeated: what the
    transaction did before is the caller's. Through PgBouncer below 1.22 give a pool with
    ``kwargs={"prepare_threshold": None}``.

    Errors of the contract are raised as :class:`statewave.StatewaveError` by code; PostgreSQL's
    own pass through as psycopg's. Times should be aware: a naive one is in UTC, as it is in the
    database's documents, whatever the time zone of the session. Results have times in UTC.
    """

    def __init__(self, place: Place, *, tenant: str | None = None) -> None:
        """``tenant``: whom all calls act for; None is the login's default.

        Raises:
            TypeError: ``place`` is of another kind, say the other client's connection.
        """
        if not isinstance(place, AsyncConnectionPool | psycopg.AsyncConnection | str):
            raise TypeError(f"give a DSN, or a connection or pool of psycopg's, not {place!r}")
        self._tenant = tenant
        self._connection = place if isinstance(place, psycopg.AsyncConnection) else None
        self._pool = place if isinstance(place, AsyncConnectionPool) else None
        self._dsn = place if isinstance(place, str) else None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Open the client's own pool."""
        if self._connection is None:
            await self._open()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()

    async def close(self) -> None:
        """Close the client's own pool, which a later call opens again.

        A connection or pool of the caller's stays open.
        """
        if self._dsn is not None and self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def record(
        self,
        subject: str,
        payload: Mapping[str, Any],
        *,
        source: str | None = None,
        type: str | None = None,
        session: str | None = None,
        occurred_at: datetime | None = None,
        metadata: Mapping[str, Any] | None = None,
        provenance: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        embedding: Vector | None = None,
        labels: Sequence[str] | None = None,
    ) -> UUID:
        """Record one episode about a subject; returns its id.

        Args:
            payload: ``{"text"}``, ``{"content"}``, ``{"messages": [{role, content, timestamp?}]}``
                or any other object, of at most 2 MiB.
            source: who or what it came from; the database's default is ``user``.
            type: what it is; the default is ``message``.
            occurred_at: event time; None is now.
            idempotency_key: a repeated key with the same body is the same episode; None makes one.
            embedding: a vector of the active space, instead of the built-in embedder's.

        Raises:
            InvalidArgument, Forbidden, Conflict, TooLarge.
        """
        id: UUID = await self._value(
            "select statewave.record({})",
            subject=subject,
            payload=_json(payload),
            source=source,
            type=type,
            session=session,
            occurred_at=occurred_at,
            metadata=_json(metadata),
            provenance=_json(provenance),
            idempotency_key=str(uuid.uuid4()) if idempotency_key is None else idempotency_key,
            embedding=_vector(embedding),
            labels=_texts(labels),
        )
        return id

    async def record_batch(self, subject: str, episodes: Iterable[Mapping[str, Any]]) -> list[UUID]:
        """Record episodes, all or none; returns their ids in the same order.

        Args:
            episodes: objects with record()'s parameters as keys; ``payload`` is required, None is
                as good as left out. At most 10,000 and 32 MiB a call; some 500 are best.

        Raises:
            InvalidArgument, Forbidden, Conflict, TooLarge; the message names the episode.
        """
        keyed = [{"idempotency_key": str(uuid.uuid4()), **_given(e)} for e in episodes]
        ids: list[UUID] = await self._value(
            "select statewave.record_batch({})", subject=subject, episodes=_json(keyed)
        )
        return ids

    async def compile(self, subject: str, *, max_episodes: int | None = None) -> CompileResult:
        """Compile what is not compiled yet, oldest first, in one transaction.

        May be repeated: compiled episodes are not compiled again. When the answer to a pass that
        was done is lost with the connection, the result is that of the repeat, which had less to
        do or nothing.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.compile({})", subject=subject, max_episodes=max_episodes
        )
        return CompileResult.of(rows[0])

    async def remember(
        self,
        subject: str,
        kind: str,
        content: str,
        *,
        claim: Mapping[str, Any] | None = None,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        source: str | None = None,
        session: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        labels: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> UUID:
        """Write one memory, with an episode of its own as its source; returns its id.

        Args:
            kind: fact, preference, instruction, procedure or summary.
            claim: {key, value, entity?, qualifiers?}; another value of a single-valued key gives
                way.
            valid_from: since when it holds; None is now.
            valid_to: until when; None is until something ends it.

        Raises:
            InvalidArgument, Forbidden, Conflict, TooLarge.
        """
        id: UUID = await self._value(
            "select statewave.remember({})",
            subject=subject,
            kind=kind,
            content=content,
            claim=_json(claim),
            valid_from=valid_from,
            valid_to=valid_to,
            source=source,
            session=session,
            metadata=_json(metadata),
            labels=_texts(labels),
            idempotency_key=idempotency_key or str(uuid.uuid4()),
        )
        return id

    async def correct(
        self,
        subject: str,
        memory_id: UUID | str,
        content: str,
        *,
        value: str | None = None,
        reason: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> UUID:
        """Say what a compiled memory should have said; returns the one in its place.

        ``value`` is the right value of a claim.

        Raises:
            NotFound, InvalidArgument, Forbidden.
            Conflict: it is not in force any more.
        """
        id: UUID = await self._value(
            "select statewave.correct({})",
            subject=subject,
            memory_id=UUID(str(memory_id)),
            content=content,
            value=value,
            reason=reason,
            source=source,
            idempotency_key=idempotency_key or str(uuid.uuid4()),
        )
        return id

    async def retract(
        self,
        subject: str,
        memory_id: UUID | str,
        *,
        at: datetime | None = None,
        reason: str | None = None,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> UUID | None:
        """End what a compiled memory says, at a time (None: now), with nothing in its place.

        Returns:
            The memory as it held until then; None when it never did (``at`` its ``valid_from``).

        Raises:
            NotFound, InvalidArgument, Forbidden.
            Conflict: it is not in force any more.
        """
        id: UUID | None = await self._value(
            "select statewave.retract({})",
            subject=subject,
            memory_id=UUID(str(memory_id)),
            at=at,
            reason=reason,
            source=source,
            idempotency_key=idempotency_key or str(uuid.uuid4()),
        )
        return id

    async def pin(
        self,
        subject: str,
        memory_id: UUID | str,
        *,
        pinned: bool = True,
        source: str | None = None,
        idempotency_key: str | None = None,
    ) -> UUID:
        """Put a compiled memory first in every bundle while it holds, or no more.

        Returns:
            The memory that says so: a corrected row has an id of its own.

        Raises:
            NotFound, InvalidArgument, Forbidden.
            Conflict: it is not in force any more.
        """
        id: UUID = await self._value(
            "select statewave.pin({})",
            subject=subject,
            memory_id=UUID(str(memory_id)),
            pinned=pinned,
            source=source,
            idempotency_key=idempotency_key or str(uuid.uuid4()),
        )
        return id

    async def history(
        self,
        subject: str,
        claim_key: str,
        *,
        entity: str | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> list[FactVersion]:
        """Every value that a fact ever had, and why it gave way.

        ``claim_key``: ``location.home``, or ``family.*`` for all that begin like it; ``entity``:
        about whom alone.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.history({})",
            subject=subject,
            claim_key=claim_key,
            entity=entity,
            as_of=as_of,
            caller=_json(caller),
        )
        return [FactVersion.of(row) for row in rows]

    async def claim_compile(
        self,
        worker: str,
        *,
        max_episodes: int | None = None,
        lease: timedelta | None = None,
        max_characters: int | None = None,
    ) -> Claim | None:
        """Episodes of some subject for a model to compile; None when there is nothing to do.

        Needs the worker's right. What a lost answer had claimed lapses with its lease.

        Args:
            worker: a name for who asks, the same in the calls that follow.
            max_episodes: at most so many, 50 by default.
            lease: how long they are the worker's, two minutes by default.
            max_characters: of their text, as the model's window allows.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] | None = await self._value(
            "select statewave.claim_compile({})",
            worker=worker,
            max_episodes=max_episodes,
            lease=lease,
            max_characters=max_characters,
        )
        return None if found is None else Claim.of(found)

    async def extend_claim(
        self, run_id: UUID | str, worker: str, *, lease: timedelta | None = None
    ) -> datetime:
        """Extend a claim's lease from now on; returns its new end.

        Raises:
            Conflict: it was taken over, or ended.
            NotFound, InvalidArgument, Forbidden.
        """
        until: datetime = await self._value(
            "select statewave.extend_claim({})", run_id=run_id, worker=worker, lease=lease
        )
        return until

    async def apply_compiled(
        self,
        run_id: UUID | str,
        memories: Sequence[Mapping[str, Any]],
        *,
        usage: Mapping[str, Any] | None = None,
        worker: str | None = None,
    ) -> ApplyResult:
        """Store what a model made of a claim's episodes, all or nothing, once.

        Args:
            memories: ``{kind, content, sources, speaker?, claim?, valid_from?, valid_to?,
                retracts?}`` each; sources are ids of the claim's episodes.
            usage: ``{model, prompt_version, input_tokens, output_tokens, cost_usd}``.

        Raises:
            InvalidArgument, TooLarge: the message names the memory.
            Conflict: it was taken over, or applied before, also by a call of this that was done.
            NotFound, Forbidden.
        """
        (row,) = await self._rows(
            "select * from statewave.apply_compiled({})",
            run_id=run_id,
            memories=_json(memories),
            usage=_json(usage),
            worker=worker,
        )
        return ApplyResult.of(row)

    async def fail_compile(
        self,
        run_id: UUID | str,
        worker: str,
        reason: str,
        *,
        usage: Mapping[str, Any] | None = None,
        blames: bool | None = None,
    ) -> None:
        """Give a claim back, with the reason.

        Args:
            blames: False when the fault is not the episodes': it does not count against them.

        Raises:
            Conflict: it was taken over, or ended, also by a call of this that was done before.
            NotFound, InvalidArgument, Forbidden.
        """
        await self._value(
            "select statewave.fail_compile({})",
            run_id=run_id,
            worker=worker,
            reason=reason,
            usage=_json(usage),
            blames=blames,
        )

    async def parked(
        self,
        *,
        subject: str | None = None,
        after: Mapping[str, Any] | None = None,
        page: int | None = None,
    ) -> list[ParkedEpisode]:
        """Episodes that no model could compile, a page (100 by default) at a time.

        Needs the admin's or the worker's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.parked({})", subject=subject, after=_json(after), page=page
        )
        return [ParkedEpisode.of(row) for row in rows]

    async def retry_parked(self, subject: str, *, episode_id: UUID | str | None = None) -> int:
        """Make a subject's parked episodes claimable again; returns how many.

        Needs the admin's or the worker's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        count: int = await self._value(
            "select statewave.retry_parked({})", subject=subject, episode_id=episode_id
        )
        return count

    async def runs(
        self,
        *,
        subject: str | None = None,
        state: str | None = None,
        after: Mapping[str, Any] | None = None,
        page: int | None = None,
    ) -> list[Run]:
        """Compile runs, the newest first, a page (100 by default) at a time.

        Args:
            state: ``claimed``, ``applied``, ``failed``, ``lapsed`` or ``released``.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.runs({})",
            subject=subject,
            state=state,
            after=_json(after),
            page=page,
        )
        return [Run.of(row) for row in rows]

    async def explain_run(
        self, run_id: UUID | str, *, caller: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Who made what in a run: its episodes, memories, supersessions and retractions.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.explain_run({})", run_id=run_id, caller=_json(caller)
        )
        return found

    async def retrieve(
        self,
        subject: str,
        task: str,
        *,
        max_tokens: int | None = None,
        session: str | None = None,
        exclude_session: bool | None = None,
        kinds: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        metadata: Mapping[str, Any] | None = None,
        as_of: datetime | None = None,
        profile: str | None = None,
        caller: Mapping[str, Any] | None = None,
        embedding: Vector | None = None,
    ) -> Bundle:
        """The bundle of a subject's memory for a task, within a token budget.

        Args:
            max_tokens: budget, 16 or more; the database's default is 4,000.
            session: a session to favour, or with ``exclude_session`` to leave out.
            kinds: of passage, fact, preference, instruction, procedure, summary.
            since: earliest event time; ``until``: event times before it.
            metadata: what an episode's metadata must contain.
            as_of: what would have been returned then.
            caller: for whom it is asked, for policies; believed of a gateway role only.
            embedding: the task's vector in the active space.

        Raises:
            InvalidArgument, Forbidden, NotFound (profile), TooLarge.
        """
        bundle: dict[str, Any] = await self._value(
            "select statewave.retrieve({})",
            subject=subject,
            task=task,
            max_tokens=max_tokens,
            session=session,
            exclude_session=exclude_session,
            kinds=_texts(kinds),
            sources=_texts(sources),
            since=since,
            until=until,
            metadata=_json(metadata),
            as_of=as_of,
            profile=profile,
            caller=_json(caller),
            embedding=_vector(embedding),
        )
        return Bundle.of(bundle)

    async def retrieve_many(
        self,
        subjects: Sequence[str],
        task: str,
        *,
        max_tokens: int | None = None,
        weights: Sequence[float] | None = None,
        session: str | None = None,
        exclude_session: bool | None = None,
        kinds: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        metadata: Mapping[str, Any] | None = None,
        as_of: datetime | None = None,
        profile: str | None = None,
        caller: Mapping[str, Any] | None = None,
        embedding: Vector | None = None,
    ) -> JointBundle:
        """One bundle over several subjects: a user's, their team's, the agent's own memory.

        Args:
            subjects: 1 to 32, each ranked by itself; all share the budget.
            weights: by which a subject's scores count, above 0; 1 each when left out.

        Raises:
            InvalidArgument, Forbidden, NotFound (profile), TooLarge.
        """
        bundle: dict[str, Any] = await self._value(
            "select statewave.retrieve_many({})",
            subjects=_texts(subjects),
            task=task,
            max_tokens=max_tokens,
            weights=_vector(weights),
            session=session,
            exclude_session=exclude_session,
            kinds=_texts(kinds),
            sources=_texts(sources),
            since=since,
            until=until,
            metadata=_json(metadata),
            as_of=as_of,
            profile=profile,
            caller=_json(caller),
            embedding=_vector(embedding),
        )
        return JointBundle.of(bundle)

    async def explain(
        self,
        subject: str,
        task: str,
        *,
        max_tokens: int | None = None,
        session: str | None = None,
        exclude_session: bool | None = None,
        kinds: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        metadata: Mapping[str, Any] | None = None,
        as_of: datetime | None = None,
        profile: str | None = None,
        caller: Mapping[str, Any] | None = None,
        embedding: Vector | None = None,
    ) -> list[Explanation]:
        """How :meth:`retrieve` with the same arguments ranks: a row a candidate and component.

        Raises:
            As retrieve.
        """
        rows = await self._rows(
            "select * from statewave.explain({})",
            subject=subject,
            task=task,
            max_tokens=max_tokens,
            session=session,
            exclude_session=exclude_session,
            kinds=_texts(kinds),
            sources=_texts(sources),
            since=since,
            until=until,
            metadata=_json(metadata),
            as_of=as_of,
            profile=profile,
            caller=_json(caller),
            embedding=_vector(embedding),
        )
        return [Explanation.of(row) for row in rows]

    async def search(
        self,
        subject: str,
        query: str,
        *,
        k: int | None = None,
        kinds: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        metadata: Mapping[str, Any] | None = None,
        as_of: datetime | None = None,
        profile: str | None = None,
        caller: Mapping[str, Any] | None = None,
        embedding: Vector | None = None,
    ) -> list[Hit]:
        """The ``k`` best memories for a query (20 by default), ranked as retrieve ranks.

        Raises:
            InvalidArgument, Forbidden, NotFound (profile), TooLarge.
        """
        rows = await self._rows(
            "select * from statewave.search({})",
            subject=subject,
            query=query,
            k=k,
            kinds=_texts(kinds),
            sources=_texts(sources),
            since=since,
            until=until,
            metadata=_json(metadata),
            as_of=as_of,
            profile=profile,
            caller=_json(caller),
            embedding=_vector(embedding),
        )
        return [Hit.of(row) for row in rows]

    async def timeline(
        self,
        subject: str,
        *,
        after: Mapping[str, Any] | None = None,
        page: int | None = None,
        newest_first: bool | None = None,
        status: str | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> list[TimelineEntry]:
        """Episodes and compiled memories by event time, a page (100 by default) at a time.

        Args:
            after: the cursor of the last row of the page before.
            status: ``all``, ``active`` or ``superseded``.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.timeline({})",
            subject=subject,
            after=_json(after),
            page=page,
            newest_first=newest_first,
            status=status,
            caller=_json(caller),
        )
        return [TimelineEntry.of(row) for row in rows]

    async def subjects(
        self, *, after: str | None = None, page: int | None = None
    ) -> list[SubjectSummary]:
        """The tenant's subjects by name, a page (100 by default) at a time.

        Args:
            after: the last name of the page before.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows("select * from statewave.subjects({})", after=after, page=page)
        return [SubjectSummary.of(row) for row in rows]

    async def get_episode(
        self, subject: str, id: UUID | str, *, caller: Mapping[str, Any] | None = None
    ) -> Episode:
        """An episode as recorded.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.get_episode({})", subject=subject, id=id, caller=_json(caller)
        )
        return Episode.of(found)

    async def get_memory(
        self, subject: str, id: UUID | str, *, caller: Mapping[str, Any] | None = None
    ) -> Memory:
        """A memory with its claim, times and sources.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.get_memory({})", subject=subject, id=id, caller=_json(caller)
        )
        return Memory.of(found)

    async def provenance(
        self, subject: str, memory_id: UUID | str, *, caller: Mapping[str, Any] | None = None
    ) -> list[Source]:
        """The episodes that a memory was taken from, the first one first.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.provenance({})",
            subject=subject,
            memory_id=memory_id,
            caller=_json(caller),
        )
        return [Source.of(row) for row in rows]

    async def citing(
        self, subject: str, episode_id: UUID | str, *, caller: Mapping[str, Any] | None = None
    ) -> list[Citation]:
        """The memories that name an episode as a source.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.citing({})",
            subject=subject,
            episode_id=episode_id,
            caller=_json(caller),
        )
        return [Citation.of(row) for row in rows]

    async def sessions(
        self,
        subject: str,
        *,
        after: Mapping[str, Any] | None = None,
        page: int | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> list[SessionSummary]:
        """A subject's sessions, the latest first; ``after``: the last ``cursor`` before.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.sessions({})",
            subject=subject,
            after=_json(after),
            page=page,
            as_of=as_of,
            caller=_json(caller),
        )
        return [SessionSummary.of(row) for row in rows]

    async def resolve_session(
        self,
        subject: str,
        session: str,
        *,
        status: str | None = None,
        summary: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Resolution:
        """Say what became of a session. The same said again changes nothing.

        Args:
            status: resolved (the default), open, or unresolved: closed, and not solved.
            summary: what solved it, at most 2,000 characters.
            at: when it was resolved; None is now.

        Raises:
            InvalidArgument, TooLarge, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.resolve_session({})",
            subject=subject,
            session=session,
            status=status,
            summary=summary,
            metadata=_json(metadata),
            at=at,
        )
        return Resolution.of(found)

    async def resolutions(
        self,
        subject: str,
        *,
        status: str | None = None,
        page: int | None = None,
        skip: int | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> list[Resolution]:
        """What became of a subject's sessions, the latest said first.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: list[dict[str, Any]] = await self._value(
            "select statewave.resolutions({})",
            subject=subject,
            status=status,
            page=page,
            skip=skip,
            as_of=as_of,
            caller=_json(caller),
        )
        return [Resolution.of(row) for row in found]

    async def repeated_issues(
        self,
        subject: str,
        *,
        session: str | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> list[RepeatedIssue]:
        """Sessions that are not solved and about the same as one that was, the most alike first.

        Args:
            session: this one alone, whatever became of it.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: list[dict[str, Any]] = await self._value(
            "select statewave.repeated_issues({})",
            subject=subject,
            session=session,
            as_of=as_of,
            caller=_json(caller),
        )
        return [RepeatedIssue.of(row) for row in found]

    async def health(
        self,
        subject: str,
        *,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> Health:
        """How well a subject is served: a score of 0 to 100 with what moves it.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.health({})", subject=subject, as_of=as_of, caller=_json(caller)
        )
        return Health.of(found)

    async def sla(
        self,
        subject: str,
        *,
        first_response_minutes: float | None = None,
        resolution_hours: float | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> ServiceLevel:
        """How long a subject's sessions waited, by event time.

        Args:
            first_response_minutes: limit of the first response; the default is 5.
            resolution_hours: limit of the resolution; the default is 24.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.sla({})",
            subject=subject,
            first_response_minutes=first_response_minutes,
            resolution_hours=resolution_hours,
            as_of=as_of,
            caller=_json(caller),
        )
        return ServiceLevel.of(found)

    async def handoff(
        self,
        subject: str,
        session: str,
        *,
        reason: str | None = None,
        max_tokens: int | None = None,
        as_of: datetime | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> Handoff:
        """What whoever takes over a session must know, within a token budget.

        Raises:
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.handoff({})",
            subject=subject,
            session=session,
            reason=reason,
            max_tokens=max_tokens,
            as_of=as_of,
            caller=_json(caller),
        )
        return Handoff.of(found)

    async def locate(self, id: UUID | str, *, caller: Mapping[str, Any] | None = None) -> str:
        """The name of the subject that a memory, an episode or a receipt is of.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: str = await self._value("select statewave.locate({})", id=id, caller=_json(caller))
        return found

    async def erase(self, subject: str) -> Erasure:
        """Remove everything about a subject; returns the proof. Needs the admin's right.

        May be repeated: of an unknown subject there is nothing to remove. When the answer to an
        erasure that was done is lost with the connection, the proof is that of the repeat: it
        counts the rows recorded since, mostly none.

        Raises:
            InvalidArgument, Forbidden.
        """
        proof: dict[str, Any] = await self._value("select statewave.erase({})", subject=subject)
        return Erasure.of(proof)

    async def forget(self, subject: str, episode_ids: Sequence[UUID | str]) -> Forgetting:
        """Remove single episodes and all that has no other source. Needs the admin's right.

        May be repeated: ids that the subject does not have are counted as unknown.

        Raises:
            InvalidArgument, Forbidden.
        """
        proof: dict[str, Any] = await self._value(
            "select statewave.forget({})",
            subject=subject,
            episode_ids=[UUID(str(id)) for id in episode_ids],
        )
        return Forgetting.of(proof)

    async def rename_subject(self, subject: str, new_name: str) -> dict[str, Any]:
        """Give a subject another name; ids, history and receipts stay. Needs the admin's right.

        Returns:
            {subject, tenant, renamed_at, rows by table, audit_seq}.

        Raises:
            NotFound, InvalidArgument, Forbidden.
            Conflict: the new name is taken, also by a call of this that was done before.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.rename_subject({})", subject=subject, new_name=new_name
        )
        return found

    async def merge_subjects(self, subject: str, into_subject: str) -> dict[str, Any]:
        """Make a subject part of another; what was compiled is compiled anew.

        Needs the admin's right.

        Returns:
            {subject, tenant, merged, merged_at, episodes, passages, compiled, rows by table,
            erasure, audit_seq, remains}.

        Raises:
            NotFound: also when a call of this was done before.
            Conflict: both have episodes of the same ids.
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.merge_subjects({})", subject=subject, into_subject=into_subject
        )
        return found

    async def export_subject(
        self,
        subject: str,
        *,
        vectors: bool | None = None,
        complete: bool | None = None,
        caller: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """All that is stored about a subject as one document with its sha256.

        Args:
            vectors: with the vectors (the default); importing makes them anew otherwise.
            complete: False gives only what the policy shows to the caller, which cannot be
                imported; all of it needs the admin's right.

        Raises:
            NotFound, TooLarge, InvalidArgument, Forbidden.
        """
        document: dict[str, Any] = await self._value(
            "select statewave.export_subject({})",
            subject=subject,
            vectors=vectors,
            complete=complete,
            caller=_json(caller),
        )
        return document

    async def import_subject(
        self, document: Mapping[str, Any], *, subject: str | None = None
    ) -> dict[str, Any]:
        """Store an exported subject, under its name or another. Needs the admin's right.

        Returns:
            {subject, tenant, imported_at, rows by table, audit_seq}.

        Raises:
            Unprocessable: the document was changed, is partial or of another schema.
            Conflict: there is such a subject, also by a call of this that was done before.
            InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.import_subject({})", document=_json(document), subject=subject
        )
        return found

    async def set_labels(self, subject: str, id: UUID | str, labels: Sequence[str]) -> list[str]:
        """Set the labels of a memory or an episode; returns those in force, inherited ones too.

        Needs the admin's or the worker's right.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: list[str] = await self._value(
            "select statewave.set_labels({})", subject=subject, id=id, labels=_texts(labels)
        )
        return found

    async def promote_labels(self, subject: str, labels: Sequence[str]) -> int:
        """Put the detectors' suggestions of these labels in force; returns how many there were.

        Needs the admin's or the worker's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        count: int = await self._value(
            "select statewave.promote_labels({})", subject=subject, labels=_texts(labels)
        )
        return count

    async def list_labels(
        self, subject: str, *, after: UUID | str | None = None, page: int | None = None
    ) -> list[Labelled]:
        """What has labels of its own, in force or suggested, by id; ``after``: the last id before.

        Needs the admin's or the worker's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.list_labels({})", subject=subject, after=after, page=page
        )
        return [Labelled.of(row) for row in rows]

    async def issue_receipt(self, bundle: Bundle) -> Receipt:
        """Have a bundle signed, at once after it was retrieved.

        Raises:
            Unprocessable: retrieving again gives another bundle.
            InvalidArgument, Forbidden, NotFound, Busy.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.issue_receipt({})", bundle=_json(bundle.raw)
        )
        return Receipt.of(found)

    async def verify_receipt(self, subject: str, id: UUID | str) -> Verification:
        """Whether a receipt is the one that was issued.

        Raises:
            NotFound, InvalidArgument, Forbidden, Busy.
        """
        (row,) = await self._rows(
            "select * from statewave.verify_receipt({})", subject=subject, id=id
        )
        return Verification.of(row)

    async def replay_receipt(self, subject: str, id: UUID | str) -> Replay:
        """Answer a receipt's question again as of its time, and compare.

        Raises:
            NotFound, InvalidArgument, Forbidden.
        """
        found: dict[str, Any] = await self._value(
            "select statewave.replay_receipt({})", subject=subject, id=id
        )
        return Replay.of(found)

    async def list_receipts(
        self, subject: str, *, after: int = 0, page: int = 100
    ) -> list[ListedReceipt]:
        """The receipts of a subject, oldest first; ``after``: the last ``seq`` before.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.list_receipts({})", subject=subject, after=after, page=page
        )
        return [ListedReceipt.of(row) for row in rows]

    async def audit(self, subject: str, *, after: int = 0, page: int = 100) -> list[AuditEntry]:
        """What was changed about a subject, oldest first; ``after``: the last seq before.

        Needs the admin's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.audit({})", subject=subject, after=after, page=page
        )
        return [AuditEntry.of(row) for row in rows]

    async def audit_verify(self, subject: str) -> list[AuditFinding]:
        """Check the audit chain of a subject, an entry each. Needs the admin's right.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows("select * from statewave.audit_verify({})", subject=subject)
        return [AuditFinding.of(row) for row in rows]

    async def enqueue(
        self,
        subject: str,
        kind: str,
        *,
        payload: Mapping[str, Any] | None = None,
        lane: str | None = None,
        run_at: datetime | None = None,
    ) -> UUID:
        """Ask for a job about a subject, done by a worker after the commit; returns its id.

        Args:
            kind: ``compile``, or what workers of yours claim.
            payload: ids and numbers; with none, a job that waits already is enough.
            lane: tells apart what is to be done side by side; in a lane one is done at a time.
            run_at: not before.

        Raises:
            NotFound (subject), InvalidArgument, Forbidden.
        """
        job_id: UUID = await self._value(
            "select statewave.enqueue({})",
            subject=subject,
            kind=kind,
            payload=_json(payload),
            lane=lane,
            run_at=run_at,
        )
        return job_id

    async def job_status(self, job_id: UUID | str) -> JobStatus:
        """A job as it is now.

        Raises:
            NotFound (done ones go after some days), Forbidden.
        """
        rows = await self._rows("select * from statewave.job_status({})", job_id=job_id)
        return JobStatus.of(rows[0])

    async def jobs(
        self,
        *,
        states: Sequence[str] | None = None,
        kinds: Sequence[str] | None = None,
        after: UUID | str | None = None,
        page: int | None = None,
    ) -> list[ListedJob]:
        """The tenant's jobs by id, a page (100 by default) at a time.

        Args:
            states: of ready, leased, done, dead.
            after: the last id of the page before.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.jobs({})",
            states=_texts(states),
            kinds=_texts(kinds),
            after=after,
            page=page,
        )
        return [ListedJob.of(row) for row in rows]

    async def retry_job(self, job_id: UUID | str) -> None:
        """Ask again for a job that was given up (dead).

        Raises:
            NotFound, Conflict (it is not dead), Forbidden.
        """
        await self._value("select statewave.retry_job({})", job_id=job_id)

    async def claim_jobs(
        self,
        worker: str,
        kinds: Sequence[str],
        *,
        max_jobs: int | None = None,
        lease: timedelta | None = None,
    ) -> list[ClaimedJob]:
        """Jobs for a worker to do, 10 at most by default, for a minute by default.

        Args:
            worker: the name of one process; a job is given again when its lease lapses.

        Raises:
            InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.claim_jobs({})",
            worker=worker,
            kinds=_texts(kinds),
            max_jobs=max_jobs,
            lease=lease,
        )
        return [ClaimedJob.of(row) for row in rows]

    async def extend_jobs(
        self, worker: str, job_ids: Sequence[UUID | str], *, lease: timedelta | None = None
    ) -> list[UUID]:
        """Make leases last from now; returns those that the worker still holds.

        Raises:
            InvalidArgument, Forbidden.
        """
        held: list[UUID] = await self._value(
            "select statewave.extend_jobs({})", worker=worker, job_ids=list(job_ids), lease=lease
        )
        return held

    async def finish_job(self, job_id: UUID | str, worker: str) -> None:
        """Say that a job is done.

        Raises:
            Conflict (another worker holds it), NotFound, Forbidden.
        """
        await self._value("select statewave.finish_job({})", job_id=job_id, worker=worker)

    async def fail_job(
        self,
        job_id: UUID | str,
        worker: str,
        reason: str,
        *,
        retryable: bool | None = None,
        retry_after: timedelta | None = None,
    ) -> str:
        """Say that an attempt failed; returns the job's state: ready, to be tried again, or dead.

        Raises:
            Conflict (another worker holds it), NotFound, Forbidden.
        """
        state: str = await self._value(
            "select statewave.fail_job({})",
            job_id=job_id,
            worker=worker,
            reason=reason,
            retryable=retryable,
            retry_after=retry_after,
        )
        return state

    async def subscribe(
        self,
        consumer: str,
        *,
        events: Sequence[str] | None = None,
        from_start: bool | None = None,
    ) -> int:
        """Make a consumer of the tenant's events, or change what it wants; returns its place.

        Args:
            events: names or patterns, ``memory.*``; None is all.
            from_start: also what is kept from before.

        Raises:
            InvalidArgument, Forbidden.
        """
        place: int = await self._value(
            "select statewave.subscribe({})",
            consumer=consumer,
            events=_texts(events),
            from_start=from_start,
        )
        return place

    async def unsubscribe(self, consumer: str) -> bool:
        """Remove a consumer; whether there was one.

        Raises:
            Forbidden.
        """
        found: bool = await self._value("select statewave.unsubscribe({})", consumer=consumer)
        return found

    async def events(self, consumer: str, *, max_events: int | None = None) -> list[Event]:
        """The consumer's next events, 100 by default, the same again until acknowledged.

        Raises:
            NotFound (consumer), InvalidArgument, Forbidden.
        """
        rows = await self._rows(
            "select * from statewave.events({})", consumer=consumer, max_events=max_events
        )
        return [Event.of(row) for row in rows]

    async def acknowledge(self, consumer: str, place: int) -> None:
        """Say that the consumer has dealt with the events up to a place.

        Raises:
            NotFound (consumer), InvalidArgument, Forbidden.
        """
        await self._value("select statewave.acknowledge({})", consumer=consumer, place=place)

    async def relay(self) -> int:
        """Make events, and deliveries to webhooks, of what happened; 0 when nothing is left.

        Raises:
            Forbidden.
        """
        count: int = await self._value("select statewave.relay({})")
        return count

    async def subject_key(self, subject: str) -> UUID:
        """The key that events give for a subject, also once it is erased.

        Raises:
            InvalidArgument, Forbidden.
        """
        key: UUID = await self._value("select statewave.subject_key({})", subject=subject)
        return key

    async def set_webhook(
        self,
        name: str,
        url: str,
        *,
        events: Sequence[str] | None = None,
        secret: str | None = None,
    ) -> None:
        """Have the tenant's events sent to a URL, or change where and which.

        Args:
            events: names or patterns, ``memory.*``; None is all.
            secret: ``whsec_`` and 24 to 64 bytes in base64; None keeps the one it has.

        Raises:
            InvalidArgument, Forbidden (the host is not allowed).
        """
        await self._value(
            "select statewave.set_webhook({})",
            name=name,
            url=url,
            events=_texts(events),
            secret=secret,
        )

    async def remove_webhook(self, name: str) -> bool:
        """Remove a webhook with its deliveries; whether there was one.

        Raises:
            Forbidden.
        """
        found: bool = await self._value("select statewave.remove_webhook({})", name=name)
        return found

    async def webhooks(self) -> list[Webhook]:
        """The tenant's webhooks, without their secrets.

        Raises:
            Forbidden.
        """
        rows = await self._rows("select * from statewave.webhooks({})")
        return [Webhook.of(row) for row in rows]

    async def webhook_delivery(self, job_id: UUID | str, worker: str) -> Delivery:
        """What a worker that holds a job of kind ``webhook`` has to send.

        Raises:
            Conflict (another worker holds it), NotFound (event or webhook), Forbidden (the host).
        """
        found: dict[str, Any] = await self._value(
            "select statewave.webhook_delivery({})", job_id=job_id, worker=worker
        )
        return Delivery.of(found)

    async def claim_embeddings(
        self,
        worker: str,
        *,
        providers: Sequence[str] | None = None,
        max_texts: int = 256,
        lease: timedelta | None = None,
    ) -> EmbeddingClaim | None:
        """Texts of one subject that have no vector in a space; None when there is nothing to do.

        Needs the worker's right. ``worker`` names one process; ``lease``: two minutes if not given.

        Raises:
            InvalidArgument, Forbidden.
        """
        found = await self._value(
            "select statewave.claim_embeddings({})",
            worker=worker,
            providers=_texts(providers),
            max_texts=max_texts,
            lease=lease,
        )
        return None if found is None else EmbeddingClaim.of(found)

    async def apply_embeddings(
        self, claim: UUID | str, worker: str, vectors: Iterable[Vector | None]
    ) -> int:
        """Store a claim's vectors, in the order of its texts, all or none; how many were stored.

        None stands for a text that has no direction. Needs the worker's right.

        Raises:
            InvalidArgument, Conflict (the claim is not held any more), NotFound, Forbidden.
        """
        stored: int = await self._value(
            "select statewave.apply_embeddings({})",
            claim=claim,
            worker=worker,
            vectors=_json([_vector(vector) for vector in vectors]),
        )
        return stored

    async def _value(self, call: LiteralString, **arguments: Any) -> Any:
        (row,) = await self._rows(call, **arguments)
        (value,) = row.values()
        return value

    async def _rows(self, call: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        """One call of the contract, with the arguments that were given."""
        if self._tenant is not None:
            arguments["tenant"] = self._tenant
        given = {name: _sent(value) for name, value in _given(arguments).items()}
        named = sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in given
        )
        query = sql.SQL(call).format(named)
        try:
            if self._connection is not None:
                return await self._run(self._connection, query, given)
            return await self._repeated(query, given)
        except psycopg.Error as error:
            known = translated(error)
            if known is None:
                raise
            raise known from error

    async def _repeated(
        self, query: sql.Composed, arguments: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Run in a transaction of our own, again after what may be gone the next time."""
        pool = await self._open()
        for attempt in range(ATTEMPTS):
            try:
                async with pool.connection() as connection:
                    return await self._run(connection, query, arguments)
            except psycopg.OperationalError as error:
                lost = _is_lost(error)
                if attempt == ATTEMPTS - 1 or not (lost or error.sqlstate in UNDONE):
                    raise
            if lost:  # and the others that wait in the pool most likely too
                await pool.check()
            await asyncio.sleep(FIRST_PAUSE * 2**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    @staticmethod
    async def _run(
        connection: psycopg.AsyncConnection[Any], query: sql.Composed, arguments: dict[str, Any]
    ) -> list[dict[str, Any]]:
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query, arguments)
            return await cursor.fetchall()

    async def _open(self) -> AsyncConnectionPool[Any]:
        """The pool to use; the client's own is made with the first call.

        A pool would try a wrong DSN for long in the background: one connection tells at once.
        """
        async with self._opening:
            if self._pool is None:
                assert self._dsn is not None
                async with await psycopg.AsyncConnection.connect(self._dsn):
                    pool = AsyncConnectionPool(
                        self._dsn, min_size=1, max_size=POOL_SIZE, open=False
                    )
                    await pool.open()
                self._pool = pool
            return self._pool


def _is_lost(error: psycopg.OperationalError) -> bool:
    """Whether the connection is gone; the client's side gives no code for it."""
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests):
        return False  # it has waited long enough, or waiting is of no use
    code = error.sqlstate
    return code is None or code in GONE or code.startswith("08")


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Without those that are None: the defaults are the database's."""
    return {name: value for name, value in arguments.items() if value is not None}


def _sent(value: Any) -> Any:
    """An argument as the parameter's type reads it, in any session.

    A naive time would be read in the session's time zone, and a large integer would be looked up
    as a bigint's function, which is not there, instead of being out of range.
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return str(value)
    return value


def _json(value: Mapping[str, Any] | Sequence[Any] | None) -> Jsonb | None:
    return None if value is None else Jsonb(value, dumps=_dumps)


def _plain(value: object) -> Any:
    """What JSON has no type for: mappings, times, ids, and numpy's arrays and numbers."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


_dumps = partial(json.dumps, default=_plain)


def _texts(values: Sequence[str] | None) -> list[str] | str | None:
    """A list for the database; a lone string stays one, for the database to refuse."""
    return values if values is None or isinstance(values, str) else list(values)


def _vector(value: Vector | None) -> list[float] | None:
    return None if value is None else [float(x) for x in value]
