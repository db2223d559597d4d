"""A newsroom that is not ours: twelve outlets on loopback addresses, three feeds each, and a truth to hold output against.

Articles appear, are updated, disappear for a while and come back; feeds change without saying anything new; the servers
misbehave at random while `chaos` is on. For every version the newsroom knows when a document that carries it was
written out to its last byte. `python3 newsroom.py` serves one for looking at.
"""

import argparse
import collections
import dataclasses
import datetime
import hashlib
import json
import random
import threading
import time

import stories
from server import Server
from stories import Story, Version

TICK_SECONDS = 0.05
# Share of feed requests that go wrong, by how; the rest is answered well.
MISDEEDS = {"error_500": 0.03, "busy_503": 0.015, "busy_429": 0.015, "cut": 0.06, "cut_chunked": 0.03,
            "reset": 0.02, "slow": 0.05, "stall": 0.004}
# What an outlet's articles are like; outlets take them in turn.
STYLES = ["plain", "tracked", "fragment", "linkless", "pages", "plain"]
# What a feed offers for conditional requests; feeds take them in turn.
VALIDATORS = ["etag", "weak_etag", "last_modified", "none", "both"]
KINDS = ("rss", "atom", "rdf")


@dataclasses.dataclass(frozen=True)
class Rates:
    """Events a second over the whole newsroom."""

    new: float = 8.0
    update: float = 5.0
    noise: float = 8.0
    hide: float = 0.5


@dataclasses.dataclass
class Feed:
    """One feed document and what was served of it. The newsroom's lock guards it."""

    outlet: "Outlet"
    kind: str
    validators: str
    revision: int = 1
    rendered: tuple[int, bytes, list[Version]] | None = None
    calm_answers: int = 0

    @property
    def id(self) -> str:
        return f"{self.outlet.name}-{self.kind}"

    @property
    def url(self) -> str:
        return f"{self.outlet.home}feed/{self.kind}.xml"


@dataclasses.dataclass
class Outlet:
    name: str
    style: str
    home: str
    stories: list[Story]
    feeds: dict[str, Feed]


class Newsroom:
    """Serves feeds and pages until `close`. Use it as a context manager."""

    def __init__(self, seed: int, *, outlets: int = 12, first: int = 4, rates: Rates = Rates(), chaos: bool = True,
                 truth_path: str | None = None):
        self.lock = threading.RLock()
        self.rng = random.Random(f"stories {seed}")
        self.chaos_rng = random.Random(f"chaos {seed}")
        self.chaos = chaos
        self.rates = rates
        self.frozen = False
        self.closing = threading.Event()
        self.versions: dict[tuple[str, str], tuple[Story, Version]] = {}
        # When a document that carries the version was written out whole, by the version's tokens.
        self.served: dict[tuple[str, str], list[float]] = collections.defaultdict(list)
        self.document_hashes: set[str] = set()
        # Feeds of which somebody may have read a part whose length, and therefore hash, cannot be known here.
        self.cut_somewhere: set[str] = set()
        self.counts: collections.Counter[str] = collections.Counter()
        self.truth = open(truth_path, "w", encoding="utf-8") if truth_path else None
        self.outlets: list[Outlet] = []
        self.servers: list[Server] = []
        for number in range(outlets):
            self._open_outlet(number, first)
        self.threads = [threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in self.servers]
        self.threads.append(threading.Thread(target=self._edit, daemon=True))
        for thread in self.threads:
            thread.start()

    def __enter__(self) -> "Newsroom":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open_outlet(self, number: int, first: int) -> None:
        server = Server((f"127.0.1.{number + 1}", 0))
        host, port = server.server_address[:2]
        outlet = Outlet(f"outlet{number + 1}", STYLES[number % len(STYLES)], f"http://{host}:{port}/", [], {})
        for index, kind in enumerate(KINDS):
            validators = VALIDATORS[(number * len(KINDS) + index) % len(VALIDATORS)]
            outlet.feeds[kind] = Feed(outlet, kind, validators)
        server.open_for(self, outlet)
        self.servers.append(server)
        self.outlets.append(outlet)
        for _ in range(first * len(KINDS)):
            self.add_story(outlet)

    # What happens in the newsroom.

    def add_story(self, outlet: Outlet | None = None, word: str = "") -> Story:
        """Publishes an article; one with a `word` in its title is left alone by the editors."""
        with self.lock:
            outlet = outlet or self.rng.choice(self.outlets)
            number = len(outlet.stories) + 1
            kinds = tuple(self.rng.sample(KINDS, 2 if self.rng.random() < 0.2 else 1))
            link = f"{outlet.home}a/{number}"
            if outlet.style == "fragment":
                link = f"{outlet.home}live#post-{number}"
            elif outlet.style == "linkless" and kinds in (("rss",), ("atom",)):
                link = None
            age = datetime.timedelta(seconds=self.rng.randrange(60, 72_000))
            published = (datetime.datetime.now(datetime.timezone.utc) - age).replace(microsecond=0)
            story = Story(f"{outlet.name}/{number}", f"tag:{outlet.name},2026:{number}", link, outlet.style == "tracked",
                          published, kinds, outlet.style == "pages", [], pinned=bool(word))
            outlet.stories.append(story)
            self._publish(outlet, story, stories.first_version(self.rng, time.time(), word))
            return story

    def update_story(self, outlet: Outlet, story: Story, change: str = "") -> None:
        """Publishes another `title`, another `text` or `both`; by default one of these at random."""
        with self.lock:
            self._publish(outlet, story, stories.next_version(self.rng, story.last, time.time(), change))

    def _publish(self, outlet: Outlet, story: Story, version: Version) -> None:
        story.versions.append(version)
        self.versions[version.tokens] = (story, version)
        self._note({"event": "made", "story": story.key, "guid": story.guid, "link": story.link, "kinds": story.kinds,
                    "published": story.published.isoformat(), **dataclasses.asdict(version)})
        self._touch(outlet, story)

    def _touch(self, outlet: Outlet, story: Story) -> None:
        for kind in story.kinds:
            outlet.feeds[kind].revision += 1

    def _edit(self) -> None:
        """The editors' loop: a few random events each tick."""
        deeds = [("new", self.rates.new), ("update", self.rates.update), ("noise", self.rates.noise), ("hide", self.rates.hide)]
        while not self.closing.wait(TICK_SECONDS):
            with self.lock:
                if self.frozen:
                    continue
                for deed, rate in deeds:
                    if self.rng.random() < rate * TICK_SECONDS:
                        self._do(deed)

    def _do(self, deed: str) -> None:
        if deed == "new":
            self.add_story()
            return
        outlet = self.rng.choice(self.outlets)
        free = [story for story in outlet.stories if not story.pinned]
        if not free:
            return
        story = self.rng.choice(free)
        if deed == "update":
            self.update_story(outlet, story)
            return
        if deed == "noise":
            story.comments += 1
            story.stamped += 7
        else:
            # Whoever is hidden comes back with the next hiding, or when the newsroom freezes.
            for hidden in (one for one in outlet.stories if one.hidden):
                hidden.hidden = False
                self._touch(outlet, hidden)
            story.hidden = True
        self._touch(outlet, story)

    def freeze(self) -> None:
        """Nothing changes any more, everything is in its feeds, and every request is answered well."""
        with self.lock:
            self.frozen, self.chaos = True, False
            for feed in self.feeds():
                feed.calm_answers = 0
            for outlet in self.outlets:
                for story in (one for one in outlet.stories if one.hidden):
                    story.hidden = False
                    self._touch(outlet, story)

    def thaw(self) -> None:
        with self.lock:
            self.frozen = False

    def has_been_heard(self, answers: int = 2) -> bool:
        """Whether each feed was answered so often since `freeze`."""
        with self.lock:
            return all(feed.calm_answers >= answers for feed in self.feeds())

    def feeds(self) -> list[Feed]:
        return [feed for outlet in self.outlets for feed in outlet.feeds.values()]

    def last_versions_served(self) -> dict[tuple[str, str], Story]:
        """Returns the last version of each story that was ever served whole: what must be in the output."""
        with self.lock:
            whole = {}
            for outlet in self.outlets:
                for story in outlet.stories:
                    served = [version for version in story.versions if version.tokens in self.served]
                    if served:
                        whole[served[-1].tokens] = story
            return whole

    # What is served.

    def document(self, feed: Feed) -> tuple[int, bytes, list[Version]]:
        """Returns revision, body and the versions in it, which belong together."""
        with self.lock:
            if feed.rendered is None or feed.rendered[0] != feed.revision:
                shown = [one for one in feed.outlet.stories if feed.kind in one.kinds and not one.hidden]
                render, _ = stories.FORMATS[feed.kind]
                body = render(f"{feed.outlet.name} {feed.kind}", feed.outlet.home, shown[::-1]).encode()
                self.note_document(body)
                feed.rendered = (feed.revision, body, [story.last for story in shown])
            return feed.rendered

    def page(self, outlet: Outlet, number: int) -> bytes:
        with self.lock:
            body = stories.page(outlet.name, outlet.stories[number - 1]).encode()
            self.note_document(body)
            return body

    def note_document(self, body: bytes) -> None:
        with self.lock:
            self.document_hashes.add(hashlib.sha256(body).hexdigest())

    def misdeed(self) -> str | None:
        with self.lock:
            if not self.chaos:
                return None
            dice = self.chaos_rng.random()
            for name, share in MISDEEDS.items():
                if dice < share:
                    return name
                dice -= share
            return None

    def was_answered(self, feed: Feed, revision: int, versions: list[Version] | None) -> None:
        """Notes a whole answer; `versions` is None for a 304."""
        now = time.time()
        with self.lock:
            if self.frozen and revision == feed.revision:
                feed.calm_answers += 1
            for version in versions or []:
                if not self.served[version.tokens]:
                    self._note({"event": "served", "feed": feed.id, "at": now, "tokens": version.tokens})
                self.served[version.tokens].append(now)

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1

    def _note(self, event: dict) -> None:
        if self.truth and not self.truth.closed:
            print(json.dumps(event, ensure_ascii=False), file=self.truth, flush=True)

    def close(self) -> None:
        self.closing.set()
        for server in self.servers:
            server.shutdown()
            server.server_close()
        for thread in self.threads:
            thread.join(timeout=5)
        with self.lock:
            if self.truth:
                self.truth.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="answer every request well")
    parser.add_argument("--truth", help="write what is published and served to this file")
    arguments = parser.parse_args()
    with Newsroom(arguments.seed, chaos=not arguments.calm, truth_path=arguments.truth) as newsroom:
        for feed in newsroom.feeds():
            print(feed.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
