//! What is wrong with a configuration: every problem at once, each with its place, its reason and its remedy.
//!
//! Reading never stops at a problem. It is noted in a [`Report`] and reading goes on with a stand-in; a plan leaves
//! only when the report stayed empty. What might show a secret is never quoted.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::ops::Range;

/// Problems kept of one configuration; the rest is only counted. More are not read by anybody.
const PROBLEMS_MAX: usize = 200;

/// Characters of a source line that are shown at most, so that a generated line of megabytes stays readable.
const EXCERPT_MAX: usize = 110;

/// A line with one of these words may hold a secret and is not shown.
const PRIVATE_WORDS: &[&str] =
    &["secret", "password", "passwd", "token", "authorization", "cookie", "api-key", "apikey"];

/// Why a configuration makes no plan. Never empty; in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems {
    list: Vec<Problem>,
    not_listed: usize,
}

impl Problems {
    /// Returns how many there are, those that were only counted included.
    pub fn count(&self) -> usize {
        self.list.len() + self.not_listed
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.list.iter().enumerate() {
            write!(f, "{}{problem}", if index == 0 { "" } else { "\n" })?;
        }
        if self.not_listed > 0 {
            write!(f, "\nand {} more; solve these first", self.not_listed)?;
        }
        Ok(())
    }
}

/// One problem: `file:line:column: key: what is wrong; what to do`, and the line itself with a mark under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    file: String,
    place: Option<Place>,
    /// As `sink[1].url`; empty where the whole file is meant.
    key: String,
    message: String,
    excerpt: Option<Excerpt>,
    order: (usize, usize),
}

/// Line and column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    /// Characters before the mark.
    indent: usize,
    width: usize,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(Place { line, column }) = self.place {
            write!(f, "{line}:{column}:")?;
        }
        if !self.key.is_empty() {
            write!(f, " {}:", self.key)?;
        }
        write!(f, " {}", self.message)?;
        if let (Some(Place { line, .. }), Some(Excerpt { text, indent, width })) = (self.place, &self.excerpt) {
            write!(f, "\n{line:>6} | {text}\n{:>6} | {:indent$}{:^<width$}", "", "", "")?;
        }
        Ok(())
    }
}

/// A text that is being read, and its name as messages give it.
pub struct Source<'a> {
    name: String,
    text: &'a str,
    /// Problems of earlier sources are shown first.
    order: usize,
    line_starts: OnceCell<Vec<usize>>,
}

impl<'a> Source<'a> {
    pub fn new(name: impl Into<String>, text: &'a str, order: usize) -> Self {
        Self { name: name.into(), text, order, line_starts: OnceCell::new() }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.place(offset).line
    }

    /// Pulls a span into the text and onto character boundaries; parsers may point behind the end.
    fn within(&self, span: Range<usize>) -> Range<usize> {
        let boundary = |at: usize| (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        let start = boundary(span.start).expect("0 is a boundary");
        start..boundary(span.end).expect("0 is a boundary").max(start)
    }

    fn place(&self, offset: usize) -> Place {
        let starts = self.line_starts.get_or_init(|| {
            let after_breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(after_breaks).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        Place { line, column: self.text[starts[line - 1]..offset].chars().count() + 1 }
    }

    fn excerpt(&self, span: &Range<usize>) -> Option<Excerpt> {
        let line_start = self.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = self.text[span.start..].find('\n').map_or(self.text.len(), |at| span.start + at);
        let line = self.text[line_start..line_end].trim_end();
        if line.is_empty() || is_private(line) {
            return None;
        }
        let column = self.text[line_start..span.start].chars().count();
        let marked_end = span.end.clamp(span.start, line_end.min(line_start + line.len()).max(span.start));
        let width = self.text[span.start..marked_end].chars().count().clamp(1, EXCERPT_MAX);
        let skipped = if column + width > EXCERPT_MAX { column.saturating_sub(EXCERPT_MAX / 4) } else { 0 };
        let shown = line.chars().skip(skipped).take(EXCERPT_MAX).map(|c| if c.is_control() { ' ' } else { c });
        let indent = column - skipped;
        Some(Excerpt { text: shown.collect(), indent, width: width.min(EXCERPT_MAX.saturating_sub(indent)).max(1) })
    }
}

/// Whether a line may show a secret: by its key, or by credentials in an address.
fn is_private(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    let named = PRIVATE_WORDS.iter().any(|word| line.contains(word));
    let has_credentials = line.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '"', '\'', '?', '#', ' ']).next().unwrap_or(rest);
        authority.contains('@')
    });
    named || has_credentials
}

/// Collects problems while reading goes on.
#[derive(Default)]
pub struct Report {
    problems: RefCell<Vec<Problem>>,
    not_listed: Cell<usize>,
}

impl Report {
    /// Notes a problem at `span` (bytes) of `source`.
    pub fn at(&self, source: &Source<'_>, span: Range<usize>, key: &str, message: impl Into<String>) {
        let span = source.within(span);
        let (place, excerpt) = (Some(source.place(span.start)), source.excerpt(&span));
        let order = (source.order, span.start);
        self.add(Problem {
            file: source.name.clone(),
            place,
            key: key.into(),
            message: message.into(),
            excerpt,
            order,
        });
    }

    /// Notes a problem of a whole file, or of something that is no file.
    pub fn about(&self, name: impl Into<String>, message: impl Into<String>) {
        let (file, message) = (name.into(), message.into());
        self.add(Problem { file, place: None, key: String::new(), message, excerpt: None, order: (usize::MAX, 0) });
    }

    fn add(&self, problem: Problem) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < PROBLEMS_MAX { problems.push(problem) } else { self.not_listed.update(|count| count + 1) }
    }

    /// Returns how many were noted so far.
    pub fn count(&self) -> usize {
        self.problems.borrow().len() + self.not_listed.get()
    }

    /// Returns `value` if no problem was noted.
    ///
    /// # Errors
    /// All that were noted, in the order of files and lines.
    pub fn conclude<T>(self, value: T) -> Result<T, Problems> {
        let mut list = self.problems.into_inner();
        if list.is_empty() {
            return Ok(value);
        }
        list.sort_by_key(|problem| problem.order);
        Err(Problems { list, not_listed: self.not_listed.get() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> String {
        let report = Report::default();
        report.at(&Source::new("a.toml", text, 0), span, "fetch.gap", "is wrong");
        report.conclude(()).unwrap_err().to_string()
    }

    #[test]
    fn a_problem_shows_its_line_with_a_mark_under_the_value() {
        let text = "[fetch]\ngap = \"soon\"\n";
        assert_eq!(
            shown(text, 14..20),
            "a.toml:2:7: fetch.gap: is wrong\n     2 | gap = \"soon\"\n       |       ^^^^^^"
        );
    }

    #[test]
    fn columns_count_characters_and_a_mark_ends_with_its_line() {
        let text = "é = [\n1]";
        assert_eq!(shown(text, 5..8), "a.toml:1:5: fetch.gap: is wrong\n     1 | é = [\n       |     ^");
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_mark() {
        let text = format!("{}WRONG{}", "a".repeat(5_000), "b".repeat(5_000));
        let shown = shown(&text, 5_000..5_005);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[1].len() < 130, "{shown}");
        assert_eq!(lines[1].find("WRONG"), lines[2].find("^^^^^"), "{shown}");
    }

    #[test]
    fn a_line_that_may_hold_a_secret_is_not_shown() {
        for text in ["secret = \"hunter2\"", "url = \"htp://anna:hunter2@example.org/\"", "Cookie = \"hunter2\""] {
            assert_eq!(shown(text, 0..3), "a.toml:1:1: fetch.gap: is wrong", "{text}");
        }
    }

    #[test]
    fn problems_come_in_the_order_of_files_and_lines() {
        let report = Report::default();
        let (first, second) = (Source::new("a.toml", "x\ny\n", 0), Source::new("b.toml", "z\n", 1));
        report.at(&second, 0..1, "z", "third");
        report.at(&first, 2..3, "y", "second");
        report.at(&first, 0..1, "x", "first");
        let text = report.conclude(()).unwrap_err().to_string();
        let places = ["first", "second", "third"].map(|word| text.find(word).unwrap());
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn thousands_of_problems_are_counted_and_not_all_shown() {
        let report = Report::default();
        let text = "x\n".repeat(5_000);
        let source = Source::new("urls.txt", &text, 0);
        for line in 0..5_000 {
            report.at(&source, line * 2..line * 2 + 1, "", "is wrong");
        }
        let problems = report.conclude(()).unwrap_err();
        assert_eq!(problems.count(), 5_000);
        assert!(problems.to_string().ends_with("and 4800 more; solve these first"));
    }
}
