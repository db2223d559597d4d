"""Checks a courant binary from outside: a newsroom that is not ours, real processes, real signals, and only what any
user can read. Standard library only.

    python3 tests/outside/check.py target/debug/courant                    # all scenarios, under three minutes
    python3 tests/outside/check.py target/release/courant --long --seed 7  # more of each
    python3 tests/outside/check.py target/debug/courant --only kill-nine --kills 200

Prints a table of claims and ends with `N passed, N failed`; the exit code is 1 if one failed. The folders of failed
scenarios are kept, with the configuration, the output, the state, the daemon's log and the newsroom's truth.
"""

import argparse
import concurrent.futures
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from daemon import Trouble
from scenarios import SCENARIOS, Claims, Settings

# Scenarios mostly wait; three at a time keep two cores busy without delaying each other's daemons.
AT_ONCE = 3
PROBLEMS_SHOWN = 6


def main() -> int:
    arguments = read_arguments()
    seed = arguments.seed if arguments.seed is not None else random.randrange(1_000_000)
    seconds = arguments.seconds or (180.0 if arguments.long else 45.0)
    root = pathlib.Path(tempfile.mkdtemp(prefix="courant-outside-"))
    names = arguments.only.split(",") if arguments.only else list(SCENARIOS)
    started = time.monotonic()

    def check(name: str) -> tuple[Claims, float, pathlib.Path]:
        settings = Settings(arguments.courant, root / name, seed, seconds, arguments.kills, arguments.long)
        began = time.monotonic()
        return run(name, settings), time.monotonic() - began, settings.folder

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
        for name, (claims, took, folder) in zip(names, pool.map(check, names)):
            wrong = report(name, claims, took, folder)
            failed, passed = failed + wrong, passed + len(claims) - wrong
            if not wrong and not arguments.keep:
                shutil.rmtree(folder, ignore_errors=True)
    if failed:
        print(f"\nkept: {root}\nagain: python3 {sys.argv[0]} {arguments.courant} --seed {seed}{' --long' if arguments.long else ''}")
    elif not arguments.keep:
        shutil.rmtree(root, ignore_errors=True)
    print(f"\nseed {seed}, {time.monotonic() - started:.0f} s\n{passed} passed, {failed} failed")
    return 1 if failed else 0


def run(name: str, settings: Settings) -> Claims:
    try:
        return SCENARIOS[name](settings)
    except Trouble as trouble:
        return [("the scenario came to its end", [str(trouble)])]
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError, IndexError):
        # What the daemon wrote or answered has a shape that nobody expected.
        return [("the scenario came to its end", traceback.format_exc().splitlines()[-PROBLEMS_SHOWN:])]


def report(name: str, claims: Claims, took: float, folder: pathlib.Path) -> int:
    """Prints a scenario's table; returns how many claims failed."""
    print(f"\n{name} ({took:.0f} s): {SCENARIOS[name].__doc__.splitlines()[0]}")
    for claim, problems in claims:
        print(f"  {'FAILED' if problems else 'ok    '}  {claim}")
        for problem in problems[:PROBLEMS_SHOWN]:
            print(f"            {problem}")
        if len(problems) > PROBLEMS_SHOWN:
            print(f"            … and {len(problems) - PROBLEMS_SHOWN} more")
    wrong = sum(bool(problems) for _, problems in claims)
    log = folder / "daemon.log"
    if wrong and log.exists():
        print(f"  the end of {log}:")
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]:
            print(f"            {line[:300]}")
    sys.stdout.flush()
    return wrong


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("courant", help="the binary")
    parser.add_argument("--seed", type=int, help="what happens, as far as it does not hang on time (random)")
    parser.add_argument("--seconds", type=float, help="how long `kill-nine` kills (45, long 180)")
    parser.add_argument("--kills", type=int, help="how often `kill-nine` kills, instead of for how long")
    parser.add_argument("--only", help=f"comma-separated, of {', '.join(SCENARIOS)}")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help=f"scenarios at a time ({AT_ONCE})")
    parser.add_argument("--keep", action="store_true", help="keep the folders of scenarios that passed too")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="under three minutes (the default)")
    size.add_argument("--long", action="store_true", help="more of each")
    arguments = parser.parse_args()
    if not shutil.which(arguments.courant):
        parser.error(f"`{arguments.courant}` is no program; build it with `cargo build`")
    if unknown := set((arguments.only or "").split(",")) - set(SCENARIOS) - {""}:
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
