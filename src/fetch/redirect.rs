//! The way of one request through redirects.
//!
//! Followed by hand, so that the guard sees every hop and so that credentials stay at home: once a
//! request has left the origin it was made for, it carries none any more, even if it comes back.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

use super::failure::{bare, shown};
use super::{FetchError, Request};

/// Browsers follow 20; ten are more than any feed was seen to need.
const HOPS_MAX: usize = 10;

/// Longer addresses are refused by most servers, and each is copied into logs and records.
const URL_BYTES_MAX: usize = 8 * 1024;

/// Where the request stands.
pub(super) struct Trip<'a> {
    request: &'a Request,
    /// Places asked so far, the present one last; none has user name or password.
    places: Vec<Url>,
    is_at_home: bool,
    is_permanent: bool,
}

impl<'a> Trip<'a> {
    pub(super) fn new(request: &'a Request) -> Result<Self, FetchError> {
        let trip = Self { request, places: vec![bare(&request.url)], is_at_home: true, is_permanent: true };
        trip.check_length(trip.place())?;
        Ok(trip)
    }

    /// Where to ask now.
    pub(super) fn place(&self) -> &Url {
        self.places.last().expect("begins with one place")
    }

    /// Where to ask now, with the user name and password that may be sent there.
    pub(super) fn place_with_credentials(&self) -> Url {
        let mut url = self.place().clone();
        if self.is_at_home {
            // Both fail only for addresses that cannot have them, and then the request had none.
            let _ = url.set_username(self.request.url.username());
            let _ = url.set_password(self.request.url.password());
        }
        url
    }

    /// Extra headers that may be sent there.
    pub(super) fn headers(&self) -> &'a [(String, String)] {
        if self.is_at_home { &self.request.headers } else { &[] }
    }

    /// The place to remember instead of the one asked for, if all hops said so.
    pub(super) fn moved_to(&self) -> Option<Url> {
        let is_moved = self.places.len() > 1 && self.is_permanent && !has_credentials(&self.request.url);
        is_moved.then(|| self.place().clone())
    }

    /// Goes where an answer points.
    ///
    /// # Errors
    /// If it points nowhere, in a circle, too often, or from https to http with something to hide.
    pub(super) fn follow(&mut self, status: StatusCode, headers: &HeaderMap) -> Result<(), FetchError> {
        let next = self.target(status, headers)?;
        self.check_length(&next)?;
        let refuse = |why: &str| {
            let message = format!("{} is not followed to {}: {why}", shown(&self.request.url), shown(&next));
            Err(FetchError::Refused { message, status: Some(status.as_u16()) })
        };
        if self.places.contains(&next) {
            return refuse("the redirects form a loop");
        }
        if self.places.len() > HOPS_MAX {
            return refuse(&format!("more than {HOPS_MAX} redirects"));
        }
        let is_secret = !self.request.headers.is_empty() || has_credentials(&self.request.url);
        if is_secret && self.place().scheme() == "https" && next.scheme() == "http" {
            return refuse("a request with headers of its own does not leave https");
        }
        self.is_at_home &= next.origin() == self.request.url.origin();
        self.is_permanent &= matches!(status.as_u16(), 301 | 308);
        self.places.push(next);
        Ok(())
    }

    fn target(&self, status: StatusCode, headers: &HeaderMap) -> Result<Url, FetchError> {
        let refuse = |why: &str| {
            let message = format!("{} answered {} {why}", shown(self.place()), status.as_u16());
            FetchError::Refused { message, status: Some(status.as_u16()) }
        };
        let location = headers.get(LOCATION).ok_or_else(|| refuse("without saying where to"))?;
        // Some servers send raw UTF-8, which `join` encodes.
        let location = String::from_utf8_lossy(location.as_bytes());
        let mut next =
            self.place().join(&location).map_err(|error| refuse(&format!("with an unusable address: {error}")))?;
        if next.fragment().is_none() {
            next.set_fragment(self.place().fragment());
        }
        Ok(bare(&next))
    }

    fn check_length(&self, url: &Url) -> Result<(), FetchError> {
        if url.as_str().len() > URL_BYTES_MAX {
            return Err(FetchError::refused(format!("{} is longer than {URL_BYTES_MAX} bytes", shown(url))));
        }
        Ok(())
    }
}

/// Returns whether an answer sends the request elsewhere.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}
