//! A feed document as bytes, kept until the feed changes, and the validators that stand for it.

use std::sync::Arc;

use bytes::Bytes;

use super::feed;
use super::newsroom::Newsroom;
use super::outlet::{Dates, Feed, Validators};
use super::truth::Shown;

/// One feed document in the forms in which it is served.
pub struct Rendition {
    /// The feed's, when this was written.
    pub generation: u64,
    pub plain: Bytes,
    gzip: Option<Bytes>,
    pub entries: Arc<[Shown]>,
    /// Whether the truth already has all of it.
    pub told: bool,
}

impl Rendition {
    pub fn of(newsroom: &Newsroom, feed: &Feed) -> Self {
        let charset = newsroom.outlets()[feed.outlet].habits.charset;
        let shown = |number: &u32| {
            let story = newsroom.story(*number).expect("what a window shows is kept");
            Shown { number: *number, version: story.version, touches: story.touches }
        };
        Self {
            generation: feed.generation,
            plain: encode(&feed::render(newsroom, feed), charset),
            gzip: None,
            entries: feed.window.iter().map(shown).collect(),
            told: false,
        }
    }

    /// Returns the compressed form; the work is done once.
    pub fn gzip(&mut self) -> Bytes {
        self.gzip.get_or_insert_with(|| compress(&self.plain)).clone()
    }
}

/// The validators that an answer carries, where the outlet gives them.
pub struct Headers {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

impl Headers {
    /// Returns the validators of a feed as it is now.
    pub fn of(newsroom: &Newsroom, index: usize) -> Self {
        let feed = &newsroom.feeds()[index];
        let habit = newsroom.outlets()[feed.outlet].habits.validators;
        let etag = || format!("W/\"{:x}-{index}-{}\"", newsroom.start().as_nanosecond(), feed.generation);
        // A date stands for one document only when its second is over: nothing can change in it any more.
        let is_settled = feed.changed.as_second() < newsroom.now().as_second();
        let modified = || Dates::Rfc822.write(feed.changed);
        Self {
            etag: matches!(habit, Validators::Etag | Validators::Both).then(etag),
            last_modified: (is_settled && matches!(habit, Validators::LastModified | Validators::Both)).then(modified),
        }
    }
}

/// Returns text in an outlet's charset.
pub fn encode(text: &str, charset: &str) -> Bytes {
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).expect("profiles name real charsets");
    Bytes::from(encoding.encode(text).0.into_owned())
}

pub fn compress(body: &[u8]) -> Bytes {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::fast());
    encoder.write_all(body).expect("memory takes all bytes");
    Bytes::from(encoder.finish().expect("memory takes all bytes"))
}
