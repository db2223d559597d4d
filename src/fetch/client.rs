//! The fetcher: one request, its redirects, its answer.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use reqwest::{Client, Response, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::body::{self, Body, End, Limits};
use super::budget::Budget;
use super::failure::{self, bare, shown};
use super::guard::SystemLookup;
use super::redirect::{Trip, is_redirect};
use super::{Answer, Document, FetchError, Guard, Hints, Request, Validators, Wanted, decode, hints};
use crate::config;

/// Google reads no more of a robots.txt than 500 KiB; RFC 9309 asks for at least that.
pub(super) const ROBOTS_BYTES_MAX: u64 = 512 * 1024;

/// Polls of one host lie minutes apart, its pages a second: longer than this, an idle connection only
/// costs a file descriptor.
const IDLE_CONNECTION_FOR: Duration = Duration::from_secs(10);

/// Long enough for any type with parameters; it is copied into every record.
const CONTENT_TYPE_BYTES_MAX: usize = 512;

/// Fetches documents. Cheap to share, not to build: it holds the connections.
///
/// Heads of answers are bounded by the HTTP library: 100 headers and about 400 KB over HTTP/1, 16 KB
/// over HTTP/2.
pub struct Fetcher {
    client: Client,
    /// Of the feeds that have a proxy of their own; as many as the configuration names.
    proxied: Mutex<HashMap<Url, Client>>,
    guard: Guard,
    budget: Arc<Budget>,
    settings: config::Fetch,
}

/// Why there can be no fetcher.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("`fetch.user_agent` is not a header value: {0:?}; use visible ASCII characters")]
    UserAgent(String),
    #[error("`fetch.proxy` cannot be used")]
    Proxy(#[source] reqwest::Error),
    #[error("could not set up TLS; are the system's CA certificates installed?")]
    Client(#[source] reqwest::Error),
}

impl Fetcher {
    /// Builds the fetcher that `settings` describe.
    ///
    /// With `settings.proxy`, names are resolved by the proxy, out of the guard's sight; literal
    /// addresses are still checked.
    ///
    /// # Errors
    /// If a setting cannot be used or the system has no CA certificates.
    pub fn new(settings: &config::Fetch) -> Result<Self, SetupError> {
        Self::with_guard(settings, Guard::new(settings.allow_private))
    }

    pub(super) fn with_guard(settings: &config::Fetch, guard: Guard) -> Result<Self, SetupError> {
        if HeaderValue::from_str(&settings.user_agent).is_err() {
            return Err(SetupError::UserAgent(settings.user_agent.clone()));
        }
        // Fails when somebody else has installed one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = build(settings, settings.proxy.as_ref(), &guard)?;
        let budget = Budget::new(settings.body_max);
        Ok(Self { client, proxied: Mutex::default(), guard, budget, settings: settings.clone() })
    }

    /// The client of a feed's own proxy, or the one of all others.
    fn client(&self, request: &Request) -> Result<Client, FetchError> {
        let Some(proxy) = &request.proxy else { return Ok(self.client.clone()) };
        let mut proxied = self.proxied.lock().expect("no holder panics");
        if let Some(client) = proxied.get(proxy) {
            return Ok(client.clone());
        }
        let client = build(&self.settings, Some(proxy), &self.guard)
            .map_err(|error| FetchError::refused(format!("the feed's `proxy` cannot be used: {error}")))?;
        proxied.insert(proxy.clone(), client.clone());
        Ok(client)
    }

    fn goes_direct(&self, request: &Request) -> bool {
        self.settings.proxy.is_none() && request.proxy.is_none()
    }

    /// Asks once, follows redirects, and returns what came, all within `settings.timeout`.
    ///
    /// It asks at once: [`Courtesy`](super::Courtesy) is the caller's duty, for the host of the
    /// request; hosts that redirects lead to are not waited for. A dropped call closes its connection.
    ///
    /// # Errors
    /// [`FetchError::Again`] if it may go better later, [`FetchError::Refused`] if not.
    pub async fn get(&self, request: &Request) -> Result<Answer, FetchError> {
        let deadline = Instant::now() + self.settings.timeout;
        let mut trip = Trip::new(request)?;
        loop {
            self.guard.check(trip.place()).map_err(|error| failure::unreachable(trip.place(), &error))?;
            let response = self.ask(request, &trip, deadline).await?;
            if !is_redirect(response.status()) {
                return self.conclude(request, &trip, response, deadline).await;
            }
            trip.follow(response.status(), response.headers())?;
        }
    }

    /// Sends one request and waits for the head of its answer.
    async fn ask(&self, request: &Request, trip: &Trip<'_>, deadline: Instant) -> Result<Response, FetchError> {
        let place = trip.place();
        let headers = self.headers(request, trip)?;
        // The client turns user name and password of the URL into basic authorization.
        let pending = self.client(request)?.get(trip.place_with_credentials()).headers(headers).send();
        let response = match timeout_at(deadline, pending).await {
            Err(_) => {
                let message = format!("{} gave no answer within {:?}", shown(place), self.settings.timeout);
                return Err(FetchError::again(message));
            }
            Ok(Err(error)) => return Err(failure::from_client(place, &error, self.settings.connect_timeout)),
            Ok(Ok(response)) => response,
        };
        if let Some(peer) = response.remote_addr().filter(|_| self.goes_direct(request)) {
            self.check_peer(peer).map_err(|error| failure::unreachable(place, &error))?;
        }
        Ok(response)
    }

    fn check_peer(&self, peer: SocketAddr) -> Result<(), super::GuardError> {
        self.guard.check_address(peer.ip()).inspect_err(|_| {
            tracing::error!(%peer, "a connection to a private address was opened in spite of the guard: this is a bug");
        })
    }

    fn headers(&self, request: &Request, trip: &Trip<'_>) -> Result<HeaderMap, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accepted_types(request.wanted)));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(decode::ACCEPTED));
        let user_agent = request.user_agent.as_ref().unwrap_or(&self.settings.user_agent);
        headers.insert(USER_AGENT, value_of("user_agent", user_agent)?);
        let validators = &request.validators;
        for (name, validator) in [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)] {
            if let Some(validator) = validator.as_deref().filter(|validator| hints::is_sendable(validator)) {
                headers.insert(name, value_of("validator", validator)?);
            }
        }
        for (name, value) in trip.headers() {
            let Ok(header) = HeaderName::try_from(name) else {
                return Err(FetchError::refused(format!(
                    "{name:?} is not a header name; correct the feed's `headers`"
                )));
            };
            let mut value = value_of(name, value)?;
            value.set_sensitive(true);
            headers.insert(header, value);
        }
        Ok(headers)
    }

    /// Turns the last answer of a trip into the caller's.
    async fn conclude(
        &self,
        request: &Request,
        trip: &Trip<'_>,
        response: Response,
        deadline: Instant,
    ) -> Result<Answer, FetchError> {
        let fetched = to_the_millisecond(Timestamp::now());
        let hints = hints::hints(response.headers(), fetched);
        match response.status() {
            StatusCode::NOT_MODIFIED => not_modified(request, trip, &response, hints),
            status if status.is_success() => {
                self.document(request, trip, response, Head { fetched, hints, deadline }).await.map(Answer::Document)
            }
            status => Err(failure::from_status(trip.place(), status, hints.retry_after)),
        }
    }

    async fn document(
        &self,
        request: &Request,
        trip: &Trip<'_>,
        mut response: Response,
        head: Head,
    ) -> Result<Document, FetchError> {
        let is_robots = request.wanted == Wanted::Robots;
        let body_bytes_max = if is_robots { ROBOTS_BYTES_MAX } else { self.settings.body_max };
        let limits = Limits {
            wire_bytes_max: self.settings.wire_max,
            body_bytes_max,
            keeps_beginning: is_robots,
            budget: &self.budget,
            read_timeout: self.settings.read_timeout,
            deadline: head.deadline,
        };
        let Body { bytes, end } = body::receive(&mut response, &limits).await;
        let status = response.status().as_u16();
        let place = trip.place();
        let refused = |message: String| Err(FetchError::Refused { message, status: Some(status) });
        match &end {
            End::TooLarge(size) if !is_robots => {
                let remedy = "raise `fetch.body_max` and `fetch.wire_max` if it is wanted";
                return refused(format!("{} sent {size}; {remedy}", shown(place)));
            }
            End::Crowded(crowded) => {
                let message = format!("{} was given up: {crowded}", shown(place));
                return Err(FetchError::Again { message, status: Some(status), retry_after: None });
            }
            End::Cut(why) if bytes.is_empty() => {
                let message = format!("{} sent no body: {why}", shown(place));
                return Err(FetchError::Again { message, status: Some(status), retry_after: head.hints.retry_after });
            }
            End::Undecodable(why) if bytes.is_empty() => {
                return refused(format!("{} cannot be decoded: {why}", shown(place)));
            }
            End::Cut(why) | End::Undecodable(why) => {
                tracing::debug!(url = %shown(place), why, bytes = bytes.len(), "body cut");
            }
            End::Whole | End::TooLarge(_) => {}
        }
        Ok(Document {
            requested_url: bare(&request.url),
            final_url: place.clone(),
            moved_to: trip.moved_to(),
            status,
            content_type: content_type(response.headers()),
            validators: hints::validators(response.headers()),
            hints: head.hints,
            body: bytes,
            is_complete: matches!(end, End::Whole),
            cut: end.reason(),
            fetched: head.fetched,
        })
    }
}

fn build(settings: &config::Fetch, proxy: Option<&Url>, guard: &Guard) -> Result<Client, SetupError> {
    let builder = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(settings.connect_timeout)
        .pool_idle_timeout(IDLE_CONNECTION_FOR)
        .pool_max_idle_per_host(settings.per_host)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true);
    let builder = match proxy {
        // The guard must not look up the proxy itself: it may well be private.
        Some(proxy) => builder
            .proxy(reqwest::Proxy::all(proxy.clone()).map_err(SetupError::Proxy)?)
            .dns_resolver(Arc::new(SystemLookup)),
        None => builder.no_proxy().dns_resolver(guard.resolver()),
    };
    builder.build().map_err(SetupError::Client)
}

/// What is known when the head of an answer has been read.
struct Head {
    fetched: Timestamp,
    hints: Hints,
    deadline: Instant,
}

/// As fine as the state file keeps times, so that a record's times agree with it.
fn to_the_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

fn not_modified(request: &Request, trip: &Trip<'_>, response: &Response, hints: Hints) -> Result<Answer, FetchError> {
    let sent = &request.validators;
    if sent.etag.is_none() && sent.last_modified.is_none() {
        let message = format!("{} answered 304 not modified to a question without validators", shown(trip.place()));
        return Err(FetchError::Again { message, status: Some(304), retry_after: hints.retry_after });
    }
    let fresh = hints::validators(response.headers());
    let validators = Validators {
        etag: fresh.etag.or_else(|| sent.etag.clone()),
        last_modified: fresh.last_modified.or_else(|| sent.last_modified.clone()),
    };
    Ok(Answer::NotModified { validators, hints })
}

fn accepted_types(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Feed => {
            "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, \
             application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
        }
        Wanted::Page => "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5",
        Wanted::Robots => "text/plain, */*;q=0.5",
    }
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.as_bytes();
    (value.len() <= CONTENT_TYPE_BYTES_MAX).then(|| String::from_utf8_lossy(value).into_owned())
}

fn value_of(name: &str, value: &str) -> Result<HeaderValue, FetchError> {
    // The value itself may be a secret and is not shown.
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        FetchError::refused(format!(
            "the value of {name:?} is not a header value: it has line breaks or other control characters"
        ))
    })
}
