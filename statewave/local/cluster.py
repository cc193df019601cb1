"""A PostgreSQL cluster: made, started, stopped; its process told from others."""

import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from statewave.local.account import Account
from statewave.local.binaries import Installation
from statewave.local.errors import LocalServerError

HOST = "127.0.0.1"
PATIENCE = 60  # seconds for a start or a stop
CONFIGURATION = f"""
listen_addresses = '{HOST}'
unix_socket_directories = ''
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
"""


@dataclass(frozen=True)
class Cluster:
    """The data folder ``home / "data"``, and what PostgreSQL wrote beside it."""

    home: Path

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def exists(self) -> bool:
        """Whether the cluster has been made.

        Raises:
            LocalServerError: something else is in its place, or it is another user's.
        """
        if not self.data.exists():
            return False
        try:
            whole = (self.data / "PG_VERSION").exists()
        except PermissionError:
            raise LocalServerError(
                f"{self.data} belongs to another user: work as that user, or set STATEWAVE_HOME"
            ) from None
        if not whole:
            raise LocalServerError(
                f"{self.data} is no PostgreSQL data folder: set STATEWAVE_HOME to another folder"
            )
        return True

    def make(self, installation: Installation, account: Account, password_file: Path) -> None:
        """Make it aside and move it into place when it is whole."""
        partial = self.home / "data.part"
        if partial.exists():
            shutil.rmtree(partial)  # of an initdb that did not end: it never was a cluster
        account.give(password_file)
        account.run(
            [installation.bin / "initdb", "--pgdata", partial, "--username", "postgres",
             "--pwfile", password_file, "--auth", "scram-sha-256", "--encoding", "UTF8",
             "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
            installation.environment(), self.home,
        )  # fmt: skip
        with (partial / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION)
        partial.rename(self.data)

    def start(self, installation: Installation, account: Account, packages: Path) -> None:
        """Start it on the port it had, or on another if that is taken.

        Raises:
            LocalServerError: it does not start; with the end of its log.
        """
        self._forget_other_process()
        file = self.home / "port"
        port = int(file.read_text()) if file.exists() else 0
        for attempt in (1, 2, 3):
            if not port or not _free(port):
                port = _free_port()
                file.write_text(str(port))
            command: list[str | Path] = [
                installation.bin / "pg_ctl", "start", "-w", "-t", str(PATIENCE),
                "-D", self.data, "-l", self.home / "log", "-o", f"-p {port}",
            ]  # fmt: skip
            try:
                account.run(command, installation.environment(packages), self.home)
                return
            except LocalServerError as error:
                # Somebody took the port between the look and the start, or processes of a
                # server that was killed are still ending.
                if attempt == 3:
                    raise LocalServerError(f"{error}\n{self._log_end()}".rstrip()) from None
                time.sleep(0.5)

    def stop(self, *, orderly: bool = True) -> None:
        """Stop it, if it runs; open transactions are rolled back.

        Needs none of its programs. ``orderly`` writes a checkpoint, so that the next start has
        nothing to recover.

        Raises:
            LocalServerError: it does not end.
        """
        if self.port() is None:
            return
        pid = self._pid_file()[0]
        os.kill(int(pid), signal.SIGINT if orderly else signal.SIGQUIT)
        for _ in range(int(PATIENCE / 0.05)):
            if self._is_other(pid) is not False:
                return
            time.sleep(0.05)
        raise LocalServerError(f"PostgreSQL (process {pid}) does not stop; see {self.home / 'log'}")

    def port(self) -> int | None:
        """The port on which it runs, None when it does not run."""
        lines = self._pid_file()
        if len(lines) < 4 or self._is_other(lines[0]) is not False:
            return None
        return int(lines[3])

    def _log_end(self) -> str:
        log = self.home / "log"
        return log.read_text(errors="replace")[-1500:] if log.exists() else ""

    def _pid_file(self) -> list[str]:
        """Lines of PostgreSQL's pid file: its process, folder, start time, port …"""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _is_other(self, pid: str) -> bool | None:
        """Whether a process is not this cluster's server; None when there is no such process."""
        if not pid.isdigit():
            return True
        folder = Path(f"/proc/{pid}/cwd")
        try:
            return not folder.samefile(self.data)  # a server's working folder is its data folder
        except FileNotFoundError:
            if folder.parent.exists():
                return True  # it has ended, and waits for its parent to notice
            if Path("/proc/self").exists():
                return None
        except PermissionError:
            return True  # another user's process
        # No /proc, as on macOS.
        said = subprocess.run(
            ["ps", "-ww", "-o", "command=", "-p", pid],
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
        return str(self.data) not in said if said.strip() else None

    def _forget_other_process(self) -> None:
        """Take away a pid file that names no process or another program; the data stays as it is.

        PostgreSQL does so itself for a process that has ended, but refuses to start when some
        other program has the number now, or when a crash left the file empty.
        """
        lines = self._pid_file() or [""]
        if self._is_other(lines[0]):
            (self.data / "postmaster.pid").unlink(missing_ok=True)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
