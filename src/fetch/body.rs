//! Receives a body: at most so many bytes, at most so long, and never for nothing.
//!
//! What has arrived when a connection breaks is kept: half a feed is still half a feed.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use tokio::time::{Instant, timeout_at};

use super::budget::{Budget, Crowded};
use super::decode::{Decoded, Decoder};
use super::failure::root_cause;
use super::room::Stop;

pub(super) struct Limits<'a> {
    /// Bytes as they come over the wire.
    pub wire_bytes_max: u64,
    /// Bytes after decompression.
    pub body_bytes_max: u64,
    /// Whether the beginning of a body that is longer is wanted.
    pub keeps_beginning: bool,
    /// Of all bodies together.
    pub budget: &'a Arc<Budget>,
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
    /// There are too many large bodies at once, and this was the largest.
    Crowded(Crowded),
}

impl End {
    /// Why the rest did not come; `None` if there is no rest.
    pub(super) fn reason(self) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Cut(why) | Self::Undecodable(why) => Some(why),
            Self::TooLarge(size) => Some(format!("it is {size}")),
            Self::Crowded(crowded) => Some(crowded.to_string()),
        }
    }
}

/// Receives the body of `response` within `limits`.
///
/// Cancel safe in that a dropped call closes the connection.
pub(super) async fn receive(response: &mut Response, limits: &Limits<'_>) -> Body {
    let values = response.headers().get_all(CONTENT_ENCODING);
    let encoding: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
    let encoding = encoding.join(",");
    if response.content_length().is_some_and(|announced| announced > limits.wire_bytes_max) {
        return Body { bytes: Bytes::new(), end: End::TooLarge(wire_excess(limits)) };
    }
    let bytes_max = usize::try_from(limits.body_bytes_max).unwrap_or(usize::MAX);
    let mut decoder = Decoder::new(&encoding, bytes_max, limits.budget.share());
    let end = fill(&mut decoder, response, limits, &encoding).await;
    let is_wanted = !matches!(end, End::TooLarge(_) | End::Crowded(_)) || limits.keeps_beginning;
    if !is_wanted {
        return Body { bytes: Bytes::new(), end };
    }
    let mut decoded = decoder.end();
    decoded.share.arrived();
    let end = match end {
        End::Whole if !decoded.is_whole => End::Cut(format!("{} has no end", name_of(&encoding))),
        end => end,
    };
    Body { bytes: Bytes::from_owner(decoded), end }
}

async fn fill(decoder: &mut Decoder, response: &mut Response, limits: &Limits<'_>, encoding: &str) -> End {
    let mut wire_bytes = 0;
    loop {
        let silence_end = Instant::now() + limits.read_timeout;
        let end = silence_end.min(limits.deadline);
        let piece = tokio::select! {
            crowded = decoder.share().given_up() => return End::Crowded(crowded),
            piece = timeout_at(end, response.chunk()) => match piece {
                Err(_) if silence_end < limits.deadline => {
                    return End::Cut(format!("nothing arrived for {:?}", limits.read_timeout));
                }
                Err(_) => return End::Cut(TOO_SLOW.to_owned()),
                Ok(Err(error)) => return End::Cut(root_cause(&error)),
                Ok(Ok(None)) => return End::Whole,
                Ok(Ok(Some(piece))) => piece,
            },
        };
        wire_bytes += piece.len() as u64;
        if wire_bytes > limits.wire_bytes_max {
            return End::TooLarge(wire_excess(limits));
        }
        if let Err(error) = decoder.write(&piece) {
            return match decoder.stopped_by() {
                Some(Stop::TooLong) => {
                    End::TooLarge(format!("more than {} bytes after decompression", limits.body_bytes_max))
                }
                Some(Stop::Crowded(crowded)) => End::Crowded(crowded),
                None => End::Undecodable(format!("its body is not {}: {error}", name_of(encoding))),
            };
        }
        match timeout_at(limits.deadline, decoder.share().room()).await {
            Err(_) => return End::Cut(TOO_SLOW.to_owned()),
            Ok(Err(crowded)) => return End::Crowded(crowded),
            Ok(Ok(())) => {}
        }
    }
}

const TOO_SLOW: &str = "it took longer than the timeout";

/// What was decoded is a body as long as somebody holds it, and counts as long.
impl AsRef<[u8]> for Decoded {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Three codings with room; a server may declare as many as fit into a header.
const SHOWN_CODING_CHARS_MAX: usize = 40;

/// A body without a declared coding is decoded only if it looks like gzip.
fn name_of(encoding: &str) -> String {
    if encoding.is_empty() {
        return "the gzip that it looks like".to_owned();
    }
    match encoding.char_indices().nth(SHOWN_CODING_CHARS_MAX) {
        Some((end, _)) => format!("the declared {:?}…", &encoding[..end]),
        None => format!("the declared {encoding:?}"),
    }
}

fn wire_excess(limits: &Limits<'_>) -> String {
    format!("more than {} bytes", limits.wire_bytes_max)
}
