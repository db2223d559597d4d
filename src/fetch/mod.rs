//! One polite, bounded GET that reaches no private network.
//!
//! The network is a hostile place: everything here has a limit, and nothing that a server says is
//! believed. In the order in which a request meets them: [`Robots`] says whether a page may be asked
//! for, [`Courtesy`] when its host may be asked again, and [`Fetcher`] asks: it follows redirects by
//! hand, because at every hop the [`Guard`] looks at the address before a connection is opened and
//! because the headers of one origin must not travel to another.
//!
//! Deliberately absent: cookies, a cache, retries (the schedule retries) and the proxy variables of
//! the environment (they would take the choice of the address out of the guard's hands).

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use url::Url;

mod client;
pub use client::{Fetcher, SetupError};

mod guard;
pub use guard::{Guard, GuardError, is_public};

mod courtesy;
pub use courtesy::{Courtesy, Postponed, Turn, host_key};

mod robots;
pub use robots::{Robots, Verdict};

mod body;
mod budget;
mod decode;
mod failure;
mod hints;
pub mod moves;
mod redirect;
mod room;

#[cfg(test)]
mod tests;

/// What a former answer left behind, sent again so that the server may answer 304.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What is asked for; it decides the `Accept` header and the size limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Feed,
    Page,
    /// At most 512 KiB, and what is longer is cut there instead of refused.
    Robots,
}

#[derive(Clone, Debug)]
pub struct Request {
    /// User name and password in it are sent to its own origin as basic authorization, and shown nowhere.
    pub url: Url,
    pub wanted: Wanted,
    pub validators: Validators,
    /// Extra headers of this feed; sent to its own origin only, never across a redirect to another.
    pub headers: Vec<(String, String)>,
    /// Replaces the configured user agent.
    pub user_agent: Option<String>,
    /// Replaces the configured proxy.
    pub proxy: Option<Url>,
}

#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "an answer is taken apart as soon as it is there; none are stored")]
pub enum Answer {
    /// 304; the body is the one that the validators stand for. Fresh validators may come with it.
    NotModified {
        validators: Validators,
        hints: Hints,
    },
    Document(Document),
}

/// A received body and everything that its answer said.
#[derive(Clone, Debug)]
pub struct Document {
    /// As asked for, without user name and password.
    pub requested_url: Url,
    /// After redirects.
    pub final_url: Url,
    /// The new address, when every hop that led here was permanent (301, 308). Never for an address
    /// with a password in it: where that may be sent is the operator's decision.
    pub moved_to: Option<Url>,
    pub status: u16,
    pub content_type: Option<String>,
    pub validators: Validators,
    pub hints: Hints,
    /// Decompressed.
    pub body: Bytes,
    /// False when the connection ended before the body did: the part is read, but asked for again.
    pub is_complete: bool,
    /// Why the rest did not come, in words for an operator.
    pub cut: Option<String>,
    /// When the head of the answer arrived.
    pub fetched: Timestamp,
}

/// What an answer says about the next request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `Retry-After`, at most 24 hours, from now.
    pub retry_after: Option<Duration>,
    /// `Cache-Control: max-age`, else `Expires`; at most 24 hours.
    pub max_age: Option<Duration>,
}

/// Why there is no document, cut by what the caller does next.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FetchError {
    /// Try again later: timeouts, resets, 429, 5xx, DNS.
    #[error("{message}")]
    Again { message: String, status: Option<u16>, retry_after: Option<Duration> },
    /// It will stay so until somebody changes something: 401, 403, 404, 410, too large, refused address. Feeds
    /// are still polled, at a growing distance; a page is given up.
    #[error("{message}")]
    Refused { message: String, status: Option<u16> },
}
