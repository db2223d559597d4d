//! `[[feed]]`: one feed and what differs for it.

use std::fmt;
use std::time::Duration;

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::key::{Form, Key, names_of};
use super::normalize::FullText;
use super::reader::Section;
use super::rules::{ID, LANGUAGE, TAG};
use super::schedule::{FIRST_POLL, FirstPoll};
use super::{address, headers};

#[derive(Clone, PartialEq)]
pub struct Feed {
    /// As configured, else 16 hex digits of XXH3-64 of the URL.
    pub id: String,
    pub url: Url,
    pub tags: Vec<String>,
    pub every: Option<Duration>,
    pub full_text: Option<FullText>,
    /// Values may be secret; never printed.
    pub headers: Vec<(String, String)>,
    pub user_agent: Option<String>,
    /// Instead of the one in `[fetch]`.
    pub proxy: Option<Url>,
    pub language: Option<String>,
    pub first_poll: Option<FirstPoll>,
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed").field("id", &self.id).field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

pub(super) const KEYS: &[Key] = &[
    Key::required("url", Form::Url, "\"https://example.org/feed.xml\"", "Address of the feed."),
    Key::optional(
        "id",
        Form::Text(ID),
        "\"example-world\"",
        "Name of the feed; its state hangs on it, so that the address may change. Not set: a hash of the address.",
    ),
    Key::optional("tags", Form::Texts(TAG), "[\"world\", \"uk\"]", "Labels that every record of the feed carries."),
    Key::optional(
        "every",
        Form::Duration("1s", "30d"),
        "\"5m\"",
        "Distance between two polls, instead of the one in [schedule]. At most its max. It outranks what the feed \
         asks for (ttl, max-age, skipHours); Retry-After still counts.",
    ),
    Key::optional(
        "full_text",
        Form::Choice(names_of::<FullText>),
        "\"always\"",
        "Whether pages are fetched, instead of what [normalize] says.",
    ),
    Key::optional(
        "first_poll",
        Form::Text(FIRST_POLL),
        "\"latest 10\"",
        "What is taken of the first document, instead of what [schedule] says.",
    ),
    Key::optional(
        "language",
        Form::Text(LANGUAGE),
        "\"en\"",
        "Language of the articles where neither text nor page settles it.",
    ),
    Key::optional(
        "user_agent",
        Form::Text(super::fetch::USER_AGENT),
        "\"Mozilla/5.0\"",
        "How courant introduces itself to this feed's host.",
    ),
    Key::optional(
        "proxy",
        Form::Url,
        "\"http://proxy.example.org:3128\"",
        "HTTP proxy for this feed's document, instead of the one in [fetch]. It resolves names itself, so private \
         addresses are then its duty to refuse.",
    ),
    Key::optional(
        "headers",
        Form::Headers,
        "{ Accept-Language = \"en\" }",
        "More request headers, sent to the feed's own host only. A secret one is written as { env = \"NAME\" \
         } or { file = \"path\" }; for basic authentication, Authorization = { user = \"NAME\", env = \"PASSWORD\" }.",
    ),
];

impl Feed {
    /// A feed of which only the address is known.
    pub fn new(url: Url) -> Self {
        Self {
            id: format!("{:016x}", url_hash(&url)),
            url,
            tags: Vec::new(),
            every: None,
            full_text: None,
            headers: Vec::new(),
            user_agent: None,
            proxy: None,
            language: None,
            first_poll: None,
        }
    }

    /// Whether the address names this machine outright, which takes `allow_private`.
    pub fn is_on_this_machine(&self) -> bool {
        address::is_loopback(&self.url)
    }

    /// Reads one feed; `None` when its address is missing or wrong.
    pub(super) fn read(section: &Section<'_>) -> Option<Self> {
        let url = section.required("url");
        let id = section.optional("id");
        let feed = Self {
            id: String::new(),
            url: Url::parse("https://invalid/").expect("an address"),
            tags: section.optional("tags").unwrap_or_default(),
            every: section.optional("every"),
            full_text: section.optional("full_text"),
            headers: headers::read(section),
            user_agent: section.optional("user_agent"),
            proxy: section.optional("proxy"),
            language: section.optional("language"),
            first_poll: section.optional("first_poll"),
        };
        let Self { id: default_id, url, .. } = Self::new(url?);
        Some(Self { id: id.unwrap_or(default_id), url, ..feed })
    }
}

/// The hash behind a default id. It is on users' disks: it never changes.
pub(super) fn url_hash(url: &Url) -> u64 {
    xxh3_64(url.as_str().as_bytes())
}
