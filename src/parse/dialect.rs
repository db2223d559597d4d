//! The dialects of feeds: what their parts are called, and what they are called elsewhere.

use std::ops::Range;

use super::markup::{attribute, local};

pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(super) const ATOM_03: &str = "http://purl.org/atom/ns#";
pub(super) const RSS: &str = "http://purl.org/rss/1.0/";

/// What Atom 0.3 called things.
pub(super) const ATOM_03_NAMES: &[(&str, &str)] =
    &[("issued", "published"), ("modified", "updated"), ("tagline", "subtitle"), ("copyright", "rights")];

/// Other spellings of the namespaces that feed-rs knows.
pub(super) const NAMESPACES: &[(&str, &str)] = &[
    (ATOM_03, ATOM),
    ("http://my.netscape.com/rdf/simple/0.9/", RSS),
    ("http://channel.netscape.com/rdf/simple/0.9/", RSS),
    ("http://backend.userland.com/rss2", RSS),
    ("http://blogs.law.harvard.edu/tech/rss", RSS),
    ("http://purl.org/rss/2.0/", RSS),
    ("http://www.itunes.com/DTDs/Podcast-1.0.dtd", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("http://search.yahoo.com/mrss", "http://search.yahoo.com/mrss/"),
    ("http://purl.org/rss/1.0/modules/content", "http://purl.org/rss/1.0/modules/content/"),
    ("http://purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.1/"),
];

/// The kind of document, by its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    Rss,
    Rdf,
    Feed,
    /// An Atom entry that stands alone.
    Entry,
}

impl Root {
    pub(super) fn of(name: &str) -> Option<Self> {
        match local(name) {
            "rss" => Some(Self::Rss),
            "RDF" => Some(Self::Rdf),
            "feed" => Some(Self::Feed),
            "entry" => Some(Self::Entry),
            _ => None,
        }
    }

    pub(super) fn is_atom(self) -> bool {
        matches!(self, Self::Feed | Self::Entry)
    }

    /// The name of an entry and how many elements are open around it.
    pub(super) fn item(self) -> (&'static str, usize) {
        match self {
            Self::Rss => ("item", 2),
            Self::Rdf => ("item", 1),
            Self::Feed => ("entry", 1),
            Self::Entry => ("entry", 0),
        }
    }
}

/// Returns the type that an Atom text needs where feed-rs would give up the whole feed over the one it has.
pub(super) fn text_type(name: &str, tag: &str) -> Option<(Range<usize>, &'static str)> {
    let is_content = name == "content";
    if !is_content && !matches!(name, "title" | "summary" | "subtitle" | "tagline" | "rights" | "copyright" | "info") {
        return None;
    }
    let value = attribute(tag, "type")?;
    let given = tag[value.clone()].trim().to_ascii_lowercase();
    let wanted = match given.as_str() {
        "text" | "html" | "xhtml" | "text/html" if given == tag[value.clone()] => return None,
        _ if is_content && attribute(tag, "src").is_some() => return None,
        "" | "text" | "text/plain" => "text",
        other if other.contains("xhtml") || other.ends_with("xml") => "xhtml",
        other if other.contains("html") => "html",
        other if is_content && other.contains('/') => return None,
        _ => "text",
    };
    Some((value, wanted))
}
