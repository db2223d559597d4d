//! Receives a body: at most so many bytes, at most so long, and never for nothing.
//!
//! What has arrived when a connection breaks is kept: half a feed is still half a feed.

use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use tokio::time::{Instant, timeout_at};

use super::decode::Decoder;
use super::failure::root_cause;

pub(super) struct Limits {
    /// Bytes as they come over the wire.
    pub wire_bytes_max: u64,
    /// Bytes after decompression.
    pub body_bytes_max: u64,
    /// Longest silence.
    pub read_timeout: Duration,
    /// End of the whole request.
    pub deadline: Instant,
}

/// What was received, and how it ended.
pub(super) struct Body {
    pub bytes: Bytes,
    pub end: End,
}

pub(super) enum End {
    Whole,
    /// The rest did not come; says why.
    Cut(String),
    /// There is more than the limit; says how much was allowed.
    TooLarge(String),
    /// The bytes are not what `Content-Encoding` says.
    Undecodable(String),
}

impl End {
    /// Why the rest did not come; `None` if there is no rest.
    pub(super) fn reason(self) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Cut(why) | Self::Undecodable(why) => Some(why),
            Self::TooLarge(size) => Some(format!("it is {size}")),
        }
    }
}

/// Receives the body of `response` within `limits`.
///
/// Cancel safe in that a dropped call closes the connection.
pub(super) async fn receive(response: &mut Response, limits: &Limits) -> Body {
    let values = response.headers().get_all(CONTENT_ENCODING);
    let encoding: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
    let encoding = encoding.join(",");
    if response.content_length().is_some_and(|announced| announced > limits.wire_bytes_max) {
        return Body { bytes: Bytes::new(), end: End::TooLarge(wire_excess(limits)) };
    }
    let bytes_max = usize::try_from(limits.body_bytes_max).unwrap_or(usize::MAX);
    let mut decoder = Decoder::new(&encoding, bytes_max);
    let end = fill(&mut decoder, response, limits, &encoding).await;
    let decoded = decoder.end();
    let end = match end {
        End::Whole if !decoded.is_whole => End::Cut(format!("{} has no end", name_of(&encoding))),
        end => end,
    };
    Body { bytes: decoded.bytes.into(), end }
}

async fn fill(decoder: &mut Decoder, response: &mut Response, limits: &Limits, encoding: &str) -> End {
    let mut wire_bytes = 0;
    loop {
        let silence_end = Instant::now() + limits.read_timeout;
        let piece = match timeout_at(silence_end.min(limits.deadline), response.chunk()).await {
            Err(_) if silence_end < limits.deadline => {
                return End::Cut(format!("nothing arrived for {:?}", limits.read_timeout));
            }
            Err(_) => return End::Cut("it took longer than the timeout".to_owned()),
            Ok(Err(error)) => return End::Cut(root_cause(&error)),
            Ok(Ok(None)) => return End::Whole,
            Ok(Ok(Some(piece))) => piece,
        };
        wire_bytes += piece.len() as u64;
        if wire_bytes > limits.wire_bytes_max {
            return End::TooLarge(wire_excess(limits));
        }
        if let Err(error) = decoder.write(&piece) {
            return if decoder.is_full() {
                End::TooLarge(format!("more than {} bytes after decompression", limits.body_bytes_max))
            } else {
                End::Undecodable(format!("its body is not {}: {error}", name_of(encoding)))
            };
        }
    }
}

/// A body without a declared coding is decoded only if it looks like gzip.
fn name_of(encoding: &str) -> String {
    if encoding.is_empty() { "the gzip that it looks like".to_owned() } else { format!("the declared {encoding:?}") }
}

fn wire_excess(limits: &Limits) -> String {
    format!("more than {} bytes", limits.wire_bytes_max)
}
