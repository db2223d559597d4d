//! A page's blocks as rows of numbers, from which the forest tells text from furniture.
//!
//! A row holds what the block is by itself, what stands around it in the tree, where it lies in the run of prose,
//! what the page says elsewhere, and a few numbers of its neighbors. What the first forest thought of all the blocks
//! makes further numbers, in [`super::thoughts`].

use std::collections::HashMap;

use super::candidates::Candidates;
use super::container::{self, Sums};
use super::line::{Line, bytes, log, ratio};
use crate::normalize::blocks::{Block, Kind};
use crate::normalize::scope::{NEARNESS_MAX, SUBJECTS, Scope, Tag};
use crate::normalize::walk::Walked;

/// Numbers of a row in the first round.
pub const NUMBERS: usize = OWN + NEIGHBORS * NEIGHBOR;

const OWN: usize = 56 + SUBJECTS;
const NEIGHBORS: usize = 4;
const NEIGHBOR: usize = 5;

/// Shares of the page's prose that make containers.
const CONTAINER_SHARES: [f32; 2] = [0.5, 0.85];

/// Blocks further away than this are equally far.
const DISTANCE_MAX: usize = 50;

/// A page's blocks of text with all that the judge looks at.
pub struct Survey {
    pub blocks: Vec<Block>,
    pub lines: Vec<Line>,
    pub scopes: Vec<Scope>,
    /// For every block, the scopes around it that hold more than it, innermost first.
    pub groups: Vec<[u32; 3]>,
    rows: Vec<Vec<f32>>,
}

impl Survey {
    /// Surveys a page's blocks; pictures have no text and are not among them.
    pub fn of(walked: Walked, candidates: &Candidates) -> Self {
        let Walked { mut blocks, scopes } = walked;
        blocks.retain(|block| block.kind != Kind::Picture);
        let lines: Vec<Line> = blocks.iter().map(Line::of).collect();
        let sums = container::sums(&scopes, &blocks, &lines);
        let groups: Vec<_> = blocks.iter().map(|block| groups(&scopes, &sums, block.scope)).collect();
        let mut survey = Self { blocks, lines, scopes, groups, rows: Vec::new() };
        let mut rows = survey.own_rows(candidates, &sums);
        add_neighbors(&mut rows, &survey);
        survey.rows = rows;
        survey
    }

    /// One row a block.
    pub fn rows(&self) -> &[Vec<f32>] {
        &self.rows
    }

    fn own_rows(&self, candidates: &Candidates, sums: &[Sums]) -> Vec<Vec<f32>> {
        let all = sums[0];
        let prose = |scope: usize| bytes(sums[scope].prose);
        let containers = CONTAINER_SHARES.map(|share| container::container(&self.scopes, share, prose));
        let is_within = containers.map(|scope| container::within(&self.scopes, scope));
        let kin = self.kin();
        let runs = Runs::of(self);
        let mut rows = Vec::with_capacity(self.blocks.len());
        for (at, block) in self.blocks.iter().enumerate() {
            let line = &self.lines[at];
            let scope = block.scope as usize;
            let mut row = Vec::with_capacity(NUMBERS);
            text(&mut row, block, line, &self.scopes[scope]);
            row.extend(nearness(block, &self.scopes[scope]));
            for group in self.groups[at] {
                let sums = &sums[group as usize];
                row.extend([log(sums.bytes), sums.prose_share(), sums.linked_share(), log(sums.blocks)]);
            }
            for (container, is_within) in containers.iter().zip(&is_within) {
                row.push(flag(is_within[scope]));
                row.push(f32::from(self.scopes[scope].depth) - f32::from(self.scopes[*container as usize].depth));
            }
            let agreement = candidates.agreement(&block.text);
            row.extend([agreement.told, agreement.description, agreement.title]);
            row.extend(kin[&self.kin_of(at)].numbers());
            row.extend(runs.numbers(at, &all));
            debug_assert_eq!(row.len(), OWN);
            rows.push(row);
        }
        rows
    }

    /// Blocks of the same tags, classes and kind are kin.
    pub fn kin_of(&self, at: usize) -> (u64, u8) {
        let block = &self.blocks[at];
        (self.scopes[block.scope as usize].signature, block.kind as u8)
    }

    fn kin(&self) -> HashMap<(u64, u8), Kin> {
        let mut kin: HashMap<_, Kin> = HashMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            let kin = kin.entry(self.kin_of(at)).or_default();
            kin.count += 1;
            kin.bytes += line.bytes;
            kin.linked += self.blocks[at].linked;
            kin.prose += usize::from(line.is_prose);
        }
        kin
    }
}

/// Blocks of the same tags, classes and kind.
#[derive(Default)]
struct Kin {
    count: usize,
    bytes: usize,
    linked: usize,
    prose: usize,
}

impl Kin {
    fn numbers(&self) -> [f32; 4] {
        let Self { count, bytes, linked, prose } = *self;
        [log(count), log(bytes / count.max(1)), ratio(linked, bytes), ratio(prose, count)]
    }
}

/// Where each block lies in the run of prose, and below which heading.
struct Runs {
    /// Bytes of prose before each block.
    prose: Vec<usize>,
    /// Blocks since the last prose and until the next.
    since_prose: Vec<usize>,
    until_prose: Vec<usize>,
    since_heading: Vec<usize>,
    until_heading: Vec<usize>,
    since_title: Vec<usize>,
    below_closer: Vec<bool>,
    copies: Vec<usize>,
    count: usize,
}

impl Runs {
    fn of(survey: &Survey) -> Self {
        let Survey { blocks, lines, scopes, .. } = survey;
        let is_prose: Vec<bool> = lines.iter().map(|line| line.is_prose).collect();
        let is_heading: Vec<bool> = blocks.iter().map(|block| block.kind == Kind::Heading).collect();
        let is_title: Vec<bool> =
            blocks.iter().map(|block| scopes[block.scope as usize].tag == Tag::Heading(1)).collect();
        let mut is_closed = false;
        let below_closer = lines.iter().zip(&is_heading).map(|(line, is_heading)| {
            let was_closed = is_closed;
            if *is_heading || line.furniture.is_closer {
                is_closed = line.furniture.is_closer;
            }
            was_closed || is_closed
        });
        let below_closer = below_closer.collect();
        let mut seen = HashMap::new();
        let copies = lines.iter().map(|line| {
            let count: &mut usize = seen.entry(line.key).or_default();
            *count += 1;
            *count - 1
        });
        let copies = copies.collect();
        let mut sum = 0;
        let prose = lines.iter().map(|line| {
            let before = sum;
            sum += if line.is_prose { line.bytes } else { 0 };
            before
        });
        let prose = prose.collect();
        Self {
            prose,
            since_prose: since(is_prose.iter()),
            until_prose: until(&is_prose),
            since_heading: since(is_heading.iter()),
            until_heading: until(&is_heading),
            since_title: since(is_title.iter()),
            below_closer,
            copies,
            count: blocks.len(),
        }
    }

    fn numbers(&self, at: usize, all: &Sums) -> [f32; 10] {
        [
            ratio(self.prose[at], all.prose),
            log(self.since_prose[at]),
            log(self.until_prose[at]),
            log(self.since_heading[at]),
            log(self.until_heading[at]),
            log(self.since_title[at]),
            flag(self.below_closer[at]),
            log(self.copies[at]),
            ratio(at, self.count),
            log(self.count),
        ]
    }
}

/// For each place, how many places ago the last marked one before it was.
pub fn since<'a>(marks: impl Iterator<Item = &'a bool>) -> Vec<usize> {
    let mut distance = DISTANCE_MAX;
    let distances = marks.map(|mark| {
        let before = distance;
        distance = if *mark { 0 } else { (distance + 1).min(DISTANCE_MAX) };
        before
    });
    distances.collect()
}

pub fn until(marks: &[bool]) -> Vec<usize> {
    let mut distances = since(marks.iter().rev());
    distances.reverse();
    distances
}

/// The scopes around a block that hold more than it, each more than the one within.
fn groups(scopes: &[Scope], sums: &[Sums], scope: u32) -> [u32; 3] {
    let mut at = scope;
    let mut held = 1;
    let mut groups = [0; 3];
    for group in &mut groups {
        while at != 0 && sums[at as usize].blocks <= held {
            at = scopes[at as usize].parent;
        }
        held = sums[at as usize].blocks;
        *group = at;
    }
    groups
}

fn text(row: &mut Vec<f32>, block: &Block, line: &Line, scope: &Scope) {
    row.extend([log(line.chars), log(line.words), line.linked, line.capitalized, line.short_words, line.digits]);
    row.extend([log(line.commas), log(line.sentences), flag(line.ends_sentence), flag(line.ends_colon)]);
    row.extend([flag(line.starts_capital), flag(line.starts_digit), flag(line.is_prose), flag(line.is_stamp)]);
    let furniture = &line.furniture;
    row.extend([flag(furniture.is_lead), flag(furniture.is_notice), flag(furniture.is_closer)]);
    row.extend([flag(furniture.is_caption), flag(furniture.is_byline)]);
    row.extend([f32::from(block.kind as u8), flag(block.figure.is_some()), f32::from(scope.depth)]);
    row.push(match scope.tag {
        Tag::Other => 0.0,
        Tag::Paragraph => 1.0,
        Tag::Heading(level) => 10.0 + f32::from(level),
        Tag::Item => 3.0,
        Tag::Division => 4.0,
        Tag::Section => 5.0,
        Tag::Cell => 6.0,
    });
}

fn nearness(block: &Block, scope: &Scope) -> [f32; SUBJECTS] {
    let mut row = [0.0; SUBJECTS];
    for (subject, number) in row.iter_mut().enumerate() {
        let is_inline = block.hints >> subject & 1 == 1;
        *number = f32::from(if is_inline { NEARNESS_MAX + 1 } else { scope.nearness[subject] });
    }
    row
}

fn add_neighbors(rows: &mut [Vec<f32>], survey: &Survey) {
    for (at, row) in rows.iter_mut().enumerate() {
        for by in [-1, 1, -2, 2] {
            let Some(near) = at.checked_add_signed(by).filter(|near| *near < survey.lines.len()) else {
                row.extend([-1.0; NEIGHBOR]);
                continue;
            };
            let line = &survey.lines[near];
            let is_same_group = survey.groups[near][0] == survey.groups[at][0];
            row.extend([log(line.chars), line.linked, flag(line.ends_sentence)]);
            row.extend([f32::from(survey.blocks[near].kind as u8), flag(is_same_group)]);
        }
    }
}

pub fn flag(is_true: bool) -> f32 {
    f32::from(u8::from(is_true))
}
