//! Labels the words of a page: the best chain of labels for each run, by the model's weights.

use std::ops::Range;

use super::agree;
use super::features::Run;
use super::model::{LABELS, Model};
use super::page::Page;
use crate::article::EntityKind;

/// A name, as units of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub units: Range<usize>,
    pub kind: EntityKind,
    /// How sure kind and bounds are, 0 to 1.
    pub score: f32,
}

/// Kinds in the order of their labels.
pub const KINDS: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];

/// Longer ones are no names but text in capitals, and would make comparing names slow.
const NAME_UNITS_MAX: usize = 24;

/// No name.
pub const OUTSIDE: usize = 0;

/// Returns the label of a kind's first word, or of its other words.
pub const fn label(kind: usize, is_first: bool) -> usize {
    1 + 2 * kind + if is_first { 0 } else { 1 }
}

/// Whether a label goes on with the name of the label before.
const fn goes_on(label: usize) -> bool {
    label != OUTSIDE && label.is_multiple_of(2)
}

/// Whether `to` can stand behind `from`: only a name that began can go on.
pub const fn is_allowed(from: usize, to: usize) -> bool {
    !goes_on(to) || from == to || from + 1 == to
}

/// Returns the names of the page, in order.
pub fn names(page: &Page, model: &Model<'_>) -> Vec<Name> {
    let mut chain = Chain::new(model);
    let mut features = Vec::new();
    let mut names = Vec::new();
    for range in &page.runs {
        chain.clear();
        let run = Run::of(page, range.clone());
        for at in range.clone() {
            features.clear();
            run.each_feature(at, |hash| features.push(hash));
            chain.push(model.weights(&features));
        }
        chain.names(range.start, &mut names);
    }
    names.retain(|name| name.units.len() <= NAME_UNITS_MAX);
    agree::agree(page, &mut names);
    names
}

/// Scores of the labels of one run, from its first word on and from its last word back.
struct Chain {
    links: [[f32; LABELS]; LABELS],
    sharpness: f32,
    weights: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
}

/// Less than any score.
const NEVER: f32 = -1e9;

impl Chain {
    fn new(model: &Model<'_>) -> Self {
        let mut links = model.links;
        for (from, row) in links.iter_mut().enumerate() {
            for (to, link) in row.iter_mut().enumerate() {
                if !is_allowed(from, to) {
                    *link = NEVER;
                }
            }
        }
        Self { links, sharpness: model.sharpness, weights: Vec::new(), forward: Vec::new() }
    }

    fn clear(&mut self) {
        self.weights.clear();
        self.forward.clear();
    }

    /// Goes on by one word: the best score of each label is that of the best way there.
    fn push(&mut self, weights: [f32; LABELS]) {
        let mut scores = self.links[OUTSIDE];
        if let Some(before) = self.forward.last() {
            scores = [NEVER; LABELS];
            for (score, row) in before.iter().zip(&self.links) {
                for (best, link) in scores.iter_mut().zip(row) {
                    *best = best.max(score + link);
                }
            }
        }
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += weight;
        }
        self.weights.push(weights);
        self.forward.push(scores);
    }

    /// Reads the chain backwards: what stands at each word is the best chain through each of its labels, so the
    /// lead of the best one over the next says how sure it is.
    fn names(&self, start: usize, names: &mut Vec<Name>) {
        let mut behind = self.links.map(|row| row[OUTSIDE]);
        let first_new = names.len();
        let mut end = None;
        let mut lead = f32::MAX;
        for index in (0..self.weights.len()).rev() {
            let mut through = self.forward[index];
            for (score, behind) in through.iter_mut().zip(behind) {
                *score += behind;
            }
            let best = best_label(&through);
            lead = lead.min(through[best] - runner_up(&through, best));
            if best == OUTSIDE {
                (end, lead) = (None, f32::MAX);
            } else if goes_on(best) {
                end = end.or(Some(index + 1));
            } else {
                let units = start + index..start + end.take().unwrap_or(index + 1);
                let score = 1.0 / (1.0 + (-lead * self.sharpness).exp());
                names.push(Name { units, kind: KINDS[(best - 1) / 2], score });
                lead = f32::MAX;
            }
            behind = self.step_back(index, &behind);
        }
        names[first_new..].reverse();
    }

    /// Returns, for each label of the word before `index`, the best that can follow.
    fn step_back(&self, index: usize, behind: &[f32; LABELS]) -> [f32; LABELS] {
        let mut ahead = self.weights[index];
        for (score, behind) in ahead.iter_mut().zip(behind) {
            *score += behind;
        }
        self.links.map(|row| row.iter().zip(&ahead).map(|(link, score)| link + score).fold(NEVER, f32::max))
    }
}

fn best_label(scores: &[f32; LABELS]) -> usize {
    let mut best = OUTSIDE;
    for label in 1..LABELS {
        if scores[label] > scores[best] {
            best = label;
        }
    }
    best
}

fn runner_up(scores: &[f32; LABELS], best: usize) -> f32 {
    let others = scores.iter().enumerate().filter(|(label, _)| *label != best);
    others.map(|(_, score)| *score).fold(NEVER, f32::max)
}
