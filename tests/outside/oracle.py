"""Holds the output folder against the newsroom's truth. Every function returns problems as texts; none means it holds."""

import collections
import dataclasses
import datetime
import gzip
import hashlib
import json
import pathlib
import re
import shutil
import subprocess

from newsroom import Newsroom

SCHEMA = "courant.article/1"
TOKEN = re.compile(r"zq[a-z2-9]{12}")
PART = re.compile(r"articles-(\d+)-(\d+)\.jsonl(\.gz|\.zst)?")
# A version that stood this long before a calm daemon must not have been skipped.
STEADY_SECONDS = 5.0


@dataclasses.dataclass
class Part:
    name: str
    content: bytes
    first: int
    last: int
    lines: list[str]


@dataclasses.dataclass
class Output:
    """The folder as a reader finds it: `records` in the order of the files, the live one last."""

    parts: list[Part]
    records: list[dict]
    manifest: list[dict]
    problems: list[str]


def decompress(name: str, content: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(content)
    if name.endswith(".zst"):
        return subprocess.run([shutil.which("zstd") or "zstd", "-dc"], input=content, capture_output=True, check=True).stdout
    return content


def can_read_zstd() -> bool:
    return shutil.which("zstd") is not None


def read(folder: pathlib.Path) -> Output:
    """Reads the folder of a daemon that is not running."""
    output = Output([], [], [], [])
    live = b""
    for path in sorted(folder.iterdir()):
        if match := PART.fullmatch(path.name):
            content = path.read_bytes()
            try:
                lines = split(decompress(path.name, content), path.name, output.problems)
            except (OSError, EOFError, subprocess.CalledProcessError) as error:
                output.problems.append(f"{path.name} cannot be decompressed: {error}")
                lines = []
            output.parts.append(Part(path.name, content, int(match[1]), int(match[2]), lines))
        elif path.name == "articles.live":
            live = path.read_bytes()
        elif path.name == "manifest.ndjson":
            output.manifest = parse(split(path.read_bytes(), path.name, output.problems), path.name, output.problems)
        elif path.name != ".courant":
            output.problems.append(f"{path.name} was left behind")
    for part in output.parts:
        output.records += parse(part.lines, part.name, output.problems)
    output.records += parse(split(live, "articles.live", output.problems), "articles.live", output.problems)
    return output


def split(content: bytes, name: str, problems: list[str]) -> list[str]:
    if content and not content.endswith(b"\n"):
        problems.append(f"{name} ends in a torn line: …{content[-60:]!r}")
    return content.decode("utf-8", errors="replace").split("\n")[:-1] if content else []


def parse(lines: list[str], name: str, problems: list[str]) -> list[dict]:
    records = []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(f"{name}:{number} is no JSON ({error}): {line[:80]!r}")
            continue
        if isinstance(record, dict):
            records.append(record)
        else:
            problems.append(f"{name}:{number} is no object")
    return records


def tokens_on_disk(folder: pathlib.Path) -> set[str]:
    """Returns all tokens in the folder of a running daemon; a file that is renamed meanwhile is found under its new name."""
    found: set[str] = set()
    names = ["articles-*", "articles.live", "articles-*"]
    for path in (path for name in names for path in sorted(folder.glob(name))):
        try:
            content = path.read_bytes()
            found.update(TOKEN.findall(decompress(path.name, content).decode("utf-8", errors="replace")))
        except (FileNotFoundError, EOFError, gzip.BadGzipFile):
            continue
    return found


# What a reader relies on.

def envelopes(records: list[dict]) -> list[str]:
    wanted = {"seq": int, "id": str, "version": int, "kind": str, "text": str, "provenance": dict, "feed": dict}
    problems = [f"seq {record.get('seq')}: schema is {record.get('schema')!r}" for record in records if record.get("schema") != SCHEMA]
    for record in records:
        wrong = [name for name, kind in wanted.items() if not isinstance(record.get(name), kind)]
        if wrong:
            problems.append(f"seq {record.get('seq')}: {', '.join(wrong)} missing or of the wrong type")
        elif not re.fullmatch("[0-9a-f]{32}", record["id"]):
            problems.append(f"seq {record['seq']}: id {record['id']!r} is not 32 hex digits")
        elif (record["kind"] == "new") != (record["version"] == 1):
            problems.append(f"seq {record['seq']}: version {record['version']} is of kind {record['kind']}")
    return problems


def sequence(records: list[dict]) -> list[str]:
    """seq runs from 1 over all files, none missing, none twice, none out of order."""
    problems = []
    for expected, record in enumerate(records, 1):
        if record.get("seq") != expected:
            problems.append(f"line {expected} over all files has seq {record.get('seq')}")
    return problems


def versions(records: list[dict]) -> list[str]:
    last: collections.Counter[str] = collections.Counter()
    problems = []
    for record in records:
        last[record["id"]] += 1
        if record["version"] != last[record["id"]]:
            problems.append(f"seq {record['seq']}: {record['id']} has version {record['version']}, expected {last[record['id']]}")
    return problems


def spans(records: list[dict]) -> list[str]:
    """text[start:end] is the span's own text, in code points."""
    problems = []
    for record in records:
        for name, values in record.items():
            for span in values if isinstance(values, list) else []:
                if not (isinstance(span, dict) and "start" in span and "end" in span):
                    continue
                found = record["text"][span["start"]:span["end"]]
                if not 0 <= span["start"] < span["end"] <= len(record["text"]):
                    problems.append(f"seq {record['seq']}: {name} span {span['start']}..{span['end']} is outside the text")
                elif span.get("text", found) != found:
                    problems.append(f"seq {record['seq']}: {name} says {span['text']!r}, the text there is {found!r}")
    return problems


def provenance(records: list[dict], newsroom: Newsroom) -> list[str]:
    """sha256 is that of a document that was really sent, whole or cut."""
    problems = []
    for record in records:
        digest = record["provenance"].get("sha256", "")
        if not re.fullmatch("[0-9a-f]{64}", digest):
            problems.append(f"seq {record['seq']}: provenance.sha256 is {digest!r}")
        elif digest not in newsroom.document_hashes and record["feed"].get("id") not in newsroom.cut_somewhere:
            problems.append(f"seq {record['seq']}: no document with sha256 {digest[:16]}… was served by {record['feed'].get('id')}")
    return problems


def manifest(output: Output) -> list[str]:
    """The manifest lists exactly the closed parts, as they are."""
    listed = collections.Counter(line.get("file") for line in output.manifest)
    problems = [f"{name} is listed {count} times" for name, count in listed.items() if count > 1]
    parts = {part.name: part for part in output.parts}
    problems += [f"{name} is not listed" for name in parts if name not in listed]
    problems += [f"{name} is listed but not there" for name in listed if name not in parts]
    for line in output.manifest:
        if part := parts.get(line.get("file")):
            facts = {"sha256": hashlib.sha256(part.content).hexdigest(), "bytes": len(part.content), "records": len(part.lines),
                     "first_seq": part.first, "last_seq": part.last}
            problems += [f"{part.name}: {key} is {line.get(key)}, the file says {value}" for key, value in facts.items() if line.get(key) != value]
    for part in output.parts:
        seqs = [record.get("seq") for record in parse(part.lines, part.name, [])]
        if not seqs or (seqs[0], seqs[-1]) != (part.first, part.last):
            problems.append(f"{part.name} holds {seqs[:1]}…{seqs[-1:]}")
    return problems


# What the newsroom knows.

def tokens_of(record: dict) -> tuple[str, str]:
    in_title, in_text = TOKEN.findall(record.get("title") or ""), TOKEN.findall(record["text"])
    return (in_title[0] if in_title else "", in_text[0] if in_text else "")


def invented(records: list[dict], newsroom: Newsroom) -> list[str]:
    """Every record says what one version of one story said; a page may be newer than the feed that led to it."""
    problems = []
    by_title = {title: story for (title, _), (story, _) in newsroom.versions.items()}
    by_text = {text: story for (_, text), (story, _) in newsroom.versions.items()}
    for record in records:
        title, text = tokens_of(record)
        known = newsroom.versions.get((title, text))
        if known is None:
            story = by_title.get(title)
            if story is None or story is not by_text.get(text) or not story.has_page:
                problems.append(f"seq {record['seq']}: title token {title!r} and text token {text!r} never stood together")
        elif record["title"] != known[1].title:
            problems.append(f"seq {record['seq']}: title is {record['title']!r}, served was {known[1].title!r}")
        elif record["text"] != known[1].text and not known[0].has_page:
            problems.append(f"seq {record['seq']} ({known[0].key}): {difference(record['text'], known[1].text)}")
        elif any(paragraph not in record["text"] for paragraph in known[1].paragraphs):
            problems.append(f"seq {record['seq']} ({known[0].key}): the page's paragraphs are not all in the text")
    return problems


def difference(found: str, wanted: str) -> str:
    at = next((place for place, (one, other) in enumerate(zip(found, wanted)) if one != other), min(len(found), len(wanted)))
    return f"text differs at {at}: {found[at:at + 50]!r} instead of {wanted[at:at + 50]!r}"


def repeated(records: list[dict]) -> list[str]:
    first: dict[tuple[str, str], int] = {}
    problems = []
    for record in records:
        tokens = tokens_of(record)
        if tokens in first:
            problems.append(f"seq {record['seq']} repeats seq {first[tokens]}: {record['id']}, version {record['version']}, {record['title']!r}")
        first.setdefault(tokens, record["seq"])
    return problems


def identity(records: list[dict], newsroom: Newsroom) -> list[str]:
    """One story, one id, and its versions in the order in which they were made."""
    ids, stories, problems = {}, {}, []
    standing: collections.Counter[str] = collections.Counter()
    for record in records:
        known = newsroom.versions.get(tokens_of(record))
        if known is None:
            continue
        story, version = known
        if ids.setdefault(story.key, record["id"]) != record["id"] or stories.setdefault(record["id"], story.key) != story.key:
            problems.append(f"seq {record['seq']}: {story.key} has id {record['id']}, before {ids[story.key]}")
        if version.number < standing[story.key]:
            problems.append(f"seq {record['seq']}: {story.key} went back from {standing[story.key]} to {version.number}")
        standing[story.key] = version.number
    return problems


def lost(records: list[dict], newsroom: Newsroom, except_for: frozenset[str] = frozenset()) -> list[str]:
    """The last version that was served whole is the last one in the output."""
    last: dict[str, tuple[str, str]] = {}
    for record in records:
        last[record["id"]] = tokens_of(record)
    present = set(last.values())
    problems = []
    for tokens, story in newsroom.last_versions_served().items():
        if tokens not in present and story.key not in except_for:
            version = newsroom.versions[tokens][1].number
            stands = "an older one stands last" if any(tokens_of(record) == one.tokens for record in records for one in story.versions) else "no version is there"
            problems.append(f"{story.key} version {version} ({story.link or story.guid}, in {'+'.join(story.kinds)}) is not the last one out: {stands}")
    return problems


def skipped(records: list[dict], newsroom: Newsroom, shocks: list[float], except_for: frozenset[str] = frozenset()) -> list[str]:
    """A version of a story in one feed that stood long enough before a daemon that nobody killed meanwhile is out."""
    present = {tokens_of(record) for record in records}
    problems = []
    with newsroom.lock:
        for tokens, (story, version) in newsroom.versions.items():
            if tokens in present or len(story.kinds) > 1 or story.has_page or story.key in except_for:
                continue
            replaced = story.versions[version.number].made if version.number < len(story.versions) else float("inf")
            for at in newsroom.served.get(tokens, []):
                if at + STEADY_SECONDS < replaced and not any(at - 0.5 <= shock <= at + STEADY_SECONDS for shock in shocks):
                    problems.append(f"{story.key} version {version.number} was served whole {replaced - at:.1f} s before the next one, and is not out")
                    break
    return problems


def dates(records: list[dict], newsroom: Newsroom) -> list[str]:
    problems = []
    for record in records:
        known = newsroom.versions.get(tokens_of(record))
        if known is None:
            continue
        try:
            published = datetime.datetime.fromisoformat(record.get("published") or "")
        except ValueError:
            published = None
        if published != known[0].published:
            problems.append(f"seq {record['seq']} ({record['feed'].get('id')}): published is {record.get('published')}, the feed says {known[0].published.isoformat()}")
    return problems
