"""Who the server runs as: PostgreSQL refuses root."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from statewave.local.errors import LocalServerError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The user that the server's programs run as; None stands for the caller."""

    user: pwd.struct_passwd | None

    @staticmethod
    def choose(data: Path | None = None) -> "Account":
        """The caller, or when that is root, the owner of ``data``, else a user without rights.

        That is STATEWAVE_OS_USER, postgres or nobody.

        Raises:
            LocalServerError: root has nobody to run the server as.
        """
        if os.geteuid() != 0:
            return Account(None)
        if data and data.exists() and data.stat().st_uid != 0:
            return Account(pwd.getpwuid(data.stat().st_uid))
        wanted = os.environ.get("STATEWAVE_OS_USER")
        for name in (wanted,) if wanted else CANDIDATES:
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            if user.pw_uid != 0:
                return Account(user)
        raise LocalServerError(
            f"PostgreSQL does not run as root, and there is no user"
            f" {wanted or 'postgres or nobody'}: name an unprivileged one in STATEWAVE_OS_USER"
        )

    def folder(self, path: Path) -> Path:
        """Make a folder that belongs to the account.

        Raises:
            LocalServerError: the account cannot reach it.
        """
        try:
            path.mkdir(mode=0o755, parents=True, exist_ok=True)
            self.give(path)
        except OSError as error:
            raise LocalServerError(
                f"{path} cannot be made: {error.strerror}; set STATEWAVE_HOME to a folder of yours"
            ) from None
        if not self.reaches(path):
            raise LocalServerError(
                f"{path} cannot be reached by the user that the server runs as: set"
                " STATEWAVE_HOME to a folder whose parents all may be entered (chmod o+x)"
            )
        return path

    def give(self, path: Path) -> None:
        """Make a file or folder the account's own."""
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def reaches(self, path: Path) -> bool:
        """Whether the account can read a file or folder."""
        return self._run(["test", "-r", str(path)], {}, Path("/")).returncode == 0

    def run(
        self, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as the account.

        Raises:
            LocalServerError: it failed; with what it said.
        """
        done = self._run(command, env, cwd)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip())[-2000:]
            raise LocalServerError(f"{Path(command[0]).name} failed: {said}")
        return done

    def _run(
        self, command: Sequence[str | Path], env: Mapping[str, str], cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        who = (
            {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
            if self.user
            else {}
        )
        path = os.environ.get("PATH", os.defpath)
        # Files, not pipes: a server that the program starts would hold a pipe open for ever.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run(
                [str(part) for part in command],
                env={"PATH": path, "HOME": str(cwd), "LANG": "C.UTF-8", **env},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                check=False,
                **who,  # type: ignore[call-overload]
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(
                done.args, done.returncode, out.read().decode(), err.read().decode()
            )
