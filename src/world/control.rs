//! The base address: the index, and the control addresses by which an outsider steers and asks.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::message::Reply;
use super::newsroom::Tally;
use super::outlet::Delivery;
use super::page;
use super::site::State;
use super::story::Version;

/// What one run amounted to.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    #[serde(flatten)]
    pub tally: Tally,
    pub outlets: usize,
    pub feeds: usize,
    pub requests: u64,
    /// Answers that were made to go wrong.
    pub mischief: u64,
    /// Articles served whole at least once.
    pub articles_whole: u32,
    pub truth_lines: u64,
    /// Why the truth file ends early.
    pub truth_failure: Option<String>,
}

#[derive(Serialize)]
struct Status {
    #[serde(flatten)]
    summary: Summary,
    elapsed_s: f64,
    frozen: bool,
    quiet: bool,
    /// Articles in some window whose current version no feed document has carried whole yet.
    pending: usize,
    /// The same for pages of outlets whose text stands only there.
    pending_pages: usize,
}

impl State {
    pub(super) fn summary(&self) -> Summary {
        let lines = self.truth.lines();
        Summary {
            tally: self.newsroom.tally(),
            outlets: self.newsroom.outlets().len(),
            feeds: self.newsroom.feeds().len(),
            requests: self.requests,
            mischief: self.mischief,
            articles_whole: self.truth.articles_whole(),
            truth_lines: *lines.as_ref().unwrap_or(&0),
            truth_failure: lines.err().map(ToString::to_string),
        }
    }

    /// Answers on the base address.
    pub(super) fn base(&mut self, path: &str, now: Duration, started: Instant) -> Reply {
        match path {
            "/" => return Reply::new(200, "text/html; charset=utf-8", page::index(&self.newsroom).into()),
            "/control/freeze" => self.frozen = Some(now),
            "/control/thaw" => {
                self.frozen = None;
                self.lost = started.elapsed().saturating_sub(now);
            }
            "/control/quiet" => self.quiet = true,
            "/control/loud" => self.quiet = false,
            "/control/status" => {}
            _ => return Reply::missing(),
        }
        let status = Status {
            summary: self.summary(),
            elapsed_s: now.as_secs_f64(),
            frozen: self.frozen.is_some(),
            quiet: self.quiet,
            pending: self.pending(None, |number| self.truth.whole(number)),
            pending_pages: self.pending(Some(Delivery::Page), |number| self.truth.page(number)),
        };
        let json = serde_json::to_vec(&status).expect("a status is plain JSON");
        Reply::new(200, "application/json", json.into())
    }

    /// Counts the articles in some window whose current version is later than what was served.
    fn pending(&self, delivery: Option<Delivery>, served: impl Fn(u32) -> Version) -> usize {
        let outlets = self.newsroom.outlets();
        let stories = self.newsroom.visible().filter(|story| served(story.number) < story.version);
        stories.filter(|story| delivery.is_none_or(|it| outlets[story.outlet].habits.delivery == it)).count()
    }
}
