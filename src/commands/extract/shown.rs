//! `courant extract --explain` for people: the rule, the fields, then the page block by block, on a terminal's width.

use std::fmt::Write;
use std::io::{self, IsTerminal};

use ratatui::crossterm::terminal;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Article, Method};
use crate::commands::one_line;
use crate::normalize::explain::{Candidate, Explanation, Fate, Field, RuleUse, SelectorUse, Way};

/// Columns where there is no terminal to ask.
const WIDTH_DEFAULT: usize = 120;

/// Columns below which nothing is aligned any more; a narrower terminal wraps.
const WIDTH_MIN: usize = 60;

/// Furniture in a row that is shown whole; of more, the first and the last ones are.
const RUN_SHOWN: usize = 6;
const RUN_EDGE: usize = 2;

/// What the judge gives at most to blocks that are passed over in such a row.
const PASSED_OVER_MAX: f32 = 0.25;

/// Columns before a block's text: mark, judge, votes, kind.
const BLOCK_INDENT: usize = 25;

/// Columns of a field's or a place's name.
const NAME_WIDTH: usize = 11;

/// Columns of a rule's key.
const RULE_KEY_WIDTH: usize = 14;

/// The share of a block in JSON-LD's text from which it counts as there.
const TOLD_MIN: f32 = 0.5;

const LEGEND: &str = "✓ kept  ~ changed  → moved  ✗ dropped;  J it is in JSON-LD's text";

/// What the output may use.
pub struct Look {
    pub width: usize,
    pub is_colored: bool,
}

impl Look {
    /// That of the terminal; a pipe gets no colors.
    pub fn of_stdout() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let size = is_terminal.then(terminal::size).and_then(Result::ok);
        let width = size.map_or(WIDTH_DEFAULT, |(columns, _)| usize::from(columns).max(WIDTH_MIN));
        let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { width, is_colored: is_terminal && !is_refused }
    }

    fn paint(&self, paint: Paint, text: &str) -> String {
        match (self.is_colored, paint) {
            _ if !self.is_colored || text.is_empty() => text.to_owned(),
            (_, Paint::None) => text.to_owned(),
            (_, paint) => format!("\u{1b}[{}m{text}\u{1b}[0m", paint as u8),
        }
    }
}

/// Codes of select graphic rendition (ECMA-48).
#[derive(Clone, Copy, PartialEq)]
enum Paint {
    None = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

/// Writes the whole explanation; without an article, how it came to none.
pub fn text(article: Option<&Article>, explanation: &Explanation, look: &Look) -> String {
    let mut text = String::new();
    if let Some(rule) = &explanation.rule {
        write_rule(&mut text, rule, look);
    }
    for field in &explanation.fields {
        write_field(&mut text, field, look);
    }
    if !explanation.fields.is_empty() {
        text.push('\n');
    }
    // Pictures beside the text are no news.
    let is_shown = |way: &&Way| way.fate != Fate::Dropped || way.kind != "picture";
    write_blocks(&mut text, &explanation.blocks.iter().filter(is_shown).collect::<Vec<_>>(), look);
    let _ = writeln!(text, "\n{}", look.paint(Paint::Dim, LEGEND));
    if let Some(article) = article {
        let _ = writeln!(text, "{}", summary(article, explanation));
    }
    text
}

fn write_rule(text: &mut String, rule: &RuleUse, look: &Look) {
    let (paint, fits) =
        if rule.fits { (Paint::Green, "fits") } else { (Paint::Red, "does not fit: rule_without_match") };
    let _ = writeln!(text, "{} {}", look.paint(Paint::Bold, &rule.place), look.paint(paint, fits));
    let most = rule.selectors.iter().map(|used| used.selector.chars().count()).max().unwrap_or(0).min(look.width / 2);
    for used in &rule.selectors {
        let selector = clipped(&one_line(&used.selector), most);
        let paint = if used.elements == 0 { Paint::Yellow } else { Paint::None };
        let found = look.paint(paint, &format!("{:>4} found", used.elements));
        let (key, selector) = (used.key, padded(&selector, most));
        let _ = writeln!(text, "  {key:<RULE_KEY_WIDTH$}{selector}{found}{}", nothing_in(used, rule));
    }
    text.push('\n');
}

/// What elements lack that were found for a field.
fn nothing_in(used: &SelectorUse, rule: &RuleUse) -> &'static str {
    let (field, lacking) = match used.key {
        "title" => ("title", ", no text in it"),
        "author" => ("authors", ", no name in it"),
        "date" => ("published", ", no date in it"),
        _ => return "",
    };
    let is_said = rule.said.iter().any(|(said, _)| *said == field);
    if used.elements > 0 && !is_said { lacking } else { "" }
}

/// The value and where it comes from, then what the other places say.
fn write_field(text: &mut String, field: &Field, look: &Look) {
    let value = field.value.as_deref().unwrap_or("–");
    let (agreeing, others): (Vec<&Candidate>, Vec<&Candidate>) = field
        .candidates
        .iter()
        .filter(|candidate| Some(candidate.source) != field.source || !candidate.agrees(value))
        .partition(|candidate| candidate.agrees(value));
    let source = field.source.map(|source| format!("  {source}")).unwrap_or_default();
    let agreeing: Vec<&str> = agreeing.iter().map(|candidate| candidate.source).collect();
    let also = if agreeing.is_empty() { String::new() } else { format!(" and {}", agreeing.join(", ")) };
    let line = clipped(&one_line(value), look.width - NAME_WIDTH - width(&source) - width(&also));
    let name = look.paint(Paint::Bold, &format!("{:<NAME_WIDTH$}", field.name));
    let _ = writeln!(text, "{name}{line}{}{}", look.paint(Paint::Green, &source), look.paint(Paint::Dim, &also));
    for candidate in others {
        let said = clipped(&one_line(&candidate.value), look.width - 2 * NAME_WIDTH);
        let line = format!("{:NAME_WIDTH$}{:<NAME_WIDTH$}{said}", "", candidate.source);
        let _ = writeln!(text, "{}", look.paint(Paint::Dim, &line));
    }
}

fn write_blocks(text: &mut String, ways: &[&Way], look: &Look) {
    let head = format!("{:>7}  {:<5}{:<11}{}", "judge", "", "kind", "text");
    let _ = writeln!(text, "{}", look.paint(Paint::Dim, &head));
    let mut at = 0;
    while at < ways.len() {
        let run = ways[at..].iter().take_while(|way| is_passed_over(way)).count();
        if run > RUN_SHOWN {
            let (passed, last) = (at + RUN_EDGE, at + run - RUN_EDGE);
            ways[at..passed].iter().for_each(|way| write_block(text, way, look));
            write_passed(text, &ways[passed..last], look);
            ways[last..at + run].iter().for_each(|way| write_block(text, way, look));
            at += run;
        } else {
            write_block(text, ways[at], look);
            at += 1;
        }
    }
}

/// Whether nobody would miss the block.
fn is_passed_over(way: &Way) -> bool {
    way.fate == Fate::Dropped
        && matches!(way.by, Some("judge" | "rule" | "source"))
        && way.judge.is_none_or(|probability| probability <= PASSED_OVER_MAX)
}

fn write_passed(text: &mut String, ways: &[&Way], look: &Look) {
    let most = ways.iter().filter_map(|way| way.judge).reduce(f32::max);
    let most = most.map(|most| format!(", none above {}", share(most))).unwrap_or_default();
    let line = format!("⋮{:width$}{} more{most}", "", ways.len(), width = BLOCK_INDENT - 1);
    let _ = writeln!(text, "{}", look.paint(Paint::Dim, &line));
}

/// The block's line: its text on the left, the reason at the right edge.
fn write_block(text: &mut String, way: &Way, look: &Look) {
    let (mark, paint) = match way.fate {
        Fate::Kept => ("✓", Paint::Green),
        Fate::Changed => ("~", Paint::Yellow),
        Fate::Moved => ("→", Paint::Cyan),
        Fate::Dropped => ("✗", Paint::Red),
    };
    let is_told = way.jsonld.is_some_and(|share| share >= TOLD_MIN);
    let votes = if is_told { "J" } else { " " };
    let judge = way.judge.map(share).unwrap_or_default();
    let reason = match (way.by, &way.why) {
        (None, _) if way.origin == "readability" || way.origin == "jsonld" => format!("from {}", way.origin),
        (Some("judge"), _) | (None, _) => String::new(),
        (Some(step), None) => step.to_owned(),
        (Some(step), Some(why)) => format!("{step}: {}", one_line(why)),
    };
    let reason = clipped(&reason, look.width * 2 / 5);
    let reason_width = width(&reason);
    let room = look.width - BLOCK_INDENT - if reason_width > 0 { reason_width + 2 } else { 0 };
    let body = clipped(&one_line(&way.text), room);
    let body_paint = if way.fate == Fate::Dropped { Paint::Dim } else { Paint::None };
    let lead = format!("{judge:>5}  {votes:<5}{:<11}", way.kind);
    let line = if reason.is_empty() { body } else { format!("{}  ", padded(&body, room)) };
    let (lead, line) = (look.paint(body_paint, &lead), look.paint(body_paint, &line));
    let _ = writeln!(text, "{} {lead}{line}{}", look.paint(paint, mark), look.paint(paint, &reason));
}

fn summary(article: &Article, explanation: &Explanation) -> String {
    let count = |fate| explanation.blocks.iter().filter(|way| way.fate == fate).count();
    let method = match article.extraction.method {
        Method::Page => "the page",
        // There is no feed: what has no markup is read like one's text.
        Method::FeedContent | Method::FeedSummary => "plain text",
    };
    let flags: Vec<String> = article.extraction.flags.iter().map(|flag| flag.to_string()).collect();
    let flags = if flags.is_empty() { String::new() } else { format!("; flags: {}", flags.join(", ")) };
    format!(
        "{} {} in {} of {} blocks, {} moved to other fields, from {method}{flags}",
        article.word_count,
        if article.word_count == 1 { "word" } else { "words" },
        count(Fate::Kept) + count(Fate::Changed),
        explanation.blocks.len(),
        count(Fate::Moved),
    )
}

/// `.98`, `1.0`
fn share(share: f32) -> String {
    let text = format!("{share:.2}");
    text.strip_prefix('0').map_or_else(|| "1.0".to_owned(), str::to_owned)
}

fn width(text: &str) -> usize {
    Span::raw(text).width()
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text, or its start and `…`, in so many columns.
fn clipped(text: &str, columns: usize) -> String {
    let mut taken = 0;
    let mut end = 0;
    for (at, sign) in text.grapheme_indices(true) {
        let wide = width(sign);
        if taken + wide > columns {
            let mut clipped = text[..end].trim_end().to_owned();
            clipped.push('…');
            return clipped;
        }
        taken += wide;
        // Room for the mark of a cut.
        if taken < columns {
            end = at + sign.len();
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests;
