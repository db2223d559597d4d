"""Invented articles, and the feed documents and pages that carry them.

Everything here is pure: a seeded `random.Random` goes in, texts come out. A `Story` has one or more `Version`s; each
version's title and text carry a token that occurs nowhere else, so that a line of output tells which title and which
text it was made from.
"""

import dataclasses
import datetime
import html
import random
import xml.sax.saxutils

TITLE_LENGTH_MIN = 20

SUBJECTS = ["The harbour council", "A panel of engineers", "The island's only brewery", "The lighthouse keepers' union",
            "Orla Venn's ministry", "The night ferry operator", "A group of beekeepers", "The Brandholm museum",
            "The regional water board", "An association of cyclists", "The observatory at Skell", "Müller & Söhne"]
VERBS = ["approved", "postponed", "criticized", "published", "withdrew", "defended", "rewrote", "presented"]
OBJECTS = ["a plan for the old railway bridge", "its budget for the coming winter", "the survey of coastal erosion",
           "a proposal to reopen the quarry", "new rules for the fish market", "the timetable of the mountain line",
           "a report on the failed harvest", "the contract for the wind turbines", "its map of the flooded meadows"]
TIMES = ["late on Monday", "after a long debate", "in a closed session", "to general surprise", "for the second time",
         "despite several objections", "ahead of the spring elections", "without giving reasons"]
SPEAKERS = ["Tomas Ardel", "Ingrid Solheim", "Nuala Byrne", "Pavel Koči", "Amélie Durant", "Yusuf Demirtaş", "Rosa Vidal"]
QUOTES = ["We have waited nine years for this", "Nobody in this room was asked", "The figures speak for themselves",
          "It would be wrong to hurry now", "My neighbours see it differently", "There is no second harbour on this coast"]
SENTENCES = [
    "{subject} {verb} {object} {time}, according to two people who were present.",
    "“{quote},” said {speaker}, who has followed the matter since the first hearing.",
    "The decision concerns about {number} households between the river and the northern ring road.",
    "{speaker} called it a modest step and asked for patience until the end of the year.",
    "Earlier drafts had named a sum of {number} crowns, a figure that was later removed from the file.",
    "Several shops along the quay stayed closed, and the bus service was reduced to one line.",
    "An independent review is expected within {number} days, provided that the weather holds.",
    "Observers recalled a similar dispute – it ended in court – and warned against repeating it.",
    "{subject} had {verb} {object} once before, only to reverse itself a month later.",
]
# Characters outside ASCII, outside the BMP and without spaces: offsets must count code points, not bytes.
FLAVORS = [
    "Volunteers handed out soup 🍲 and blankets 🧣 while the committee was still sitting upstairs.",
    "„Wir rechnen nicht mit Überraschungen“, heißt es dazu in einem Schreiben aus Groß-Öttingen.",
    "Η επιτροπή θα συνεδριάσει ξανά την επόμενη εβδομάδα για το ίδιο θέμα, είπε ο εκπρόσωπος.",
    "委員会は来週もう一度この問題について話し合う予定だと担当者が説明した。",
    "The choir sang “Ça ira” twice 🎶, naïvely perhaps, and the façade was lit until midnight.",
]


def token(rng: random.Random) -> str:
    """Returns a word that no other text holds."""
    return "zq" + "".join(rng.choice("abcdefghjkmnprstuvwxyz23456789") for _ in range(12))


@dataclasses.dataclass(frozen=True)
class Version:
    """What a story said at one time. `made` is in seconds since 1970."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    title_token: str
    text_token: str
    made: float

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def tokens(self) -> tuple[str, str]:
        return self.title_token, self.text_token


@dataclasses.dataclass
class Story:
    """One article of one outlet, in one of its feeds or in two. `key` is unique in a newsroom."""

    key: str
    guid: str
    link: str | None
    tracked: bool
    published: datetime.datetime
    kinds: tuple[str, ...]
    has_page: bool
    versions: list[Version]
    # The editors leave it as it is; a scenario has plans for it.
    pinned: bool = False
    # Noise that changes the feed document and must make no version.
    comments: int = 0
    stamped: int = 0
    hidden: bool = False

    @property
    def last(self) -> Version:
        return self.versions[-1]

    def link_in(self, kind: str) -> str | None:
        """The link as this feed writes it: tracking parameters differ, the article does not."""
        if self.link is None or not self.tracked:
            return self.link
        separator = "&" if "?" in self.link else "?"
        return f"{self.link}{separator}utm_source={kind}&utm_medium=feed"


def sentence(rng: random.Random) -> str:
    return rng.choice(SENTENCES).format(
        subject=rng.choice(SUBJECTS), verb=rng.choice(VERBS), object=rng.choice(OBJECTS), time=rng.choice(TIMES),
        quote=rng.choice(QUOTES), speaker=rng.choice(SPEAKERS), number=rng.randrange(12, 900))


def headline(rng: random.Random, word: str, title_token: str) -> str:
    text = f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}"
    return f"{text}, file {title_token}{' ' + word if word else ''}"


def body(rng: random.Random, text_token: str) -> tuple[str, ...]:
    """Returns three to six long paragraphs; the token stands inside one of them."""
    paragraphs = [[sentence(rng) for _ in range(rng.randrange(2, 5))] for _ in range(rng.randrange(3, 7))]
    rng.choice(paragraphs).insert(1, rng.choice(FLAVORS))
    rng.choice(paragraphs).insert(1, f"The documents are kept under the number {text_token} in the town archive.")
    return tuple(" ".join(sentences) for sentences in paragraphs)


def first_version(rng: random.Random, made: float, word: str = "") -> Version:
    title_token, text_token = token(rng), token(rng)
    return Version(1, headline(rng, word, title_token), body(rng, text_token), title_token, text_token, made)


def next_version(rng: random.Random, last: Version, made: float, change: str = "") -> Version:
    """Changes the `title`, the `text` or `both`; by default one of these at random."""
    change = change or rng.choice(["title", "text", "both"])
    title, title_token, paragraphs, text_token = last.title, last.title_token, last.paragraphs, last.text_token
    if change != "text":
        title_token = token(rng)
        title = headline(rng, "", title_token)
    if change != "title":
        text_token = token(rng)
        paragraphs = body(rng, text_token)
    return Version(last.number + 1, title, paragraphs, title_token, text_token, made)


# Feed documents.

def escaped(text: str) -> str:
    return xml.sax.saxutils.escape(text)


def content_html(version: Version) -> str:
    return "\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in version.paragraphs)


def summary(version: Version) -> str:
    return version.paragraphs[0].split(". ")[0] + "."


def rss(name: str, home: str, stories: list[Story]) -> str:
    items = []
    for story in stories:
        link = f"<link>{escaped(story.link_in('rss'))}</link>" if story.link else ""
        items.append(
            f"<item><title>{escaped(story.last.title)}</title>{link}"
            f"<guid isPermaLink=\"false\">{escaped(story.guid)}</guid>"
            f"<pubDate>{story.published.strftime('%a, %d %b %Y %H:%M:%S')} +0000</pubDate>"
            f"<description>{escaped(summary(story.last))}</description>"
            f"<content:encoded><![CDATA[{content_html(story.last)}]]></content:encoded>"
            f"<slash:comments>{story.comments}</slash:comments></item>\n")
    return (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
        " xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n"
        f"<channel><title>{escaped(name)}</title><link>{escaped(home)}</link><description>News</description>\n"
        f"{''.join(items)}</channel></rss>\n")


def atom(name: str, home: str, stories: list[Story]) -> str:
    entries = []
    for story in stories:
        link = f"<link rel=\"alternate\" type=\"text/html\" href=\"{html.escape(story.link_in('atom'))}\"/>" if story.link else ""
        # The same moment, written with an offset.
        published = (story.published + datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S+02:00")
        updated = story.published + datetime.timedelta(seconds=story.stamped + story.last.number)
        entries.append(
            f"<entry><id>{escaped(story.guid)}</id><title>{escaped(story.last.title)}</title>{link}"
            f"<published>{published}</published><updated>{updated.strftime('%Y-%m-%dT%H:%M:%SZ')}</updated>"
            f"<summary>{escaped(summary(story.last))}</summary>"
            f"<content type=\"html\">{escaped(content_html(story.last))}</content></entry>\n")
    return (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
        f"<id>{escaped(home)}atom</id><title>{escaped(name)}</title><link href=\"{html.escape(home)}\"/>"
        f"<updated>2026-01-01T00:00:00Z</updated>\n{''.join(entries)}</feed>\n")


def rdf(name: str, home: str, stories: list[Story]) -> str:
    def about(story: Story) -> str:
        return html.escape(story.link_in("rdf") or story.guid)

    items = "".join(
        f"<item rdf:about=\"{about(story)}\"><title>{escaped(story.last.title)}</title>"
        f"<link>{escaped(story.link_in('rdf') or '')}</link>"
        f"<description>{escaped(summary(story.last))}</description>"
        f"<content:encoded>{escaped(content_html(story.last))}</content:encoded>"
        f"<dc:date>{story.published.strftime('%Y-%m-%dT%H:%M:%SZ')}</dc:date>"
        f"<slash:comments>{story.comments}</slash:comments></item>\n"
        for story in stories)
    listed = "".join(f"<rdf:li rdf:resource=\"{about(story)}\"/>" for story in stories)
    return (
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\""
        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
        " xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n"
        f"<channel rdf:about=\"{html.escape(home)}\"><title>{escaped(name)}</title><link>{escaped(home)}</link>"
        f"<description>News</description><items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n")


FORMATS = {
    "rss": (rss, "application/rss+xml; charset=utf-8"),
    "atom": (atom, "application/atom+xml"),
    "rdf": (rdf, "application/rdf+xml"),
}


def page(name: str, story: Story) -> str:
    """Returns the article's page: the same paragraphs among what sites put around them."""
    version = story.last
    date = story.published.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{escaped(version.title)} | {escaped(name)}</title>"
        f"<meta property=\"og:title\" content=\"{html.escape(version.title)}\">"
        f"<meta property=\"article:published_time\" content=\"{date}\"></head><body>"
        "<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>"
        f"<main><article><h1>{escaped(version.title)}</h1>\n{content_html(version)}\n</article></main>"
        f"<footer><p>{story.comments} comments</p><p><a href=\"/imprint\">Imprint</a></p></footer></body></html>")
