//! Which blocks of a page are suspect, and which of them the site is known to repeat.
//!
//! What may be removed depends on how sure the judge was and on where the block stands:
//!
//! * Prose goes only at the edges, outside of the run of prose that is the article's own, and only where half of the
//!   site's articles have it. Agencies and newspapers repeat honest paragraphs (`The war began in …`) from story to story,
//!   mostly in the middle; that many stories they stand in never.
//! * Lines that the judge was sure of likewise: `The investigation goes on.` ends many a report, and `Why it matters` stands
//!   over many a paragraph.
//! * Lines that it was not sure of go anywhere, from a third of the articles on, and lines that are links from an eighth on.
//!   Not so a line of a list or a table (every cake wants `1 teaspoon of salt`) and a heading or label with something
//!   of the article's own right below.
//! * What others have use for stays: bylines, credits, the headings behind which the cleaner closes the text, and words that
//!   say that the text goes on elsewhere.
//!
//! When most of the text would go, nothing goes: it is the same article under several addresses, or a page that is no
//! article.

use super::{Recollection, Share, Shown};
use crate::normalize::blocks::{Block, Kind};
use crate::normalize::body::line::{Line, ratio};
use crate::normalize::need;

/// Probability from which the judge is sure of a block. On pages that it was not trained on, 2 % of the blocks it keeps
/// are furniture from here on, and 21 % below.
const SURE_MIN: f32 = 0.9;

/// Probability from which a block is remembered although it was not kept: on the site's next page it may be.
const POSSIBLE_MIN: f32 = 0.1;

/// Share of a line that stands in links and makes it one.
const LINKED_MIN: f32 = 0.5;

/// Lines from either end of the text that may be an edge's, down to the outermost prose. What is known to be furniture does
/// not count, so that a longer tail is learned piece by piece; all at once would take an article's last paragraphs for
/// suspects that it shares with a few others.
const EDGE_REACH: usize = 3;

/// Suspects of a page that are remembered, half from its start and half from its end: long lists of links have as
/// many as one likes.
const SHOWN_MAX: usize = 48;

/// Share of the kept text that must stay. News in two sentences have appeals of six below them; less is no article's own.
const LEFT_MIN: f32 = 0.25;

/// Why a block goes; also its name in explanations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    RepeatedAtEdge,
    RepeatedLine,
}

impl Finding {
    pub fn name(self) -> &'static str {
        match self {
            Self::RepeatedAtEdge => "site_memory_edge",
            Self::RepeatedLine => "site_memory_line",
        }
    }
}

/// What a site's memory says of a page.
#[derive(Debug, Default)]
pub struct Review {
    /// For each block why it goes, if it does.
    pub findings: Vec<Option<Finding>>,
    /// What is to be remembered.
    pub shown: Shown,
}

/// Reviews a page's blocks, of which the ones thought text with a probability of at least `kept_min` are kept.
pub fn review(blocks: &[Block], lines: &[Line], thought: &[f32], kept_min: f32, site: &Recollection<'_>) -> Review {
    let page = Page { blocks, lines, thought, kept_min, site };
    let findings = page.findings();
    let shown = page.shown(&findings);
    Review { findings, shown }
}

struct Page<'a> {
    blocks: &'a [Block],
    lines: &'a [Line],
    thought: &'a [f32],
    kept_min: f32,
    site: &'a Recollection<'a>,
}

impl Page<'_> {
    fn findings(&self) -> Vec<Option<Finding>> {
        let none = vec![None; self.blocks.len()];
        let is_own = |at: &usize| self.is_kept(*at) && self.lines[*at].is_prose && !self.repeats(*at, Share::Half);
        let Some(first) = (0..self.blocks.len()).find(is_own) else { return none };
        let last = (0..self.blocks.len()).rfind(is_own).unwrap_or(first);
        let findings: Vec<_> = (0..self.blocks.len()).map(|at| self.finding(at, first, last)).collect();
        let bytes = |is_counted: &dyn Fn(usize) -> bool| -> usize {
            let blocks = (0..self.blocks.len()).filter(|at| self.is_kept(*at) && is_counted(*at));
            blocks.map(|at| self.lines[at].bytes).sum()
        };
        let left = ratio(bytes(&|at| findings[at].is_none()), bytes(&|_| true));
        if left < LEFT_MIN { none } else { findings }
    }

    /// Judges one block; the article's own prose reaches from `first` to `last`.
    fn finding(&self, at: usize, first: usize, last: usize) -> Option<Finding> {
        if !self.is_kept(at) || self.is_routed(at) {
            return None;
        }
        let is_at_edge = at < first || (at > last && !self.opens_own(at));
        let found = if is_at_edge && self.repeats(at, Share::Half) {
            Finding::RepeatedAtEdge
        } else {
            let share = if self.is_linked(at) { Share::Eighth } else { Share::Third };
            let goes = self.is_doubtful(at) && self.repeats(at, share) && !self.opens_own(at);
            goes.then_some(Finding::RepeatedLine)?
        };
        let says_more_is_elsewhere = need::is_cut(std::slice::from_ref(&self.blocks[at]));
        (!says_more_is_elsewhere).then_some(found)
    }

    fn shown(&self, findings: &[Option<Finding>]) -> Shown {
        let mut is_suspect: Vec<bool> = (0..self.blocks.len()).map(|at| self.is_doubtful(at)).collect();
        for at in self.edge(0..self.blocks.len(), findings).chain(self.edge((0..self.blocks.len()).rev(), findings)) {
            is_suspect[at] = true;
        }
        let may_be_text =
            |at: &usize| self.thought[*at] >= POSSIBLE_MIN && !self.is_routed(*at) && self.lines[*at].key != 0;
        let keys = (0..self.blocks.len()).filter(|at| is_suspect[*at]).filter(may_be_text).map(|at| self.lines[at].key);
        let mut keys: Vec<u64> = keys.collect();
        if keys.len() > SHOWN_MAX {
            keys.drain(SHOWN_MAX / 2..keys.len() - SHOWN_MAX / 2);
        }
        Shown(keys)
    }

    /// The places up to and with the first prose that stays, or the last of [`EDGE_REACH`] lines that do.
    fn edge(&self, places: impl Iterator<Item = usize>, findings: &[Option<Finding>]) -> impl Iterator<Item = usize> {
        let mut left = EDGE_REACH;
        places.take_while(move |at| {
            let is_within = left > 0;
            if self.is_kept(*at) && !self.is_routed(*at) && findings[*at].is_none() {
                left = if self.lines[*at].is_prose { 0 } else { left.saturating_sub(1) };
            }
            is_within
        })
    }

    fn is_kept(&self, at: usize) -> bool {
        self.thought[at] >= self.kept_min && !matches!(self.blocks[at].kind, Kind::Caption | Kind::Credit)
    }

    fn is_routed(&self, at: usize) -> bool {
        let furniture = &self.lines[at].furniture;
        furniture.is_byline || furniture.is_caption || furniture.is_closer
    }

    fn is_linked(&self, at: usize) -> bool {
        ratio(self.blocks[at].linked, self.lines[at].bytes) >= LINKED_MIN
    }

    fn is_doubtful(&self, at: usize) -> bool {
        let is_listed = matches!(self.blocks[at].kind, Kind::Item | Kind::Row);
        self.is_linked(at) || (self.thought[at] < SURE_MIN && !self.lines[at].is_prose && !is_listed)
    }

    fn repeats(&self, at: usize, share: Share) -> bool {
        self.site.repeats(self.lines[at].key, share)
    }

    /// Whether it is a heading or a label right above something that the site does not repeat.
    fn opens_own(&self, at: usize) -> bool {
        let is_opener = self.blocks[at].kind == Kind::Heading || self.lines[at].ends_colon;
        let next = (at + 1..self.blocks.len()).find(|next| self.is_kept(*next));
        is_opener && next.is_some_and(|next| !self.is_linked(next) && !self.repeats(next, Share::Eighth))
    }
}
