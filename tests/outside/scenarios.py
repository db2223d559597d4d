"""What is done to the daemon. Each scenario has a newsroom, a folder and a daemon of its own, is bounded in time, and
returns claims with the problems that were found; no problem means that the claim held."""

import dataclasses
import hashlib
import pathlib
import random
import signal
import time

import oracle
from daemon import Daemon, Trouble, wait_until
from newsroom import MISDEEDS, Newsroom, Rates
from receiver import SECRET, Receiver

Claims = list[tuple[str, list[str]]]

# A newsroom for scenarios that do not need the crowd: twelve feeds.
SMALL = {"outlets": 4, "first": 2, "rates": Rates(new=4, update=3, noise=3, hide=0.2)}
# Until a record is in a file: one poll a second, and room for a slow machine.
DELAY_SECONDS_MAX = 6.0
FAILPOINTS = ["jsonl.renamed=abort:1", "jsonl.compressed=abort:1", "jsonl.torn=abort:2", "jsonl.written=abort:3",
              "jsonl.synced=abort:2", "sink.delivered=abort:2"]
POISON = "normalize@POISON=abort"
STARTS_MAX = 6


@dataclasses.dataclass
class Settings:
    binary: str
    folder: pathlib.Path
    seed: int
    seconds: float
    kills: int | None
    is_long: bool


def final_claims(daemon: Daemon, newsroom: Newsroom, except_for: frozenset[str] = frozenset(), dead_letters: int = 0) -> Claims:
    """Everything that must hold once the newsroom is frozen and the daemon has settled and stopped."""
    output = oracle.read(daemon.output)
    records = output.records
    letters = daemon.dead_letters()
    ledger = daemon.command("ledger", "--totals", "--json", str(daemon.config))
    claims = [
        ("no torn, broken or left-behind file", output.problems),
        ("every line is a courant.article/1", oracle.envelopes(records)),
        ("seq runs from 1 without a gap", oracle.sequence(records)),
        ("versions of an article run from 1", oracle.versions(records)),
        ("nothing was lost", oracle.lost(records, newsroom, except_for)),
        ("no standing version was skipped", oracle.skipped(records, newsroom, daemon.shocks, except_for)),
        ("nothing came twice", oracle.repeated(records)),
        ("nothing was invented or altered", oracle.invented(records, newsroom)),
        ("one story is one article, in order", oracle.identity(records, newsroom)),
        ("the manifest lists the closed parts", oracle.manifest(output)),
        ("spans hold", oracle.spans(records)),
        ("published is the feed's date", oracle.dates(records, newsroom)),
        ("sha256 is a served document's", oracle.provenance(records, newsroom)),
        ("the ledger balances", [] if ledger.returncode == 0 else [f"exit code {ledger.returncode}: {ledger.stderr.strip()}"]),
        ("status is one JSON object", [] if "feeds" in daemon.status() else ["no feeds in it"]),
        ("dead letters are those expected", [] if len(letters) == dead_letters else [str(letter) for letter in letters] or ["none"]),
    ]
    claims.append(("there was something to check", [] if len(records) >= 20 else [f"only {len(records)} records"]))
    return claims


def open_daemon(settings: Settings, newsroom: Newsroom, **options: str) -> Daemon:
    return Daemon(settings.binary, settings.folder, newsroom, **options)


def open_newsroom(settings: Settings, **options) -> Newsroom:
    settings.folder.mkdir(parents=True, exist_ok=True)
    return Newsroom(settings.seed, truth_path=str(settings.folder / "truth.jsonl"), **options)


def kill_nine(settings: Settings) -> Claims:
    """36 misbehaving feeds; kill -9 at random moments, in the start too."""
    rng = random.Random(f"kills {settings.seed}")
    with open_newsroom(settings) as newsroom:
        daemon = open_daemon(settings, newsroom)
        try:
            kills, ends = 0, time.monotonic() + settings.seconds
            while (time.monotonic() < ends) if settings.kills is None else (kills < settings.kills):
                daemon.start()
                time.sleep(rng.uniform(1.0, 3.0) if rng.random() < 0.3 else rng.uniform(0.05, 0.8))
                daemon.kill()
                kills += 1
            daemon.start()
            daemon.settle(newsroom)
            took = daemon.stop()
            claims = final_claims(daemon, newsroom)
            records = len(oracle.read(daemon.output).records)
            misdeeds = sum(count for name, count in newsroom.counts.items() if name.split()[-1] in MISDEEDS)
            told = f"{kills} kills, {newsroom.counts.total()} answers, {misdeeds} of them bad; {records} records; stopped in {took:.1f} s"
            return [(f"settled after {told}", []), *claims]
        finally:
            daemon.close()


def stop_under_load(settings: Settings) -> Claims:
    """SIGTERM while much is in work, three times; zstd where the command is there to read it."""
    can_read = oracle.can_read_zstd()
    with open_newsroom(settings, outlets=8, first=6, rates=Rates(new=25, update=15, noise=10, hide=1)) as newsroom:
        daemon = open_daemon(settings, newsroom, compress="zstd" if can_read else "gzip")
        problems, took = [], []
        try:
            for _ in range(3):
                daemon.start()
                time.sleep(2.5)
                took.append(daemon.stop())
                problems += oracle.read(daemon.output).problems
            daemon.start()
            daemon.settle(newsroom)
            took.append(daemon.stop())
            times = ", ".join(f"{seconds:.1f}" for seconds in took)
            return [(f"SIGTERM ends with 0 (after {times} s)", []), ("every stop leaves whole files", problems),
                    (f"parts are readable as {'zstd' if can_read else 'gzip; no zstd command here, skipped'}", []),
                    *final_claims(daemon, newsroom)]
        finally:
            daemon.close()


def sick_webhook(settings: Settings) -> Claims:
    """The receiver is down, hangs, fails and is busy for 20 s; the files do not wait for it, and it gets everything after."""
    late: list[str] = []
    with open_newsroom(settings, **SMALL, chaos=False) as newsroom, Receiver() as receiver:
        daemon = open_daemon(settings, newsroom, webhook=receiver.sink())
        daemon.environment["COURANT_WEBHOOK_SECRET"] = SECRET
        try:
            daemon.start()
            time.sleep(2)
            for mode in ("down", "hang", "error", "busy"):
                receiver.set(mode)
                for _ in range(5):
                    time.sleep(1)
                    late += files_behind(daemon, newsroom, mode)
            received_in_trouble = sum(receiver.tried_in(mode) for mode in ("hang", "error", "busy"))
            receiver.set("well")
            daemon.settle(newsroom, sinks=("files", "alerts"))
            daemon.stop()
            records = oracle.read(daemon.output).records
            missing = sorted({record["seq"] for record in records} - {delivery.seq for delivery in receiver.accepted()})
            return [("the files do not wait for the webhook", late),
                    ("the receiver was tried in its trouble", [] if received_in_trouble >= 3 else [f"{received_in_trouble} times"]),
                    ("everything reached the webhook", [f"seq {seq} did not" for seq in missing]),
                    ("it came in the order of seq", receiver.out_of_order()),
                    ("a retry has the same id and body", receiver.retries_differ()),
                    ("every request is signed", receiver.problems),
                    *final_claims(daemon, newsroom)]
        finally:
            daemon.close()


def files_behind(daemon: Daemon, newsroom: Newsroom, mode: str) -> list[str]:
    """Names last versions that were served whole long ago and are in no file."""
    now = time.time()
    if now - daemon.shocks[-1] < DELAY_SECONDS_MAX:
        return []
    found = oracle.tokens_on_disk(daemon.output)
    with newsroom.lock:
        return [f"receiver {mode}: {story.key} version {story.last.number} was served {now - newsroom.served[story.last.tokens][0]:.1f} s ago"
                for outlet in newsroom.outlets for story in outlet.stories
                if len(story.kinds) == 1 and newsroom.served.get(story.last.tokens)
                and newsroom.served[story.last.tokens][0] < now - DELAY_SECONDS_MAX and not found.issuperset(story.last.tokens)]


def refused_webhook(settings: Settings) -> Claims:
    """Redirect and 410 make dead letters; once the receiver is well, `dead-letters retry all` delivers them."""
    with open_newsroom(settings, **SMALL, chaos=False) as newsroom, Receiver() as receiver:
        daemon = open_daemon(settings, newsroom, webhook=receiver.sink(attempts=3))
        daemon.environment["COURANT_WEBHOOK_SECRET"] = SECRET
        try:
            receiver.set("moved")
            daemon.start()
            wait_until(lambda: len(daemon.dead_letters()) >= 3, 15, "three dead letters of redirects")
            receiver.set("gone")
            wait_until(lambda: alerts(daemon)["disabled"], 15, "the sink disabled after 410")
            daemon.settle(newsroom, sinks=("files", "alerts"))
            letters, gone = daemon.dead_letters(), receiver.tried_in("gone")
            receiver.set("well")
            retry = daemon.command("dead-letters", "retry", "all", str(daemon.config))
            wait_until(lambda: not daemon.dead_letters(), 20, "no dead letter left after the retry")
            newsroom.thaw()
            wait_until(lambda: alerts(daemon)["delivered"] > len(letters), 15, "new records reach the sink after the retry")
            daemon.settle(newsroom, sinks=("files", "alerts"))
            daemon.stop()
            wanted = {record["seq"] for record in oracle.read(daemon.output).records}
            missing = sorted(wanted - {delivery.seq for delivery in receiver.accepted()})
            reasons = sorted({letter["reason"] for letter in letters})
            named = [word for word in ("302", "410") if not any(word in reason for reason in reasons)]
            return [(f"redirect and 410 make dead letters ({len(letters)})", [f"no reason names {word}: {reasons}" for word in named]),
                    ("410 is believed at once", [] if gone == 1 else [f"{gone} requests were answered 410"]),
                    ("retry says how many", [] if retry.returncode == 0 and str(len(letters)) in retry.stderr else [f"{retry.returncode}: {retry.stderr}"]),
                    ("everything reached the webhook", [f"seq {seq} did not" for seq in missing]),
                    ("every request is signed, no redirect followed", receiver.problems),
                    *final_claims(daemon, newsroom)]
        finally:
            daemon.close()


def alerts(daemon: Daemon) -> dict:
    return next(sink for sink in daemon.status()["sinks"] if sink["id"] == "alerts")


def foreign_state(settings: Settings) -> Claims:
    """The state is deleted, the output is kept: the start is refused and nothing is touched."""
    with open_newsroom(settings, **SMALL, chaos=False) as newsroom:
        daemon = open_daemon(settings, newsroom)
        try:
            daemon.start()
            daemon.settle(newsroom)
            daemon.stop()
            claims = final_claims(daemon, newsroom)
            before = contents(daemon.output)
            for path in daemon.state.parent.iterdir():
                path.unlink()
            daemon.start()
            code = daemon.wait(15)
            said = daemon.log_tail(3)
            has_remedy = any(str(daemon.output) in line and "path" in line for line in said)
            return [("a start without its state is refused with 1", [] if code == 1 else [f"exit code {code}"]),
                    ("the message names the folder and a remedy", [] if has_remedy else said),
                    ("the files are untouched", changed(before, contents(daemon.output))), *claims[:13]]
        finally:
            daemon.close()


def contents(folder: pathlib.Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [f"{name} changed" for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]


def second_daemon(settings: Settings) -> Claims:
    """A second daemon on the same state is refused; the first goes on."""
    with open_newsroom(settings, **SMALL) as newsroom:
        daemon = open_daemon(settings, newsroom)
        try:
            daemon.start()
            wait_until(daemon.state.exists, 10, "the state file")
            time.sleep(1)
            second = daemon.command("run", str(daemon.config))
            is_clear = "in use" in second.stderr and str(daemon.process.pid) in second.stderr
            is_up = daemon.is_running()
            daemon.settle(newsroom)
            daemon.stop()
            return [("the second is refused with 1", [] if second.returncode == 1 else [f"exit code {second.returncode}"]),
                    ("its message says by whom", [] if is_clear else [second.stderr.strip()]),
                    ("the first goes on", [] if is_up else ["it ended"]), *final_claims(daemon, newsroom)]
        finally:
            daemon.close()


def poison(settings: Settings) -> Claims:
    """One article kills the process in `normalize`: after three deaths it is a dead letter and all else got through."""
    with open_newsroom(settings, **SMALL, chaos=False) as newsroom:
        outlet = newsroom.outlets[0]
        bad = newsroom.add_story(outlet, word="POISON")
        daemon = open_daemon(settings, newsroom)
        try:
            deaths = die_of_poison(daemon, newsroom)
            daemon.settle(newsroom)
            daemon.stop()
            claims = final_claims(daemon, newsroom, frozenset([bad.key]), dead_letters=1)
            reasons = [letter["reason"] for letter in daemon.dead_letters()]
            revived = retry_all(daemon, newsroom)
            # Another one dies, and by the time somebody retries it, its publisher has corrected it.
            overtaken = newsroom.add_story(outlet, word="POISON")
            die_of_poison(daemon, newsroom)
            newsroom.update_story(outlet, overtaken, "title")
            daemon.settle(newsroom)
            daemon.stop()
            gone_back = retry_all(daemon, newsroom)
            return [("three deaths, then it lives", [] if deaths == 3 else [f"{deaths} deaths"]),
                    ("the letter names the step", [] if any("normalize" in reason for reason in reasons) else reasons or ["no letter"]),
                    ("retry brings the article back", revived),
                    ("retry brings no overtaken version back", gone_back), *claims]
        finally:
            daemon.close()


def retry_all(daemon: Daemon, newsroom: Newsroom) -> list[str]:
    """Retries dead letters while no daemon runs, lets one without failpoints settle, and says what is not as it should be."""
    retry = daemon.command("dead-letters", "retry", "all", str(daemon.config))
    daemon.start()
    daemon.settle(newsroom)
    daemon.stop()
    records = oracle.read(daemon.output).records
    problems = [] if retry.returncode == 0 else [f"exit code {retry.returncode}: {retry.stderr.strip()}"]
    problems += [f"still a dead letter: {letter['reason']}" for letter in daemon.dead_letters()]
    return problems + oracle.lost(records, newsroom) + oracle.identity(records, newsroom) + oracle.versions(records)


def die_of_poison(daemon: Daemon, newsroom: Newsroom) -> int:
    """Starts the daemon until it stays alive, which it then is; returns how often it died."""
    for deaths in range(STARTS_MAX):
        daemon.start(POISON)
        try:
            code = daemon.wait(8)
        except Trouble:
            return deaths
        if code != -signal.SIGABRT:
            raise Trouble(f"the daemon ended with {code}, not by the failpoint")
    raise Trouble(f"the daemon still dies after {STARTS_MAX} starts")


def failpoints(settings: Settings) -> Claims:
    """The process dies at each delicate place of the file sink and goes on after a normal start."""
    died: list[str] = []
    with open_newsroom(settings, **SMALL) as newsroom:
        daemon = open_daemon(settings, newsroom)
        try:
            for failpoint in FAILPOINTS * (5 if settings.is_long else 1):
                daemon.start(failpoint)
                code = daemon.wait(20)
                if code != -signal.SIGABRT:
                    died.append(f"{failpoint}: exit code {code}")
                daemon.start()
                time.sleep(1.0)
                daemon.kill()
            daemon.start()
            daemon.settle(newsroom)
            daemon.stop()
            return [(f"it died at {', '.join(one.split('=')[0] for one in FAILPOINTS)}", died), *final_claims(daemon, newsroom)]
        finally:
            daemon.close()


SCENARIOS = {
    "kill-nine": kill_nine, "failpoints": failpoints, "sick-webhook": sick_webhook, "poison": poison,
    "stop-under-load": stop_under_load, "refused-webhook": refused_webhook, "foreign-state": foreign_state,
    "second-daemon": second_daemon,
}
