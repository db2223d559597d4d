//! Signed HTTP POSTs, one a record, in order: <https://www.standardwebhooks.com>.
//!
//! A record is offered until the receiver answers 2xx, or until it is given up as a dead letter: at once when
//! the receiver says that it does not want this record, else after the configured number of attempts. Every
//! attempt carries the same id and body, a fresh timestamp and its signature, so a receiver that remembers ids
//! sees each record once.
//!
//! This sink waits for nothing but one answer. Between attempts it returns [`SinkError::Unavailable`] with the
//! pause, and the runner offers the record again; the count of attempts stays here. A restart begins it anew.

mod answer;
mod signature;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Response};
use url::Url;

use self::answer::Verdict;
use self::signature::signature;
use super::{Delivered, Delivery, Record, Refused, Sink, SinkError};
use crate::config;
use crate::fetch::{Guard, GuardError};

/// First pause after a failed attempt; each further one is twice as long.
const PAUSE_MIN: Duration = Duration::from_secs(1);

/// What is read of an answer's body, and for how long, so that the connection can be used again. Its content
/// means nothing to us, so an endless one only costs its connection.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
const ANSWER_TIME_MAX: Duration = Duration::from_secs(1);

/// Why a webhook cannot be set up from its settings.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error(transparent)]
    Address(#[from] GuardError),
    #[error(
        "header `{name}` of the webhook is not a valid HTTP header; use letters, digits and `-` in its name and no line end in its value"
    )]
    Header { name: String },
    #[error("cannot set up the HTTP client of the webhook")]
    Client(#[source] reqwest::Error),
}

/// One receiver.
pub struct Webhook {
    client: Client,
    guard: Guard,
    url: Url,
    /// Scheme, host and port: what a message may show of an address that may hold a token.
    receiver: String,
    secret: Option<Vec<u8>>,
    /// The settings' own; sent with every record.
    headers: HeaderMap,
    timeout: Duration,
    attempts_max: u32,
    pause_max: Duration,
    /// Attempts so far at the record that was offered last.
    attempts: Attempts,
}

#[derive(Clone, Copy, Default)]
struct Attempts {
    seq: i64,
    made: u32,
}

impl Webhook {
    /// Sets up the receiver; nothing is sent yet.
    ///
    /// # Errors
    /// If the address is private and not allowed, a header is invalid, or TLS cannot be set up.
    pub fn new(settings: &config::Webhook) -> Result<Self, WebhookError> {
        let guard = Guard::new(settings.allow_private);
        guard.check(&settings.url)?;
        Ok(Self {
            client: client(&guard).map_err(WebhookError::Client)?,
            guard,
            receiver: settings.url.origin().ascii_serialization(),
            url: settings.url.clone(),
            secret: settings.secret.clone(),
            headers: headers(&settings.headers)?,
            timeout: settings.timeout,
            attempts_max: settings.attempts.max(1),
            pause_max: settings.retry_max.max(PAUSE_MIN),
            attempts: Attempts::default(),
        })
    }

    /// Makes one attempt at the record.
    async fn offer(&mut self, record: &Record) -> Result<Delivered, SinkError> {
        if self.attempts.seq != record.seq {
            self.attempts = Attempts { seq: record.seq, made: 0 };
        }
        self.attempts.made += 1;
        match self.attempt(record).await {
            Verdict::Delivered => Ok(Delivered::default()),
            Verdict::Refused { reason } => Ok(self.given_up(record, reason)),
            Verdict::Gone { reason } => {
                Ok(Delivered { disabled: Some(reason.clone()), ..self.given_up(record, reason) })
            }
            Verdict::Again { reason, .. } if self.attempts.made >= self.attempts_max => {
                Ok(self.given_up(record, reason))
            }
            Verdict::Again { reason, after } => Err(SinkError::Unavailable {
                message: format!("{reason}; attempt {} of {}", self.attempts.made, self.attempts_max),
                after: Some(self.pause().max(after.unwrap_or_default())),
            }),
        }
    }

    async fn attempt(&self, record: &Record) -> Verdict {
        if let Err(error) = self.guard.check(&self.url) {
            return Verdict::Again { reason: error.to_string(), after: None };
        }
        let answered = tokio::time::timeout(self.timeout, self.post(record, Timestamp::now())).await;
        let response = match answered {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return self.unreachable(&error),
            Err(_) => {
                let reason = format!("{} did not answer within {:?}", self.receiver, self.timeout);
                return Verdict::Again { reason, after: None };
            }
        };
        let verdict = answer::judge(&self.receiver, response.status(), response.headers(), Timestamp::now());
        drain(response).await;
        verdict
    }

    async fn post(&self, record: &Record, now: Timestamp) -> reqwest::Result<Response> {
        // A dot separates the parts of what is signed, so the id has none.
        let id = format!("{}-v{}", record.id, record.version);
        let timestamp = now.as_second().to_string();
        let mut request = self
            .client
            .post(self.url.clone())
            .headers(self.headers.clone())
            .header("webhook-id", &id)
            .header("webhook-timestamp", &timestamp)
            .body(Bytes::clone(&record.line));
        if let Some(secret) = &self.secret {
            request = request.header("webhook-signature", signature(secret, &id, &timestamp, &record.line));
        }
        request.send().await
    }

    fn unreachable(&self, error: &reqwest::Error) -> Verdict {
        let what = if error.is_connect() { "cannot connect to" } else { "no answer from" };
        Verdict::Again { reason: format!("{what} {}: {}", self.receiver, root(error)), after: None }
    }

    /// 1 s, 2 s, 4 s … up to the configured limit, less up to a half, so that receivers with many senders do not
    /// meet them all at once.
    fn pause(&self) -> Duration {
        let doublings = self.attempts.made.saturating_sub(1).min(30);
        let full = PAUSE_MIN.saturating_mul(1 << doublings).min(self.pause_max);
        full.mul_f64(1.0 - fastrand::f64() / 2.0)
    }

    fn given_up(&self, record: &Record, reason: String) -> Delivered {
        let refused = Refused { seq: record.seq, reason, attempts: self.attempts.made };
        Delivered { refused: vec![refused], ..Delivered::default() }
    }
}

impl Sink for Webhook {
    fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
        Box::pin(async move {
            match records {
                [] => Ok(Delivered::default()),
                [record] => self.offer(record).await,
                _ => unreachable!("one record a call, as `batch_max` says"),
            }
        })
    }

    /// One: an answer speaks of one record, and the next must not overtake it.
    fn batch_max(&self) -> usize {
        1
    }
}

/// A client that goes where it is told and nowhere else: no redirects, no proxy from the environment, no name
/// that resolves to a forbidden address.
fn client(guard: &Guard) -> reqwest::Result<Client> {
    // Whoever comes first installs it; all install the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(concat!("courant/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .dns_resolver(guard.resolver())
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .pool_max_idle_per_host(1)
        .build()
}

/// Those of the settings. What the standard lays down is not theirs to change.
fn headers(settings: &[(String, String)]) -> Result<HeaderMap, WebhookError> {
    let mut headers = HeaderMap::new();
    for (name, value) in settings {
        let invalid = || WebhookError::Header { name: name.clone() };
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| invalid())?;
        if name.as_str().starts_with("webhook-") {
            return Err(invalid());
        }
        value.set_sensitive(true);
        headers.append(name, value);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(headers)
}

/// Reads what is left of the answer, within limits; dropping the rest closes the connection.
async fn drain(mut response: Response) {
    let _ = tokio::time::timeout(ANSWER_TIME_MAX, async {
        let mut bytes = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            bytes += chunk.len();
            if bytes > ANSWER_BYTES_MAX {
                break;
            }
        }
    })
    .await;
}

/// The innermost cause says what happened; the outer ones repeat the address, which may hold a token.
fn root(error: &reqwest::Error) -> String {
    let Some(mut cause) = error.source() else { return "the request failed".to_owned() };
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
