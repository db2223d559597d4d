//! The dialects of feeds: roots, namespaces by meaning, and what their elements say.
//!
//! RSS 0.9x, 1.0 and 2.0, RDF, Atom 0.3 and 1.0 and CDF share one table, because their words hardly clash:
//! a `title` is a title in all of them, and feeds mix them anyway.

use super::markup::{local, prefix};

/// The kind of document, by its root element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Root {
    #[default]
    Rss,
    Rdf,
    Feed,
    /// An Atom entry that stands alone.
    Entry,
    /// Microsoft's Channel Definition Format, or an RSS channel that lost its root.
    Channel,
}

impl Root {
    pub(super) fn of(name: &str) -> Option<Self> {
        let local = local(name);
        [
            ("rss", Self::Rss),
            ("rdf", Self::Rdf),
            ("feed", Self::Feed),
            ("entry", Self::Entry),
            ("channel", Self::Channel),
        ]
        .into_iter()
        .find(|(known, _)| local.eq_ignore_ascii_case(known))
        .map(|(_, root)| root)
    }

    /// Whether the name is seen nowhere else, so that it is a root behind junk too.
    pub(super) fn is_unmistakable(self) -> bool {
        matches!(self, Self::Rss | Self::Rdf | Self::Feed)
    }

    pub(super) fn is_atom(self) -> bool {
        matches!(self, Self::Feed | Self::Entry)
    }

    /// What `Parsed::format` calls it.
    pub(super) fn format(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Rdf => "rdf",
            Self::Feed | Self::Entry => "atom",
            Self::Channel => "cdf",
        }
    }
}

/// A namespace by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// RSS and Atom, all versions, and no namespace at all.
    Core,
    Content,
    DublinCore,
    DublinCoreTerms,
    Itunes,
    Media,
    Syndication,
    WellFormedWeb,
    Xhtml,
    Other,
}

/// The longest namespace that is looked at; the known ones are half as long.
const NAMESPACE_BYTES_MAX: usize = 128;

impl Vocabulary {
    /// Knows a namespace in any of its spellings: case, slash or hash at the end, `https`.
    pub(super) fn of_namespace(uri: &str) -> Self {
        if uri.len() > NAMESPACE_BYTES_MAX {
            return Self::Other;
        }
        let uri = uri.trim().trim_end_matches(['/', '#']).to_ascii_lowercase();
        let address = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://")).unwrap_or(&uri);
        match address {
            ""
            | "www.w3.org/2005/atom"
            | "purl.org/atom/ns"
            | "purl.org/rss/1.0"
            | "purl.org/rss/2.0"
            | "my.netscape.com/rdf/simple/0.9"
            | "channel.netscape.com/rdf/simple/0.9"
            | "purl.org/net/rss1.1"
            | "blogs.law.harvard.edu/tech/rss"
            | "cyber.law.harvard.edu/rss"
            | "example.com/newformat"
            | "example.com/necho"
            | "purl.org/echo"
            | "my.netscape.com/publish/formats/rss-0.91.dtd"
            | "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Core,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Self::DublinCore,
            "purl.org/dc/terms" => Self::DublinCoreTerms,
            "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Self::Itunes,
            "search.yahoo.com/mrss" | "video.search.yahoo.com/mrss" | "www.rssboard.org/media-rss" => Self::Media,
            "purl.org/rss/1.0/modules/syndication" => Self::Syndication,
            "wellformedweb.org/commentapi" => Self::WellFormedWeb,
            "www.w3.org/1999/xhtml" => Self::Xhtml,
            other if other.starts_with("backend.userland.com/rss") => Self::Core,
            _ => Self::Other,
        }
    }

    /// What a prefix means that nobody declared.
    pub(super) fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "" | "atom" | "atom10" | "a10" | "rss" | "rdf" => Self::Core,
            "content" => Self::Content,
            "dc" => Self::DublinCore,
            "dcterms" => Self::DublinCoreTerms,
            "itunes" => Self::Itunes,
            "media" => Self::Media,
            "sy" => Self::Syndication,
            "wfw" => Self::WellFormedWeb,
            "xhtml" | "html" => Self::Xhtml,
            _ => Self::Other,
        }
    }
}

/// The vocabularies that prefixes stand for, innermost declaration last.
#[derive(Default)]
pub(super) struct Scopes<'a>(Vec<(usize, &'a str, Vocabulary)>);

/// More declarations than this are passed over: every element looks through all of them.
const SCOPES_MAX: usize = 64;

impl<'a> Scopes<'a> {
    pub(super) fn declare(&mut self, depth: usize, prefix: &'a str, vocabulary: Vocabulary) {
        if self.0.len() < SCOPES_MAX {
            self.0.push((depth, prefix, vocabulary));
        }
    }

    /// Forgets what was declared at `depth` and below.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(declared, ..)| *declared >= depth) {
            self.0.pop();
        }
    }

    pub(super) fn of(&self, name: &str) -> Vocabulary {
        let prefix = prefix(name);
        let declared = self.0.iter().rev().find(|(_, other, _)| *other == prefix);
        declared.map_or_else(|| Vocabulary::of_prefix(prefix), |(.., vocabulary)| *vocabulary)
    }
}

/// What an element says of the feed or the entry that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    /// With the type that it has where it states none.
    Summary(&'static str),
    Content(&'static str),
    Rights,
    Author,
    Contributor,
    Published,
    Updated,
    /// `dc:date`: when something happened to the entry, whatever it was.
    Dated,
    Id,
    Language,
    Link,
    Comments,
    CommentsFeed,
    Enclosure,
    Category,
    /// Many categories in one element, with commas.
    Keywords,
    NestedCategory,
    Generator,
    Image,
    /// An image whose address is an attribute.
    ImageLink,
    Icon,
    Logo,
    Ttl,
    UpdatePeriod,
    UpdateFrequency,
    SkipHours,
    SkipDays,
    /// Anything of Media RSS that feed-rs puts together.
    Media,
}

pub(super) const PLAIN: &str = "text/plain";
pub(super) const HTML: &str = "text/html";
pub(super) const XHTML: &str = "application/xhtml+xml";

impl Field {
    /// Returns what an element says, and its rank: where several say the same, the lowest rank is believed.
    pub(super) fn of(vocabulary: Vocabulary, local: &str) -> Option<(Self, u8)> {
        let lower =
            if local.bytes().any(|byte| byte.is_ascii_uppercase()) { &*local.to_ascii_lowercase() } else { local };
        match vocabulary {
            Vocabulary::Core => Self::of_core(lower),
            Vocabulary::Content if lower == "encoded" => Some((Self::Content(HTML), 0)),
            Vocabulary::DublinCore => Self::of_dublin_core(lower),
            Vocabulary::DublinCoreTerms => match lower {
                "issued" => Some((Self::Published, 1)),
                "modified" => Some((Self::Updated, 1)),
                "created" => Some((Self::Published, 4)),
                _ => None,
            },
            Vocabulary::Itunes => Self::of_itunes(lower),
            Vocabulary::Media => Some(match lower {
                "title" => (Self::Title, 3),
                "category" => (Self::Category, 0),
                _ => (Self::Media, 0),
            }),
            Vocabulary::Syndication => match lower {
                "updateperiod" => Some((Self::UpdatePeriod, 0)),
                "updatefrequency" => Some((Self::UpdateFrequency, 0)),
                _ => None,
            },
            Vocabulary::WellFormedWeb if lower == "commentrss" => Some((Self::CommentsFeed, 0)),
            Vocabulary::Xhtml if lower == "body" => Some((Self::Content(XHTML), 0)),
            _ => None,
        }
    }

    fn of_core(name: &str) -> Option<(Self, u8)> {
        Some(match name {
            "title" => (Self::Title, 0),
            "description" => (Self::Summary(HTML), 0),
            "summary" | "subtitle" | "tagline" | "abstract" => (Self::Summary(PLAIN), 0),
            "info" => (Self::Summary(PLAIN), 4),
            "content" => (Self::Content(PLAIN), 0),
            "fullitem" | "prodlink" => (Self::Content(HTML), 0),
            "body" => (Self::Content(XHTML), 1),
            "rights" | "copyright" => (Self::Rights, 0),
            "author" => (Self::Author, 0),
            "managingeditor" => (Self::Author, 1),
            "contributor" => (Self::Contributor, 0),
            "pubdate" | "published" => (Self::Published, 0),
            "issued" => (Self::Published, 1),
            "updated" | "modified" | "lastbuilddate" => (Self::Updated, 0),
            "created" => (Self::Published, 4),
            "id" | "guid" => (Self::Id, 0),
            "language" => (Self::Language, 0),
            "link" => (Self::Link, 0),
            "comments" => (Self::Comments, 0),
            "enclosure" => (Self::Enclosure, 0),
            "category" => (Self::Category, 0),
            "tags" | "keywords" => (Self::Keywords, 0),
            "generator" => (Self::Generator, 0),
            "image" => (Self::Image, 0),
            "icon" => (Self::Icon, 0),
            "logo" => (Self::Logo, 0),
            "ttl" => (Self::Ttl, 0),
            "skiphours" => (Self::SkipHours, 0),
            "skipdays" => (Self::SkipDays, 0),
            _ => return None,
        })
    }

    fn of_dublin_core(name: &str) -> Option<(Self, u8)> {
        Some(match name {
            "title" => (Self::Title, 1),
            "description" => (Self::Summary(HTML), 1),
            "creator" | "author" => (Self::Author, 0),
            "contributor" => (Self::Contributor, 0),
            "date" => (Self::Dated, 1),
            "rights" => (Self::Rights, 1),
            "subject" => (Self::Category, 1),
            "language" => (Self::Language, 1),
            _ => return None,
        })
    }

    fn of_itunes(name: &str) -> Option<(Self, u8)> {
        Some(match name {
            "title" => (Self::Title, 2),
            "summary" => (Self::Summary(PLAIN), 2),
            "subtitle" => (Self::Summary(PLAIN), 3),
            "author" => (Self::Author, 2),
            "category" => (Self::NestedCategory, 0),
            "keywords" => (Self::Keywords, 0),
            "image" | "link" => (Self::ImageLink, 1),
            _ => return None,
        })
    }
}
