"""A deploy needs the server itself: an advisory lock is worth nothing through a pooler."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from statewave import deploy
from tests.migrations.support import Programs, ledger, one, run
from tests.pooler import pooler


@pytest.fixture
def pooled(bootstrapped: str, tool: Callable[[str], Path]) -> Iterator[str]:
    """The DSN of a bootstrapped database behind PgBouncer in transaction mode."""
    with pooler(tool("pgbouncer"), bootstrapped) as dsn:
        yield dsn


def test_a_pooler_is_refused_and_nothing_changes(
    pooled: str, bootstrapped: str, programs: Programs
) -> None:
    before = programs.dump(bootstrapped)
    for call in (deploy.deploy, deploy.verify, deploy.revert):
        with pytest.raises(deploy.DeployError, match=r"pooler is between.*direct connection"):
            call(pooled)
    assert programs.dump(bootstrapped) == before
    assert_untouched(pooled)

    deploy.deploy(bootstrapped)
    assert ledger(bootstrapped)


def assert_untouched(pooled: str) -> None:
    """The pooler hands the same connection to the next client: it must not act as the owner."""
    assert one(pooled, "select current_user = session_user and current_setting('role') = 'none'")
    assert one(pooled, "show lock_timeout") == "0"


def test_bootstrap_and_status_work_through_a_pooler_and_leave_nothing_in_its_session(
    pooled: str, bootstrapped: str
) -> None:
    deploy.deploy(bootstrapped)
    run(bootstrapped, "comment on schema statewave_python is 'older'")
    assert deploy.needs_bootstrap(pooled)
    deploy.bootstrap(pooled)
    assert {part.state for part in deploy.status(pooled)} == {"deployed"}
    assert_untouched(pooled)
