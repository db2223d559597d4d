//! Text in, checked plan out.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

/// A configuration that has been checked: nothing in it can be wrong any more.
#[derive(Clone, Debug)]
pub struct Plan {
    pub state: PathBuf,
    /// Unique ids, unique URLs.
    pub feeds: Vec<Feed>,
    pub fetch: Fetch,
    pub schedule: Schedule,
    pub normalize: Normalize,
    pub analyze: Vec<Stage>,
    pub sinks: Vec<Sink>,
    pub store: Store,
    pub observe: Observe,
    /// Hash (16 hex digits) of the parts that shape records: `[normalize]`, `[[analyze]]`.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// As configured, else 16 hex digits of XXH3-64 of the URL.
    pub id: String,
    pub url: Url,
    pub tags: Vec<String>,
    pub every: Option<Duration>,
    pub full_text: Option<FullText>,
    pub headers: Vec<(String, String)>,
    pub user_agent: Option<String>,
    pub language: Option<String>,
    pub first_poll: Option<FirstPoll>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    pub user_agent: String,
    /// Requests in flight over all hosts.
    pub concurrency: usize,
    /// Requests in flight per host.
    pub per_host: usize,
    /// Pause between two requests to one host.
    pub gap: Duration,
    pub connect_timeout: Duration,
    /// Longest silence while a body arrives.
    pub read_timeout: Duration,
    /// From the first byte sent to the last one received, redirects included.
    pub timeout: Duration,
    /// Bytes as sent, compressed.
    pub wire_max: u64,
    /// Bytes after decompression.
    pub body_max: u64,
    /// Whether pages are asked for only where robots.txt allows it.
    pub robots: bool,
    pub allow_private: bool,
    pub proxy: Option<Url>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Interval of the fixed policy.
    pub every: Duration,
    pub min: Duration,
    pub max: Duration,
    pub first_poll: FirstPoll,
}

/// What is taken of a feed's first document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPoll {
    All,
    Latest(u32),
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullText {
    /// The page, unless the feed already carries the whole article.
    Auto,
    Always,
    Never,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Normalize {
    pub full_text: FullText,
}

/// A stage by its registered name.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub stage: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sink {
    pub id: String,
    /// Records published longer than this before they were emitted are left out.
    pub max_age: Option<Duration>,
    pub from: From,
    pub kind: SinkKind,
}

/// Where a new sink starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Now,
    Oldest,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SinkKind {
    Jsonl(Jsonl),
    Webhook(Webhook),
    Stdout,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Jsonl {
    /// A folder.
    pub path: PathBuf,
    pub rotate_size: u64,
    pub rotate_every: Duration,
    pub compress: Compress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    None,
    Gzip,
    Zstd,
}

#[derive(Clone, PartialEq)]
pub struct Webhook {
    pub url: Url,
    /// Raw key bytes, read from the environment or a file; never printed.
    pub secret: Option<Vec<u8>>,
    pub headers: Vec<(String, String)>,
    pub timeout: Duration,
    /// Attempts at one record before it is a dead letter.
    pub attempts: u32,
    /// Longest pause between two attempts.
    pub retry_max: Duration,
    pub allow_private: bool,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Bytes of records that wait for the slowest sink before intake stops.
    pub outbox_max: u64,
    /// Days after which an entry that left its feed's window is forgotten.
    pub seen_for: Duration,
    /// How long settled rows of the ledger are kept.
    pub ledger_for: Duration,
    /// How long the state of a feed that left the configuration is kept.
    pub feeds_for: Duration,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Observe {
    /// Loopback address of `/healthz` and `/metrics`; `None` serves nothing.
    pub listen: Option<std::net::SocketAddr>,
    /// How long a stop may take before it is cut short.
    pub stop_timeout: Duration,
}
