"""The oracle has to fail when it should: a model daemon writes what a perfect one would, then each promise is broken once.

    python3 -m unittest discover tests/outside
"""

import base64
import dataclasses
import gzip
import hashlib
import json
import pathlib
import tempfile
import time
import unittest
import urllib.request

import oracle
import stories
from newsroom import Newsroom, Rates
from receiver import KEY, Receiver, request_problems, signature

PART_RECORDS = 20


class Model:
    """Polls every feed of a calm newsroom twice, with updates in between, and knows the records that must come of it."""

    def __init__(self) -> None:
        self.newsroom = Newsroom(5, outlets=6, first=2, rates=Rates(0, 0, 0, 0), chaos=False)
        self.records: list[dict] = []
        self.seen: dict[str, int] = {}
        self.poll()
        for outlet in self.newsroom.outlets:
            for story in outlet.stories[::3]:
                self.newsroom.update_story(outlet, story)
        self.poll()
        self.newsroom.close()

    def poll(self) -> None:
        for feed in self.newsroom.feeds():
            with urllib.request.urlopen(feed.url, timeout=10) as answer:
                digest = hashlib.sha256(answer.read()).hexdigest()
            for story in feed.outlet.stories:
                if feed.kind in story.kinds and self.seen.get(story.key, 0) < story.last.number:
                    self.seen[story.key] = story.last.number
                    self.records.append(self.record(story, feed.id, digest))

    def record(self, story: stories.Story, feed: str, digest: str) -> dict:
        text = story.last.text
        start = text.index(story.last.text_token)
        span = {"text": story.last.text_token, "start": start, "end": start + len(story.last.text_token), "score": 1.0}
        return {"schema": oracle.SCHEMA, "seq": len(self.records) + 1, "id": hashlib.md5(story.key.encode()).hexdigest(),
                "version": story.last.number, "kind": "new" if story.last.number == 1 else "update", "title": story.last.title,
                "text": text, "published": story.published.isoformat().replace("+00:00", "Z"), "feed": {"id": feed},
                "provenance": {"sha256": digest}, "keyphrases": [span]}


def write(folder: pathlib.Path, records: list[dict]) -> None:
    """Writes parts of a fixed number of records, the rest into the live file, and the manifest."""
    manifest = []
    whole = len(records) // PART_RECORDS * PART_RECORDS
    for start in range(0, whole, PART_RECORDS):
        part = records[start:start + PART_RECORDS]
        name = f"articles-{part[0]['seq']:012d}-{part[-1]['seq']:012d}.jsonl.gz"
        content = gzip.compress("".join(json.dumps(record) + "\n" for record in part).encode())
        (folder / name).write_bytes(content)
        manifest.append({"file": name, "first_seq": part[0]["seq"], "last_seq": part[-1]["seq"], "records": len(part),
                         "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    (folder / "articles.live").write_text("".join(json.dumps(record) + "\n" for record in records[whole:]))
    (folder / "manifest.ndjson").write_text("".join(json.dumps(line) + "\n" for line in manifest))


class OracleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.model = Model()

    def found(self, change=lambda records: None, spoil=lambda folder: None) -> set[str]:
        """Returns which claims fail over the model's records after `change`, and its files after `spoil`."""
        records = json.loads(json.dumps(self.model.records))
        change(records)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            write(folder, records)
            spoil(folder)
            output = oracle.read(folder)
        newsroom, records = self.model.newsroom, output.records
        claims = {
            "files": output.problems, "envelopes": oracle.envelopes(records), "sequence": oracle.sequence(records),
            "versions": oracle.versions(records), "lost": oracle.lost(records, newsroom), "repeated": oracle.repeated(records),
            "invented": oracle.invented(records, newsroom), "identity": oracle.identity(records, newsroom),
            "manifest": oracle.manifest(output), "spans": oracle.spans(records), "dates": oracle.dates(records, newsroom),
            "provenance": oracle.provenance(records, newsroom)}
        return {name for name, problems in claims.items() if problems}

    def first_update(self) -> int:
        return next(index for index, record in enumerate(self.model.records) if record["kind"] == "update")

    def test_a_perfect_output_passes(self) -> None:
        self.assertGreater(len(self.model.records), 2 * PART_RECORDS)
        self.assertEqual(self.found(), set())

    def test_a_lost_article_is_found(self) -> None:
        def lose(records: list[dict]) -> None:
            ids = [record["id"] for record in records]
            del records[next(index for index, one in enumerate(ids) if ids.count(one) == 1)]
            for seq, record in enumerate(records, 1):
                record["seq"] = seq
        self.assertEqual(self.found(lose), {"lost"})

    def test_a_lost_update_is_found(self) -> None:
        def lose(records: list[dict]) -> None:
            del records[self.first_update():]
        self.assertEqual(self.found(lose), {"lost"})

    def test_a_gap_in_seq_is_found(self) -> None:
        def skip(records: list[dict]) -> None:
            for record in records[30:]:
                record["seq"] += 1
        self.assertEqual(self.found(skip), {"sequence"})

    def test_a_repeated_record_is_found(self) -> None:
        self.assertEqual(self.found(lambda records: records.append(records[3])), {"repeated", "sequence", "versions"})

    def test_a_version_without_news_is_found(self) -> None:
        def say_again(records: list[dict]) -> None:
            again = records[self.first_update()]
            records.append({**again, "seq": len(records) + 1, "version": again["version"] + 1})
        self.assertEqual(self.found(say_again), {"repeated"})

    def test_a_second_id_for_one_story_is_found(self) -> None:
        def rename(records: list[dict]) -> None:
            records[self.first_update()].update(id="0" * 32, version=1, kind="new")
        self.assertEqual(self.found(rename), {"identity"})

    def test_an_altered_text_is_found(self) -> None:
        def cut(records: list[dict]) -> None:
            records[0]["text"] = records[0]["text"][:-1]
        self.assertEqual(self.found(cut), {"invented"})

    def test_mixed_versions_are_found(self) -> None:
        def mix(records: list[dict]) -> None:
            records[0]["title"] = records[1]["title"]
        self.assertEqual(self.found(mix) - {"lost"}, {"invented"})

    def test_a_shifted_span_is_found(self) -> None:
        def shift(records: list[dict]) -> None:
            records[5]["keyphrases"][0]["start"] += 1
        self.assertEqual(self.found(shift), {"spans"})

    def test_a_wrong_date_is_found(self) -> None:
        self.assertEqual(self.found(lambda records: records[2].update(published="2026-01-01T00:00:00Z")), {"dates"})

    def test_an_unknown_document_is_found(self) -> None:
        self.assertEqual(self.found(lambda records: records[2]["provenance"].update(sha256="0" * 64)), {"provenance"})

    def test_a_wrong_schema_is_found(self) -> None:
        self.assertEqual(self.found(lambda records: records[2].update(schema="courant.article/2")), {"envelopes"})

    def test_a_torn_line_is_found(self) -> None:
        def tear(folder: pathlib.Path) -> None:
            with open(folder / "articles.live", "a", encoding="utf-8") as live:
                live.write("{\"schema\":\"cour")
        self.assertEqual(self.found(spoil=tear), {"files"})

    def test_a_file_left_behind_is_found(self) -> None:
        self.assertEqual(self.found(spoil=lambda folder: (folder / "articles-1-2.closing").touch()), {"files"})

    def test_a_damaged_part_is_found(self) -> None:
        def damage(folder: pathlib.Path) -> None:
            path = min(folder.glob("*.gz"))
            path.write_bytes(path.read_bytes()[:-9])
        self.assertLessEqual({"files", "manifest"}, self.found(spoil=damage))

    def test_a_part_missing_from_the_manifest_is_found(self) -> None:
        def forget(folder: pathlib.Path) -> None:
            path = folder / "manifest.ndjson"
            path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
        self.assertEqual(self.found(spoil=forget), {"manifest"})

    def test_a_skipped_version_is_found_unless_the_daemon_was_shaken(self) -> None:
        newsroom = self.model.newsroom
        story = next(story for outlet in newsroom.outlets for story in outlet.stories
                     if len(story.versions) == 2 and len(story.kinds) == 1 and not story.has_page)
        first, second = story.versions
        records = [record for record in self.model.records if oracle.tokens_of(record) != first.tokens]
        served = newsroom.served[first.tokens][0]
        self.assertEqual(oracle.skipped(records, newsroom, []), [])
        late = dataclasses.replace(second, made=served + oracle.STEADY_SECONDS + 1)
        story.versions[1] = late
        self.addCleanup(lambda: story.versions.__setitem__(1, second))
        self.assertEqual(len(oracle.skipped(records, newsroom, [])), 1)
        self.assertEqual(oracle.skipped(records, newsroom, [served + 1]), [])


class ReceiverTest(unittest.TestCase):
    def test_a_wrong_signature_is_found(self) -> None:
        headers = {"webhook-id": "a", "webhook-timestamp": str(int(time.time())), "content-type": "application/json"}
        self.assertEqual(len(request_problems({**headers, "webhook-signature": "v1,AAAA"}, b"{}")), 1)

    def test_the_example_of_the_standard_has_its_signature(self) -> None:
        key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        found = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b"{\"test\": 2432232314}")
        self.assertEqual(found, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")

    def test_a_signed_request_is_accepted(self) -> None:
        now = str(int(time.time()))
        headers = {"webhook-id": "a", "webhook-timestamp": now, "content-type": "application/json",
                   "webhook-signature": signature(KEY, "a", now, b"{}")}
        self.assertEqual(request_problems(headers, b"{}"), [])
        self.assertEqual(len(request_problems(headers, b"{ }")), 1)

    def test_order_and_bodies_of_retries_are_held_against_each_other(self) -> None:
        with Receiver() as receiver:
            for seq, message in ((2, b"{\"seq\":2}"), (1, b"{\"seq\":1}"), (1, b"{\"seq\":1,\"more\":0}")):
                receiver.take({"webhook-id": str(seq)}, message)
            self.assertEqual(len(receiver.out_of_order()), 1)
            self.assertEqual(len(receiver.retries_differ()), 1)


if __name__ == "__main__":
    unittest.main()
