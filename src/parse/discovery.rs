//! The feeds that a web page names: what to read where a page came instead of a feed.
//!
//! Pages name their feeds in `<link rel="alternate">`, and many that do not still link to them somewhere.
//! The second kind is a guess, so every candidate says how likely it is; whoever wants to know fetches it.
//! No tree is built: the page is passed over once, tag by tag, and broken markup costs a tag at most.

mod tags;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use dom_query::Document;
use url::Url;

use self::tags::{Tags, attributes};
use super::Input;
use super::decode::decode;

/// Candidates that are kept of a page. Sites with a feed for each section name a few dozen.
const CANDIDATES_MAX: usize = 100;

/// Characters of a title that are kept.
const TITLE_CHARS_MAX: usize = 200;

/// How far the first tag of a page is looked for.
const PAGE_HEAD_BYTES_MAX: usize = 4 * 1024;

/// The tags with which pages begin, however careless their authors.
const PAGE_TAGS: &[&str] = &["html", "head", "body", "meta", "title", "link", "script", "style", "div", "p", "h1"];

/// Media types of feeds and of nothing else.
const FEED_TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/rss",
    "application/atom",
    "application/x-rss+xml",
    "application/x-atom+xml",
    "application/x.atom+xml",
    "text/rss+xml",
    "text/rss",
    "text/atom",
];

/// Media types that feeds share with interfaces, sitemaps and documents of every kind.
const SHARED_TYPES: &[&str] = &["application/json", "application/xml", "text/xml", "text/json"];

/// What feeds are called where their address ends.
const FEED_NAMES: &[&str] = &["feed", "feeds", "rss", "rss2", "atom", "rdf"];

/// How the word for comments begins in the titles of comment feeds.
const COMMENT_WORDS: &[&str] = &["comment", "kommentar", "coment", "reacties", "комментар", "コメント", "评论", "迴響"];

/// An address at which a page says, or seems to say, that there is a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Absolute, http or https, without fragment.
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
    pub likelihood: Likelihood,
}

/// How likely a candidate is the feed that somebody looks for; the most likely comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// The page declares it as a feed.
    Named,
    /// The page declares something that is probably one.
    Suggested,
    /// The page links to what looks like one.
    Linked,
    /// A feed of comments.
    Comments,
}

/// Returns the feeds that a page names: the most likely first, else in the order of the page, each once, at
/// most a hundred. Anything may be given; what is no page names nothing.
///
/// Relative addresses need [`Input::base_url`], or a `<base>` in the page.
pub fn candidates(input: &Input) -> Vec<Candidate> {
    in_page(&decode(input.body, input.content_type).text, input.base_url)
}

/// Says what a document that is no feed is, if it is a web page: for people who wonder why there are no entries.
pub(super) fn remark_on_page(text: &str, base: Option<&Url>) -> Option<String> {
    if !is_page(text) {
        return None;
    }
    let said = match in_page(text, base).first() {
        Some(best) => format!("this is a web page; it names the feed {}", best.url),
        None => "this is a web page, and it names no feed".to_owned(),
    };
    Some(said)
}

fn is_page(text: &str) -> bool {
    let mut end = text.len().min(PAGE_HEAD_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Tags::new(&text[..end]).next().is_some_and(|tag| PAGE_TAGS.iter().any(|name| tag.name.eq_ignore_ascii_case(name)))
}

fn in_page(html: &str, document: Option<&Url>) -> Vec<Candidate> {
    let mut base = None;
    let mut mentions: Vec<Mention> = Vec::new();
    let mut linked = 0;
    for tag in Tags::new(html) {
        let is_anchor = tag.name.eq_ignore_ascii_case("a") || tag.name.eq_ignore_ascii_case("area");
        if is_anchor && linked < CANDIDATES_MAX {
            let mention = Mention::of_anchor(tag.text);
            linked += usize::from(mention.is_some());
            mentions.extend(mention);
        } else if tag.name.eq_ignore_ascii_case("link") && mentions.len() - linked < CANDIDATES_MAX {
            mentions.extend(Mention::of_link(tag.text));
        } else if base.is_none() && tag.name.eq_ignore_ascii_case("base") {
            base =
                attributes(tag.text).find(|(name, _)| name.eq_ignore_ascii_case("href")).map(|(_, href)| plain(href));
        }
    }
    let base = base.and_then(|href| resolve(&href, document));
    let base = base.as_ref().or(document);
    let mut candidates: Vec<Candidate> = mentions.into_iter().filter_map(|mention| mention.candidate(base)).collect();
    // Sorted before doubles go, so that the best mention of an address is the one that stays.
    candidates.sort_by_key(|candidate| candidate.likelihood);
    let mut seen: HashSet<Url> = document.map(without_fragment).into_iter().collect();
    candidates.retain(|candidate| seen.insert(candidate.url.clone()));
    candidates.truncate(CANDIDATES_MAX);
    candidates
}

/// A tag that names a feed, with its address as it stands there.
struct Mention {
    href: String,
    title: Option<String>,
    likelihood: Likelihood,
}

/// The attributes that matter, as they are written.
#[derive(Default)]
struct Attributes<'a> {
    rel: &'a str,
    media_type: &'a str,
    href: &'a str,
    title: &'a str,
}

impl<'a> Attributes<'a> {
    fn of(tag: &'a str) -> Self {
        let mut all = Self::default();
        for (name, value) in attributes(tag) {
            match name.to_ascii_lowercase().as_str() {
                "rel" => all.rel = value,
                "type" => all.media_type = value.split(';').next().unwrap_or_default().trim(),
                "href" => all.href = value.trim(),
                "title" => all.title = value,
                _ => {}
            }
        }
        all
    }

    fn has_rel(&self, wanted: &str) -> bool {
        self.rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(wanted))
    }

    fn has_type(&self, types: &[&str]) -> bool {
        types.iter().any(|media_type| self.media_type.eq_ignore_ascii_case(media_type))
    }

    fn mention(&self, likelihood: Likelihood) -> Option<Mention> {
        let title = plain(self.title);
        let title: String =
            title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TITLE_CHARS_MAX).collect();
        let href = plain(self.href);
        let likelihood = if is_of_comments(&href, &title) { Likelihood::Comments } else { likelihood };
        (!href.is_empty()).then(|| Mention { href, title: Some(title).filter(|title| !title.is_empty()), likelihood })
    }
}

impl Mention {
    fn of_link(tag: &str) -> Option<Self> {
        let tag = Attributes::of(tag);
        let is_declared = tag.has_rel("alternate") || tag.has_rel("feed");
        if tag.has_type(FEED_TYPES) {
            return tag.mention(if is_declared { Likelihood::Named } else { Likelihood::Suggested });
        }
        let may_be_one = tag.has_type(SHARED_TYPES) || tag.media_type.is_empty();
        let seems_one = looks_like_feed(tag.href) || tag.has_rel("feed");
        if is_declared && may_be_one && seems_one { tag.mention(Likelihood::Suggested) } else { None }
    }

    fn of_anchor(tag: &str) -> Option<Self> {
        let tag = Attributes::of(tag);
        match tag.has_type(FEED_TYPES) {
            true => tag.mention(Likelihood::Suggested),
            false if looks_like_feed(tag.href) => tag.mention(Likelihood::Linked),
            false => None,
        }
    }

    fn candidate(self, base: Option<&Url>) -> Option<Candidate> {
        let url = resolve(&self.href, base)?;
        Some(Candidate { url, title: self.title, likelihood: self.likelihood })
    }
}

/// Makes an address absolute; `None` for what is no page. `feed:` is what some call http in front of feeds.
fn resolve(href: &str, base: Option<&Url>) -> Option<Url> {
    let https;
    let href = match href.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("feed:")) {
        Some(_) if href[5..].starts_with("//") => {
            https = format!("https:{}", &href[5..]);
            https.as_str()
        }
        Some(_) => &href[5..],
        None => href,
    };
    let url = Url::options().base_url(base).parse(href).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| without_fragment(&url))
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

/// Whether an address, absolute or not, is one at which feeds usually are.
fn looks_like_feed(href: &str) -> bool {
    let href = href.to_ascii_lowercase();
    if href.starts_with("feed:") {
        return true;
    }
    let (host, rest) = match href.split_once("//") {
        Some(("" | "http:" | "https:", rest)) => rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())),
        // `mailto:`, `javascript:`, and a path with two strokes.
        _ if href.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':')) => return false,
        _ => ("", href.as_str()),
    };
    // Buttons of feed readers carry the address of the feed within their own.
    if rest.contains("://") || rest.contains("%3a%2f%2f") || rest.contains("%3a//") {
        return false;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches('/');
    path_names_feed(path) || query_names_feed(query) || (is_host_of_feeds(host) && !path.is_empty())
}

fn path_names_feed(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last.rsplit_once('.') {
        _ if FEED_NAMES.contains(&last) || path.contains("/feeds/posts/") => true,
        Some((_, "rss" | "atom" | "rdf")) => true,
        Some(("index", "xml")) => true,
        Some((_, "xml" | "json" | "php" | "aspx")) => {
            path.split(['/', '.', '-', '_']).any(|word| FEED_NAMES.contains(&word))
        }
        _ => false,
    }
}

fn query_names_feed(query: &str) -> bool {
    query.split('&').filter_map(|pair| pair.split_once('=')).any(|(name, value)| {
        let name = name.strip_prefix("amp;").unwrap_or(name);
        matches!(name, "feed" | "format" | "type" | "output" | "alt") && FEED_NAMES.contains(&value)
    })
}

fn is_host_of_feeds(host: &str) -> bool {
    ["feeds.", "feed.", "rss."].iter().any(|start| host.starts_with(start))
}

fn is_of_comments(href: &str, title: &str) -> bool {
    let title = title.to_lowercase();
    let href = href.to_ascii_lowercase();
    COMMENT_WORDS.iter().any(|word| title.contains(word))
        || href.split(['/', '?', '&', '=', '.', '-', '_']).any(|word| word == "comments")
}

/// Returns an attribute's value with its references resolved as those of attributes are.
fn plain(value: &str) -> String {
    if !value.contains('&') {
        return value.trim().to_owned();
    }
    let tag = format!("<a title=\"{}\"></a>", value.replace('"', "&quot;"));
    let resolved = Document::fragment(tag).select("a").attr("title");
    resolved.map_or_else(|| value.to_owned(), |text| text.trim().to_owned())
}
