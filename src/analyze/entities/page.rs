//! An article as the model reads it: words with what the lists say of them, lines, and runs that may be names.
//!
//! Only runs of capitalized words, with the small words between them, are ever labeled: all else is no name.
//! A run stays within one line of the text.
//!
//! Features are made of what this file finds, so it is FROZEN with the model.

use std::ops::Range;

use super::evidence::{self, Spelling};
use super::model::Model;
use super::names::{self, Known};
use super::words::{self, Caps};
use crate::analyze::tokens::{Gap, Kind, Token, Tokens};

/// A token and what is known of it alone.
#[derive(Clone, Copy)]
pub struct Unit {
    /// Of the plain form; of the pattern, for a number.
    pub hash: u64,
    /// Where the plain form stands in [`Page::plain`].
    start: u32,
    end: u32,
    /// Index into [`Page::spellings`].
    pub spelling: u32,
    /// Index into [`Page::lines`].
    pub line: u32,
    pub known: Known,
    pub caps: Caps,
    pub shape: u8,
    /// Its place in a phrase of the lists; 0 for none.
    pub phrase: u8,
    /// Whether a sentence begins here.
    pub opens: bool,
}

/// A line of the text.
#[derive(Clone)]
pub struct Line {
    /// Its units.
    pub units: Range<usize>,
    /// Whether it is written in capitals, as headlines of agencies are.
    pub is_upper: bool,
    /// Headline, row of a table, short line or text, each also as the first line.
    pub kind: u8,
}

pub struct Page {
    pub units: Vec<Unit>,
    pub lines: Vec<Line>,
    /// Where names can stand, in order.
    pub runs: Vec<Range<usize>>,
    pub spellings: Vec<Spelling>,
    plain: String,
}

impl Page {
    pub fn of(text: &str, tokens: &Tokens, model: &Model<'_>) -> Self {
        let mut page = Self::read(text, tokens, model);
        mark_phrases(&mut page.units, model);
        for index in 0..page.lines.len() {
            let units = page.lines[index].units.clone();
            page.lines[index] = line(&page.units, units, index == 0);
        }
        page.runs = page.find_runs(tokens.all());
        page.spellings = evidence::gather(&page);
        page
    }

    /// Returns the plain form of a unit.
    pub fn plain(&self, unit: &Unit) -> &str {
        &self.plain[unit.start as usize..unit.end as usize]
    }

    /// Returns the line of a unit.
    pub fn line_of(&self, unit: &Unit) -> &Line {
        &self.lines[unit.line as usize]
    }

    /// Tokens to units and their lines, without what neighbors say.
    fn read(text: &str, tokens: &Tokens, model: &Model<'_>) -> Self {
        let all = tokens.all();
        let mut page = Self {
            units: Vec::with_capacity(all.len()),
            lines: Vec::new(),
            runs: Vec::new(),
            spellings: Vec::new(),
            plain: String::with_capacity(text.len()),
        };
        let mut spellings = Numbers::for_at_most(all.len());
        for (at, token) in all.iter().enumerate() {
            if at == 0 || token.gap >= Gap::Line {
                if let Some(line) = page.lines.last_mut() {
                    line.units.end = at;
                }
                page.lines.push(Line { units: at..all.len(), is_upper: false, kind: 0 });
            }
            let unit = page.unit(token.of(text), token.kind, model, &mut spellings);
            page.units.push(unit);
        }
        for sentence in tokens.sentences() {
            page.units[sentence.start].opens = true;
        }
        page
    }

    fn unit(&mut self, word: &str, kind: Kind, model: &Model<'_>, spellings: &mut Numbers) -> Unit {
        let start = self.plain.len();
        words::fold_into(&mut self.plain, word);
        let plain = &self.plain[start..];
        let caps = match kind {
            Kind::Mark | Kind::Address => Caps::Mark,
            Kind::Number => Caps::Number,
            Kind::Clitic => Caps::Clitic,
            Kind::Word => Caps::of(word),
        };
        let hash = if caps == Caps::Number { words::number_hash(plain) } else { words::hash(plain) };
        let is_listed = !matches!(caps, Caps::Mark | Caps::Number);
        Unit {
            hash,
            start: start as u32,
            end: self.plain.len() as u32,
            spelling: spellings.of(hash),
            line: self.lines.len() as u32 - 1,
            known: if is_listed { model.known(hash) } else { 0 },
            caps,
            shape: words::shape(word, caps),
            phrase: 0,
            opens: false,
        }
    }

    fn find_runs(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut at = 0;
        while at < self.units.len() {
            if self.units[at].caps.is_capital() {
                let end = self.run_end(tokens, at);
                runs.push(at..end);
                at = end;
            } else {
                at += 1;
            }
        }
        runs
    }

    /// Returns the end of the run that begins with the capitalized word at `start`.
    fn run_end(&self, tokens: &[Token], start: usize) -> usize {
        let line_end = self.line_of(&self.units[start]).units.end;
        let mut end = start + 1;
        let mut at = end;
        while at < line_end {
            let unit = &self.units[at];
            if unit.caps.is_capital() || (unit.caps == Caps::Clitic && at == end) {
                end = at + 1;
            } else if at - end >= JOINTS_MAX || !self.is_joint(unit, tokens[at].gap) {
                break;
            }
            at += 1;
        }
        end
    }

    /// Whether a name can go on behind such a word.
    fn is_joint(&self, unit: &Unit, gap: Gap) -> bool {
        let plain = self.plain(unit);
        JOINTS.binary_search(&plain).is_ok() && (plain != "." || gap == Gap::None)
    }
}

/// Most small words in a row inside a name: `Bank of the West`, `Friends of the & Co`.
const JOINTS_MAX: usize = 3;

/// Small words and marks inside of names; sorted.
const JOINTS: &[&str] = &[
    "\"", "&", "'", "'s", ",", "-", ".", "/", "a", "af", "against", "al", "and", "as", "at", "av", "bin", "bint", "by",
    "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el", "et", "for", "i",
    "ibn", "in", "la", "le", "les", "los", "och", "of", "og", "on", "ten", "ter", "the", "to", "ul", "und", "van",
    "von", "with", "y", "zu",
];

/// What [`Unit::phrase`] is in the first word of a place and of an organization; one more in all other words.
pub const PLACE_START: u8 = 1;
pub const ORGANIZATION_START: u8 = 3;

/// Finds the longest phrases of the lists.
fn mark_phrases(units: &mut [Unit], model: &Model<'_>) {
    let mut at = 0;
    while at < units.len() {
        if let Some((kind, words)) = phrase(&units[at..], model) {
            for (index, unit) in units[at..at + words].iter_mut().enumerate() {
                unit.phrase = kind + u8::from(index > 0);
            }
            at += words;
        } else {
            at += 1;
        }
    }
}

/// Returns kind and length of the longest phrase that opens `units`.
fn phrase(units: &[Unit], model: &Model<'_>) -> Option<(u8, usize)> {
    const BOTH_START: u8 = 5;
    let first = units.first()?;
    if first.known & names::OPENS_PHRASE == 0 || first.caps == Caps::Lower {
        return None;
    }
    let mut hash = first.hash;
    let mut longest = None;
    for (index, unit) in units.iter().enumerate().take(names::PHRASE_WORDS_MAX).skip(1) {
        if unit.caps == Caps::Number {
            break;
        }
        hash = words::join(hash, unit.hash);
        let kind = match model.known(hash) & (names::PLACE_PHRASE | names::ORGANIZATION_PHRASE) {
            0 => continue,
            names::PLACE_PHRASE => PLACE_START,
            names::ORGANIZATION_PHRASE => ORGANIZATION_START,
            _ => BOTH_START,
        };
        if unit.caps != Caps::Lower {
            longest = Some((kind, index + 1));
        }
    }
    longest
}

/// Tells what kind of line this is.
fn line(units: &[Unit], range: Range<usize>, is_first: bool) -> Line {
    const HEADLINE: u8 = 1;
    const ROW: u8 = 2;
    const SHORT: u8 = 3;
    const TEXT: u8 = 4;
    const FIRST: u8 = 5;
    const ROW_WORDS_MAX: usize = 8;
    const SHORT_UNITS_MAX: usize = 6;
    let (mut upper, mut lower, mut words, mut numbers) = (0, 0, 0, 0);
    for unit in &units[range.clone()] {
        match unit.caps {
            Caps::Upper | Caps::Single => upper += 1,
            Caps::Lower | Caps::Title => lower += 1,
            Caps::Number => numbers += 1,
            Caps::Mixed | Caps::Mark | Caps::Clitic => {}
        }
        words += usize::from(unit.caps.is_capital() || unit.caps == Caps::Lower);
    }
    let is_upper = (upper >= 2 && upper > 2 * lower) || (upper == 1 && lower == 0 && !is_first && numbers > 1);
    let is_row = numbers >= 1 && lower <= words / 2 + 1 && words <= ROW_WORDS_MAX;
    let kind = match (is_upper, is_row) {
        (true, _) => HEADLINE,
        (_, true) => ROW,
        _ if range.len() <= SHORT_UNITS_MAX => SHORT,
        _ => TEXT,
    };
    Line { units: range, is_upper, kind: kind + if is_first { FIRST } else { 0 } }
}

/// Numbers hashes in the order in which they come first.
struct Numbers {
    /// Open addressing; 0 is empty, else one more than the index into `hashes`.
    slots: Vec<u32>,
    hashes: Vec<u64>,
}

impl Numbers {
    fn for_at_most(count: usize) -> Self {
        Self { slots: vec![0; (count * 2).next_power_of_two().max(2)], hashes: Vec::new() }
    }

    fn of(&mut self, hash: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => {
                    self.hashes.push(hash);
                    self.slots[at] = self.hashes.len() as u32;
                    return self.slots[at] - 1;
                }
                number if self.hashes[number as usize - 1] == hash => return number - 1,
                _ => at = (at + 1) & mask,
            }
        }
    }
}
