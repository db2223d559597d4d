//! What the demo shows of the records: a sink like any other, so it sees what a user's sink would see.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::article::{Kind, Method, Record as Line};
use crate::sink::{Delivered, Delivery, Record, Sink};

/// Headlines kept for the screen.
const HEADLINES_MAX: usize = 12;

#[derive(Clone, Default)]
pub struct Audience(Arc<Mutex<Seen>>);

/// What went by.
#[derive(Default)]
pub struct Seen {
    /// Newest first.
    pub headlines: VecDeque<Headline>,
    pub languages: BTreeMap<String, u64>,
    pub new: u64,
    pub updates: u64,
    /// Copies of an article that was there before.
    pub copies: u64,
    pub words: u64,
}

pub struct Headline {
    pub language: String,
    pub publisher: String,
    pub title: String,
    pub method: Method,
    pub words: u32,
    pub kind: Kind,
    pub is_copy: bool,
}

impl Audience {
    pub fn seat(&self) -> impl Sink + use<> {
        Seat(self.clone())
    }

    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().expect("no holder panics")
    }
}

struct Seat(Audience);

impl Sink for Seat {
    fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
        let mut seen = self.0.seen();
        for record in records {
            if let Ok(line) = serde_json::from_slice(&record.line) {
                seen.note(line);
            }
        }
        Box::pin(async { Ok(Delivered::default()) })
    }
}

impl Seen {
    fn note(&mut self, line: Line) {
        let article = line.article;
        let annotations = article.annotations;
        let language = annotations.language.flatten().map_or_else(|| "–".to_owned(), |language| language.tag);
        let is_copy = annotations.duplicate.flatten().is_some();
        *self.languages.entry(language.clone()).or_default() += 1;
        self.words += u64::from(article.word_count);
        self.copies += u64::from(is_copy);
        match line.envelope.kind {
            Kind::New => self.new += 1,
            Kind::Update => self.updates += 1,
        }
        self.headlines.push_front(Headline {
            language,
            publisher: article.publisher.name.or(article.publisher.domain).unwrap_or_default(),
            title: article.title.unwrap_or_default(),
            method: article.extraction.method,
            words: article.word_count,
            kind: line.envelope.kind,
            is_copy,
        });
        self.headlines.truncate(HEADLINES_MAX);
    }
}
