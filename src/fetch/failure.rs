//! Words for what went wrong: each tells apart what an operator would do differently.
//!
//! An address appears in them without user name and password, and never longer than a line.

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use reqwest::StatusCode;
use url::Url;

use super::guard::NameError;
use super::{FetchError, GuardError};

/// Enough to recognize an address; the longest seen in the wild would fill the screen.
const SHOWN_CHARS_MAX: usize = 300;

impl FetchError {
    pub(super) fn again(message: String) -> Self {
        Self::Again { message, status: None, retry_after: None }
    }

    pub(super) fn refused(message: String) -> Self {
        Self::Refused { message, status: None }
    }

    /// The status that the server answered with, if it answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Again { status, .. } | Self::Refused { status, .. } => *status,
        }
    }

    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Again { retry_after, .. } => *retry_after,
            Self::Refused { .. } => None,
        }
    }
}

/// Returns `url` without user name and password, shortened to a line.
pub(super) fn shown(url: &Url) -> String {
    let bare = bare(url);
    match bare.as_str().char_indices().nth(SHOWN_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &bare.as_str()[..end]),
        None => bare.into(),
    }
}

/// Returns `url` without user name and password.
pub(super) fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    // Both fail only for addresses that cannot have them.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare
}

/// The guard's refusal of `url`.
pub(super) fn unreachable(url: &Url, error: &GuardError) -> FetchError {
    FetchError::refused(format!("{} is not fetched: {error}", shown(url)))
}

/// An answer that is neither a document nor "not modified".
pub(super) fn from_status(url: &Url, status: StatusCode, retry_after: Option<Duration>) -> FetchError {
    let mut message = format!("{} answered {}", shown(url), status.as_u16());
    if let Some(reason) = status.canonical_reason() {
        let _ = write!(message, " {}", reason.to_lowercase());
    }
    if let Some(remedy) = remedy(status) {
        let _ = write!(message, "; {remedy}");
    }
    let is_passing = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
    let status = Some(status.as_u16());
    if is_passing {
        FetchError::Again { message, status, retry_after }
    } else {
        FetchError::Refused { message, status }
    }
}

fn remedy(status: StatusCode) -> Option<&'static str> {
    match status.as_u16() {
        401 | 407 => Some("it wants credentials: put them into the feed's `headers`"),
        403 => Some("it may not like the `user_agent`"),
        410 => Some("it is gone for good"),
        _ => None,
    }
}

/// A request that got no answer.
pub(super) fn from_client(url: &Url, error: &reqwest::Error, connect_timeout: Duration) -> FetchError {
    if let Some(refusal) = find::<GuardError>(error) {
        return unreachable(url, refusal);
    }
    if let Some(unresolved) = find::<NameError>(error) {
        return FetchError::again(unresolved.to_string());
    }
    let place = place(url);
    if let Some(tls) = find::<rustls::Error>(error) {
        return FetchError::again(format!("could not agree on TLS with {place}: {tls}"));
    }
    if error.is_connect() && error.is_timeout() {
        return FetchError::again(format!("could not connect to {place}: no answer within {connect_timeout:?}"));
    }
    if error.is_connect() {
        return FetchError::again(format!("could not connect to {place}: {}", root_cause(error)));
    }
    if error.is_builder() {
        return FetchError::refused(format!("{} makes no request: {}", shown(url), root_cause(error)));
    }
    FetchError::again(format!("{place} gave no answer: {}", root_cause(error)))
}

/// Host and port, as in "could not connect to".
fn place(url: &Url) -> String {
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

/// Returns the innermost cause, in lower case: what lies around it only repeats the address.
pub(super) fn root_cause(error: &(dyn Error + 'static)) -> String {
    let root = causes(error).last().expect("begins with the error itself");
    match root.downcast_ref::<std::io::Error>() {
        // Without the number that the operating system gives it.
        Some(io) if io.raw_os_error().is_some() => io.kind().to_string(),
        _ => root.to_string(),
    }
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// The error and its causes. An I/O error hides the error it was made of from `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| {
        let hidden = cause.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        match hidden {
            Some(hidden) => Some(hidden as &(dyn Error + 'static)),
            None => cause.source(),
        }
    })
}
