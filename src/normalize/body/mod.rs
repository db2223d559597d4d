//! Which blocks of a page are its article.
//!
//! ```text
//! tree ─▶ walk ─▶ blocks, scopes ─▶ lines, sums ─┐
//! readability, JSON-LD, description ─▶ candidates ─┴▶ rows ─▶ first round ─▶ second round ─▶ kept
//! ```
//!
//! No candidate is taken whole: every block is judged by itself, with what its place, its kin, its neighbors and
//! the candidates say of it. The two forests that weigh this are trained by `examples/train-body.rs`; nothing in
//! them knows a site.

pub mod candidates;
mod container;
pub mod features;
pub mod forest;
pub mod line;

use std::sync::LazyLock;

use self::candidates::Candidates;
use self::features::Survey;
use self::forest::Forest;
use super::blocks::{Block, Kind};
use super::walk::Walked;

static FIRST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_bytes!("first.bin")));
static SECOND: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_bytes!("second.bin")));

/// Probability from which a block is text.
const KEPT_MIN: f32 = 0.5;

/// How many blocks before the first paragraph the lead picture's caption may stand: a byline, a date, a line or two.
const LEAD_REACH: usize = 6;

/// Returns the article's blocks, with the pictures among them.
pub fn judge(walked: Walked, candidates: &Candidates) -> Vec<Block> {
    // Pictures go by the text around them.
    let mut pictures: Vec<(usize, Block)> = Vec::new();
    let mut texts = 0;
    for block in &walked.blocks {
        match block.kind {
            Kind::Picture => pictures.push((texts, block.clone())),
            _ => texts += 1,
        }
    }
    let survey = Survey::of(walked, candidates);
    let thought: Vec<f32> = survey.first().iter().map(|row| FIRST.probability(row)).collect();
    let is_kept: Vec<bool> = survey.second(&thought).iter().map(|row| SECOND.probability(row) >= KEPT_MIN).collect();
    let first = is_kept.iter().position(|kept| *kept).unwrap_or(texts);
    let last = is_kept.iter().rposition(|kept| *kept).unwrap_or(0);
    let has_caption = |at: usize| survey.blocks.get(at).is_some_and(|block| is_caption(block.kind));
    let lead = first.saturating_sub(LEAD_REACH);
    let is_near = |at: usize| (first..=last + 1).contains(&at) || ((lead..first).contains(&at) && has_caption(at));
    let pictures: Vec<_> = pictures.into_iter().filter(|(at, _)| is_near(*at)).collect();
    let mut pictures = pictures.into_iter().peekable();
    let mut kept = Vec::new();
    for (at, (block, is_kept)) in survey.blocks.into_iter().zip(is_kept).enumerate() {
        while let Some((_, picture)) = pictures.next_if(|(before, _)| *before <= at) {
            kept.push(picture);
        }
        if is_kept || (is_caption(block.kind) && (lead..=last).contains(&at)) {
            kept.push(block);
        }
    }
    kept.extend(pictures.map(|(_, picture)| picture));
    kept
}

fn is_caption(kind: Kind) -> bool {
    matches!(kind, Kind::Caption | Kind::Credit)
}
