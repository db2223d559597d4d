//! What the first forest thought of a page's blocks, as further numbers of each.
//!
//! A block looks different once it is known what its surroundings are: the same line is a subheading between paragraphs
//! of the article and furniture between links. So the second forest sees how the first one judged the block's neighbors,
//! its kin and the scopes around it, and where in the run of what was thought text it lies.

use std::collections::HashMap;

use super::container;
use super::features::{NUMBERS, Survey, flag, since, until};
use super::line::{bytes, log};

/// Numbers of a row in the second round.
const NUMBERS_SECOND: usize = NUMBERS + 24;

/// Blocks whose thoughts are summed on either side.
const REACH: usize = 5;

/// Probability from which a block was thought text.
const TEXT_MIN: f32 = 0.5;

/// Shares of what was thought text that make containers.
const CONTAINER_SHARES: [f32; 2] = [0.5, 0.85];

/// A neighbor that is not there.
const NOBODY: f32 = -0.1;

/// Weights of text, in bytes, and of all.
#[derive(Clone, Copy, Default)]
struct Weight {
    text: f32,
    all: f32,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.text += other.text;
        self.all += other.all;
    }

    fn share(self) -> f32 {
        self.text / self.all.max(1.0)
    }
}

/// Returns the rows of the second round: those of the first one, and what was thought (probabilities, one a block).
pub fn rows(survey: &Survey, thought: &[f32]) -> Vec<Vec<f32>> {
    let weights: Vec<Weight> = thought
        .iter()
        .zip(&survey.lines)
        .map(|(thought, line)| Weight { text: thought * bytes(line.bytes), all: bytes(line.bytes) })
        .collect();
    let scopes = by_scope(survey, &weights);
    let kin = by_kin(survey, thought, &weights);
    let all = scopes[0].text.max(1.0);
    let containers = CONTAINER_SHARES.map(|share| {
        let container = container::container(&survey.scopes, share, |scope| scopes[scope].text);
        container::within(&survey.scopes, container)
    });
    let is_text: Vec<bool> = thought.iter().map(|thought| *thought >= TEXT_MIN).collect();
    let (since_text, until_text) = (since(is_text.iter()), until(&is_text));
    let mut before = 0.0;
    let mut rows = Vec::with_capacity(thought.len());
    for (at, weight) in weights.iter().enumerate() {
        let mut row = Vec::with_capacity(NUMBERS_SECOND);
        row.extend_from_slice(&survey.rows()[at]);
        let near = |by: isize| at.checked_add_signed(by).and_then(|at| thought.get(at)).copied().unwrap_or(NOBODY);
        row.extend([0, -1, 1, -2, 2, -3, 3].map(near));
        row.push(thought[at.saturating_sub(REACH)..at].iter().sum());
        row.push(thought[at + 1..].iter().take(REACH).sum());
        for group in survey.groups[at] {
            let weight = scopes[group as usize];
            row.extend([weight.share(), weight.text / all]);
        }
        row.extend(kin[&survey.kin_of(at)].numbers(all));
        row.extend([before / all, (scopes[0].text - before - weight.text) / all, all.ln()]);
        before += weight.text;
        row.extend([log(since_text[at]), log(until_text[at])]);
        let scope = survey.blocks[at].scope as usize;
        row.extend(containers.each_ref().map(|is_within| flag(is_within[scope])));
        debug_assert_eq!(row.len(), NUMBERS_SECOND);
        rows.push(row);
    }
    rows
}

fn by_scope(survey: &Survey, weights: &[Weight]) -> Vec<Weight> {
    let mut scopes = vec![Weight::default(); survey.scopes.len()];
    for (block, weight) in survey.blocks.iter().zip(weights) {
        scopes[block.scope as usize].add(*weight);
    }
    for at in (1..scopes.len()).rev() {
        let below = scopes[at];
        scopes[survey.scopes[at].parent as usize].add(below);
    }
    scopes
}

/// What was thought of blocks of the same tags, classes and kind.
#[derive(Default)]
struct Kin {
    thought: f32,
    count: f32,
    text: f32,
}

impl Kin {
    fn numbers(&self, all: f32) -> [f32; 2] {
        [self.thought / self.count, self.text / all]
    }
}

fn by_kin(survey: &Survey, thought: &[f32], weights: &[Weight]) -> HashMap<(u64, u8), Kin> {
    let mut kin: HashMap<_, Kin> = HashMap::new();
    for (at, (thought, weight)) in thought.iter().zip(weights).enumerate() {
        let kin = kin.entry(survey.kin_of(at)).or_default();
        kin.thought += thought;
        kin.count += 1.0;
        kin.text += weight.text;
    }
    kin
}
