"""Runs the daemon under test as anybody else would: a configuration file, a process, signals, and its subcommands."""

import json
import os
import pathlib
import signal
import subprocess
import time
import typing

from newsroom import Newsroom

# The daemon's own limit for a stop is 30 s; what it needs beyond that is a fault.
STOP_SECONDS_MAX = 40.0
COMMAND_SECONDS_MAX = 20.0
LOOK_SECONDS = 0.1


class Trouble(Exception):
    """The scenario cannot go on; the text says what was waited for in vain."""


class CommandFailed(Trouble):
    """A subcommand gave no answer; while a daemon starts there may be no state to ask yet."""


def wait_until(claim: typing.Callable[[], object], seconds: float, what: str) -> None:
    """Returns once `claim()` is true; a subcommand that fails meanwhile counts as not yet."""
    deadline = time.monotonic() + seconds
    last_failure = ""
    while time.monotonic() < deadline:
        try:
            if claim():
                return
        except CommandFailed as failure:
            last_failure = f"; {failure}"
        time.sleep(LOOK_SECONDS)
    raise Trouble(f"after {seconds:.0f} s still waiting: {what}{last_failure}")


class Daemon:
    """One state, one output folder, and at most one running process of ours."""

    def __init__(self, binary: str, folder: pathlib.Path, newsroom: Newsroom, *, compress: str = "gzip", webhook: str = ""):
        self.binary = str(pathlib.Path(binary).resolve())
        self.folder = folder
        self.output = folder / "out"
        self.state = folder / "state" / "courant.db"
        self.log_path = folder / "daemon.log"
        self.config = folder / "courant.toml"
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen | None = None
        # When the daemon was not well: every start and every violent end, seconds since 1970.
        self.shocks: list[float] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.config.write_text(self._configuration(newsroom, compress, webhook), encoding="utf-8")

    def _configuration(self, newsroom: Newsroom, compress: str, webhook: str) -> str:
        feeds = "".join(
            f"[[feed]]\nid = \"{feed.id}\"\nurl = \"{feed.url}\"\nevery = \"1s\"\n"
            f"full_text = \"{'always' if feed.outlet.style == 'pages' else 'never'}\"\n\n"
            for feed in newsroom.feeds())
        return (
            f"state = \"{self.state}\"\n\n"
            "[fetch]\nallow_private = true\ngap = \"0s\"\nread_timeout = \"2s\"\nconnect_timeout = \"5s\"\ntimeout = \"10s\"\n\n"
            # A feed that failed is asked again soon: its backoff doubles only up to `max`.
            "[schedule]\nevery = \"1s\"\nmin = \"1s\"\nmax = \"2s\"\n\n"
            "[normalize]\npage_tries = 3\npage_retry = \"1s\"\n\n"
            "[observe]\nlisten = \"none\"\n\n"
            f"[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"{self.output}\"\n"
            f"rotate = {{ size = \"64KiB\", every = \"3s\" }}\ncompress = \"{compress}\"\n\n"
            f"{webhook}{feeds}")

    # The process.

    def start(self, failpoints: str = "") -> None:
        assert self.process is None, "one process at a time"
        environment = {**os.environ, "COURANT_LOG": "info", **self.environment}
        environment.pop("COURANT_FAILPOINTS", None)
        if failpoints:
            environment["COURANT_FAILPOINTS"] = failpoints
        with open(self.log_path, "ab") as log:
            log.write(f"--- start{' with ' + failpoints if failpoints else ''}\n".encode())
            log.flush()
            self.process = subprocess.Popen([self.binary, "run", str(self.config)], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=environment, cwd=self.folder)
        self.shocks.append(time.time())

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """kill -9."""
        self._expect_running()
        self.process.kill()
        self.wait(10)

    def stop(self) -> float:
        """SIGTERM; returns how long it took. Anything but exit code 0 in time is trouble."""
        self._expect_running()
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.wait(STOP_SECONDS_MAX)
        if code != 0:
            raise Trouble(f"SIGTERM ended with exit code {code}, not 0")
        return time.monotonic() - started

    def wait(self, seconds: float) -> int:
        """Waits for the process to end by itself and returns its exit code (negative: the signal)."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Trouble(f"the daemon (process {self.process.pid}) did not end within {seconds:.0f} s") from None
        self.process = None
        self.shocks.append(time.time())
        return code

    def _expect_running(self) -> None:
        if not self.is_running():
            code, self.process = self.process and self.process.returncode, None
            raise Trouble(f"the daemon ended by itself with exit code {code}")

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    # The subcommands.

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.binary, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=COMMAND_SECONDS_MAX, cwd=self.folder, env={**os.environ, **self.environment})

    def json_lines(self, *arguments: str) -> list[dict]:
        result = self.command(*arguments, "--json", str(self.config))
        if result.returncode != 0:
            raise CommandFailed(f"`courant {' '.join(arguments)} --json` ended with {result.returncode}: {result.stderr.strip()[-300:]}")
        return [json.loads(line) for line in result.stdout.splitlines()]

    def status(self) -> dict:
        return self.json_lines("status")[0]

    def dead_letters(self) -> list[dict]:
        return self.json_lines("dead-letters", "list")

    def pending(self) -> int:
        return sum(line["totals"]["pending"] for line in self.json_lines("ledger", "--totals"))

    def settle(self, newsroom: Newsroom, seconds: float = 45, *, sinks: tuple[str, ...] = ("files",)) -> None:
        """Freezes the newsroom and returns once the daemon has heard everything and passed it on."""
        newsroom.freeze()
        wait_until(lambda: self._is_up(newsroom.has_been_heard()), seconds, "every feed polled twice since the newsroom froze")
        wait_until(lambda: self._is_up(self.pending() == 0), seconds, "no item pending")

        def is_delivered() -> bool:
            return all(sink["behind"] == 0 for sink in self.status()["sinks"] if sink["id"] in sinks)

        wait_until(lambda: self._is_up(is_delivered()), seconds, f"sinks {', '.join(sinks)} have everything")

    def _is_up(self, claim: bool) -> bool:
        self._expect_running()
        return claim

    def log_tail(self, lines: int = 12) -> list[str]:
        if not self.log_path.exists():
            return []
        return self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
