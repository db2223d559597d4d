#!/usr/bin/env python3
"""What reading a page costs beside Python trafilatura: CPU a page, same pages, one run.

    cargo build --release
    python3 -m venv peer && peer/bin/pip install trafilatura==2.3.1 lxml_html_clean
    peer/bin/python tests/bench/extract.py target/release/courant PAGES.ndjson[.gz]

A page is a line `{"id", "url", "html"}`. Both read all pages on one core, in turns, several times; the best round of
each counts, because another program on the machine can only make one slower. Of trafilatura only the calls of
`bare_extraction` are counted, not its start nor the reading of the lines; of Courant all that the process takes, less
its start, which is shown apart.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

GOAL, AIM = 5, 10


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("courant")
    arguments.add_argument("pages")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--limit", type=int, help="read only the first so many pages")
    arguments.add_argument("--peer-round", action="store_true", help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.peer_round:
        return print(json.dumps(read_with_peer(asked.pages)))
    with tempfile.NamedTemporaryFile("wb", suffix=".ndjson") as file:
        # Nothing is kept: a child counts what its parent held when it began.
        count = 0
        for line in lines_of(asked.pages):
            if count == asked.limit:
                break
            file.write(line)
            count += 1
        file.flush()
        show(measure(asked, file.name), count, os.path.getsize(file.name))


def lines_of(path):
    with gzip.open(path) if path.endswith(".gz") else open(path, "rb") as file:
        yield from (line for line in file if line.strip())


def measure(asked, path):
    """The best of each over all rounds: CPU in seconds, peak in megabytes."""
    best = {}
    for number in range(1, asked.rounds + 1):
        once = {
            "start": run([asked.courant, "extract", "--ndjson"], os.devnull),
            "courant": run([asked.courant, "extract", "--ndjson"], path),
            "peer": peer(asked.courant, path),
        }
        for name, measured in once.items():
            best[name] = min(best.get(name, measured), measured)
        print(f"round {number}: " + ", ".join(f"{name} {cpu:.2f} s" for name, (cpu, _) in once.items()), file=sys.stderr)
    return best


def run(command, path):
    with open(path, "rb") as pages:
        child = subprocess.Popen(command, stdin=pages, stdout=subprocess.DEVNULL, preexec_fn=on_one_core)
        _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"`{' '.join(command)}` ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def on_one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peer(courant, path):
    command = [sys.executable, __file__, courant, path, "--peer-round"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, preexec_fn=on_one_core).stdout
    return tuple(json.loads(answer))


def read_with_peer(path):
    import trafilatura

    # What it loads at the first call is its start.
    trafilatura.bare_extraction("<html><body><p>A page of one line.</p></body></html>", with_metadata=True)
    spent = 0.0
    for line in lines_of(path):
        page = json.loads(line)
        begun = time.process_time()
        try:
            trafilatura.bare_extraction(page["html"], url=page.get("url"), with_metadata=True)
        except Exception as error:
            print(f"trafilatura on {page['id']}: {error}", file=sys.stderr)
        spent += time.process_time() - begun
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(best, pages, size):
    (start, start_peak), (courant, peak), (peer, peer_peak) = best["start"], best["courant"], best["peer"]
    ours = courant - start
    ratio = peer / ours
    print(f"{pages} pages, {size / pages / 1000:.0f} kB each on average")
    print(f"courant      {ours * 1000 / pages:6.2f} ms CPU a page, peak {peak:4.0f} MB; start {start * 1000:.0f} ms, {start_peak:.0f} MB")
    print(f"trafilatura  {peer * 1000 / pages:6.2f} ms CPU a page, peak {peer_peak:4.0f} MB")
    verdict = "the aim is met" if ratio >= AIM else "the goal is met" if ratio >= GOAL else "the goal is missed"
    print(f"{ratio:.1f} times less: {verdict} ({GOAL} times, aim {AIM})")


if __name__ == "__main__":
    main()
