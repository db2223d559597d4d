//! What moves between the steps, and the lanes that keep it in order.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::poll::answer_facts;
use super::queue::Ticket;
use super::sites::Site;
use crate::analyze::Tokenized;
use crate::article::{Provenance, hex};
use crate::fetch::Document;
use crate::normalize::{self, Page, PageOutcome, Standing};
use crate::parse::Sighting;
use crate::store::ending::Ending;

/// Works that may stand between two steps of one lane.
pub const LANE_DEPTH: usize = 16;

/// An item on its way from the first hand-over to the second.
pub struct Work {
    pub ticket: Ticket,
    pub load: Load,
    /// Returned when the work leaves the last lane.
    pub permit: OwnedSemaphorePermit,
}

/// What the step before left.
pub enum Load {
    Raw(Box<Raw>),
    Article(Box<Tokenized>),
    /// Decided early; the steps in between let it pass, so that the order of the others holds.
    Ended(Ending),
}

/// What `normalize` needs.
pub struct Raw {
    pub sighting: Sighting,
    pub page: Fetched,
    pub standing: Standing,
    /// What the page's site is known to repeat; `None` reads the page by itself.
    pub site: Option<Site>,
}

/// What came of an item's page.
pub enum Fetched {
    NotWanted,
    Page(Box<Document>),
    Unavailable,
    RefusedByRobots,
}

impl Fetched {
    /// Decodes the page, where there is one, and hands what came of it to `then`.
    pub fn read<T>(&self, then: impl FnOnce(PageOutcome<'_>) -> T) -> T {
        match self {
            Self::NotWanted => then(PageOutcome::NotWanted),
            Self::Page(document) => then(PageOutcome::Got(&decoded(document))),
            Self::Unavailable => then(PageOutcome::Unavailable),
            Self::RefusedByRobots => then(PageOutcome::RefusedByRobots),
        }
    }
}

fn decoded(document: &Document) -> Page {
    let provenance = Provenance { sha256: hex(&Sha256::digest(&document.body)), ..answer_facts(document) };
    let html = normalize::decode(&document.body, document.content_type.as_deref());
    Page { url: document.final_url.clone(), html, provenance, fetched: document.fetched }
}

/// Bounds what is in CPU work at once, and lets a suspect be alone with it.
#[derive(Clone)]
pub struct Crew {
    permits: Arc<Semaphore>,
    size: u32,
}

impl Crew {
    pub fn new(size: u32) -> Self {
        Self { permits: Arc::new(Semaphore::new(size as usize)), size }
    }

    /// Waits for room; a suspect waits until nothing else is in work, and nothing else starts beside it, so that
    /// if the process dies again nobody else is charged.
    pub async fn admit(&self, is_suspect: bool) -> OwnedSemaphorePermit {
        let wanted = if is_suspect { self.size } else { 1 };
        Arc::clone(&self.permits).acquire_many_owned(wanted).await.expect("the crew is never closed")
    }
}

/// Deals works to the lanes in turn.
pub struct Dealer {
    lanes: Vec<mpsc::Sender<Work>>,
    next: usize,
}

/// Collects works from the lanes in the same turn: the order in which they were dealt, without sorting.
///
/// It relies on every lane passing on every work: a step ends one early by [`Load::Ended`], never by dropping it.
pub struct Collector {
    lanes: Vec<mpsc::Receiver<Work>>,
    next: usize,
}

impl Dealer {
    pub fn new(lanes: Vec<mpsc::Sender<Work>>) -> Self {
        Self { lanes, next: 0 }
    }

    /// Waits for room in the lane whose turn it is.
    pub async fn deal(&mut self, work: Work) {
        let lane = self.next;
        self.next = (self.next + 1) % self.lanes.len();
        // A lane ends only with its inlet; a work that finds it gone drops its ticket, which means later.
        let _ = self.lanes[lane].send(work).await;
    }
}

impl Collector {
    pub fn new(lanes: Vec<mpsc::Receiver<Work>>) -> Self {
        Self { lanes, next: 0 }
    }

    /// Returns the next work in the order of dealing; `None` once the dealer is gone and all is collected.
    pub fn collect(&mut self) -> Option<Work> {
        let lane = self.next;
        self.next = (self.next + 1) % self.lanes.len();
        self.lanes[lane].blocking_recv()
    }
}
