//! Pairs quotation marks, of every style, within a paragraph.
//!
//! What opens and what closes is told by the mark where it can be (`„`), by the spaces around it where it cannot
//! (`"`, `“` in German, `»` in Danish), and by what is open already. Only the outermost pair counts: a quotation
//! within a quotation belongs to the outer one. An apostrophe is a mark that nothing else explains. A quotation that
//! runs over several paragraphs opens each of them and closes the last one only.

use std::ops::Range;

use super::super::tokens::{Gap, Kind, Token};
use super::dialogue;
use super::lexicon::Lexicon;

/// What stands between a pair of marks, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The opening mark.
    pub open: usize,
    /// The first token inside.
    pub first: usize,
    /// Behind the last token inside.
    pub end: usize,
    /// Behind the closing mark.
    pub after: usize,
    /// Whether it goes on in the next paragraph.
    pub continues: bool,
}

impl Passage {
    /// Whether a mark closes it.
    pub fn is_closed(self) -> bool {
        self.after > self.end
    }
}

/// Marks that are open at once; deeper ones are no marks of quotation.
const DEPTH_MAX: usize = 4;

/// Short forms that begin with an apostrophe.
const CLIPPED: &[&str] = &["em", "tis", "twas", "til", "till", "cause", "n", "bout", "cuz", "ere", "round", "ve"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Double,
    Guillemet,
    Single,
    Corner,
}

/// What a mark may do where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    style: Style,
    opens: bool,
    closes: bool,
    /// Tokens that make it: two for ``'' ``.
    width: usize,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    at: usize,
    mark: Mark,
    /// A later apostrophe that would close it, if nothing better comes.
    fallback: Option<usize>,
}

/// Returns the outermost passages of all paragraphs, in order.
pub fn passages(
    text: &str,
    tokens: &[Token],
    paragraphs: impl Iterator<Item = Range<usize>>,
    lexicon: &Lexicon,
) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut goes_on = false;
    for paragraph in paragraphs {
        let mut pairing =
            Pairing { text, tokens, paragraph, goes_on, stack: Vec::with_capacity(DEPTH_MAX), closed: Vec::new() };
        pairing.run();
        goes_on = pairing.close_paragraph();
        let closed = outermost(pairing.closed);
        if closed.is_empty() {
            found.append(&mut dialogue::passages(text, tokens, pairing.paragraph, lexicon));
        } else {
            found.extend(closed);
        }
    }
    found
}

fn outermost(mut passages: Vec<Passage>) -> Vec<Passage> {
    passages.sort_unstable_by_key(|passage| (passage.open, usize::MAX - passage.after));
    let mut end = 0;
    passages.retain(|passage| {
        let is_outer = passage.open >= end && passage.first < passage.end;
        if is_outer {
            end = passage.after;
        }
        is_outer
    });
    passages
}

struct Pairing<'a> {
    text: &'a str,
    tokens: &'a [Token],
    paragraph: Range<usize>,
    /// A passage of the paragraph before was left open.
    goes_on: bool,
    stack: Vec<Open>,
    closed: Vec<Passage>,
}

impl<'a> Pairing<'a> {
    fn run(&mut self) {
        let mut at = self.paragraph.start;
        while at < self.paragraph.end {
            let Some(mark) = self.mark(at) else {
                at += 1;
                continue;
            };
            if mark.style == Style::Single {
                self.single(at, mark);
            } else if !((mark.closes || self.ends_clause(at)) && self.close(at, mark)) && mark.opens {
                self.open(at, mark);
            } else if mark.closes {
                self.stray_end(at, mark);
            }
            at += mark.width;
        }
    }

    fn word(&self, at: usize) -> &'a str {
        if self.paragraph.contains(&at) { self.tokens[at].of(self.text) } else { "" }
    }

    /// Reads the mark at `at` by itself and by the spaces around it.
    fn mark(&self, at: usize) -> Option<Mark> {
        if self.tokens[at].kind != Kind::Mark {
            return None;
        }
        let character = self.word(at).chars().next()?;
        let is_twin = matches!(character, '\'' | '`' | '’' | '‘' | '"')
            && at + 1 < self.paragraph.end
            && self.tokens[at + 1].gap == Gap::None
            && self.word(at + 1).starts_with(character);
        let width = 1 + usize::from(is_twin);
        let behind = at + width;
        let is_led = at == self.paragraph.start || self.tokens[at].gap != Gap::None || self.is_opening(at - 1);
        let is_followed = behind < self.paragraph.end && self.tokens[behind].gap == Gap::None;
        let is_word_next = is_followed && !is_closing_punctuation(self.word(behind));
        let mark = |style, opens, closes| Some(Mark { style, opens, closes, width });
        match character {
            '“' => mark(Style::Double, true, !is_led),
            '„' | '‟' => mark(Style::Double, true, false),
            '”' => mark(Style::Double, is_led && is_word_next, true),
            '"' | '＂' | '\u{2033}' => mark(Style::Double, is_led || is_word_next, !(is_led && is_word_next)),
            '\'' | '`' | '’' | '‘' if is_twin => mark(Style::Double, is_led, !is_led),
            '«' => mark(Style::Guillemet, true, !is_led),
            '»' => mark(Style::Guillemet, is_led && is_word_next, true),
            '‘' | '‚' => mark(Style::Single, is_led && is_word_next, !is_led),
            '’' => mark(Style::Single, false, !is_led || !is_word_next),
            '\'' | '`' => mark(Style::Single, is_led && is_word_next, !is_led && !is_word_next),
            '‹' | '›' => mark(Style::Single, is_led, !is_led),
            '「' | '『' => mark(Style::Corner, true, false),
            '」' | '』' => mark(Style::Corner, false, true),
            _ => None,
        }
    }

    /// Whether the token before an opening mark may touch it.
    fn is_opening(&self, at: usize) -> bool {
        self.tokens[at].kind == Kind::Mark
            && self.word(at).starts_with(|character: char| {
                matches!(character, '(' | '[' | '-' | '–' | '—' | '―' | '/' | '¿' | '¡' | '…' | ':')
                    || matches!(character, '“' | '„' | '«' | '‘' | '‹' | '‚')
                    || matches!(character, '"' | '\'' if self.tokens[at].gap != Gap::None)
            })
    }

    fn open(&mut self, at: usize, mark: Mark) {
        if self.stack.len() < DEPTH_MAX {
            self.stack.push(Open { at, mark, fallback: None });
        }
    }

    /// Whether a straight mark with its space on the wrong side (`gone, "he said`) can only be the end.
    fn ends_clause(&self, at: usize) -> bool {
        let is_straight = |at: usize| self.word(at) == "\"";
        is_straight(at)
            && at > self.paragraph.start
            && matches!(self.word(at - 1), "," | "." | "?" | "!")
            && self.stack.last().is_some_and(|open| is_straight(open.at))
    }

    /// Closes the innermost open mark of the style; returns whether there is one.
    fn close(&mut self, at: usize, mark: Mark) -> bool {
        let Some(depth) = self.stack.iter().rposition(|open| open.mark.style == mark.style) else { return false };
        // `""` is one mark written twice, unless it closes two.
        let is_two =
            mark.width > 1 && depth > 0 && self.stack[depth - 1].mark == (Mark { width: 1, ..self.stack[depth].mark });
        let depth = depth - usize::from(is_two);
        while self.stack.len() > depth + 1 {
            self.drop_innermost();
        }
        let open = self.stack.pop().expect("the position was found in the stack");
        self.push(open, at, at + mark.width);
        true
    }

    fn push(&mut self, open: Open, end: usize, after: usize) {
        self.closed.push(Passage { open: open.at, first: open.at + open.mark.width, end, after, continues: false });
    }

    /// Gives up the innermost mark, or ends it at the apostrophe that could have closed it.
    fn drop_innermost(&mut self) {
        if let Some(open) = self.stack.pop()
            && let Some(end) = open.fallback
            && (open.at..end).all(|at| !matches!(self.word(at), "." | "!" | "?"))
        {
            self.push(open, end, end + 1);
        }
    }

    /// Single marks look like apostrophes: those of a plural (`the workers’ pay`) close only if nothing else does.
    fn single(&mut self, at: usize, mark: Mark) {
        let is_innermost = self.stack.last().is_some_and(|open| open.mark.style == Style::Single);
        if mark.closes && is_innermost {
            if self.is_plural_possessive(at) {
                if let Some(open) = self.stack.last_mut() {
                    open.fallback.get_or_insert(at);
                }
            } else {
                self.close(at, mark);
            }
        } else if mark.opens && !self.is_clipped(at + 1) {
            if is_innermost {
                self.drop_innermost();
            }
            self.open(at, mark);
        }
    }

    fn is_plural_possessive(&self, at: usize) -> bool {
        at > self.paragraph.start
            && self.tokens[at - 1].is_word()
            && self.word(at - 1).ends_with(['s', 'S', 'n'])
            && at + 1 < self.paragraph.end
            && self.tokens[at + 1].is_word()
    }

    /// `’em`, `’90s`
    fn is_clipped(&self, at: usize) -> bool {
        let word = self.word(at);
        let is_decade =
            word.len() <= 3 && word.ends_with('s') && word.starts_with(|first: char| first.is_ascii_digit());
        is_decade || CLIPPED.iter().any(|clipped| word.eq_ignore_ascii_case(clipped))
    }

    /// A closing mark without an opening one ends what the paragraph before left open.
    fn stray_end(&mut self, at: usize, mark: Mark) {
        if self.goes_on && self.closed.is_empty() && self.stack.is_empty() && at > self.paragraph.start {
            let start = self.paragraph.start;
            self.closed.push(Passage { open: start, first: start, end: at, after: at + mark.width, continues: false });
        }
        self.goes_on = false;
    }

    /// Decides about what is still open; returns whether that goes on in the next paragraph.
    fn close_paragraph(&mut self) -> bool {
        while self.stack.len() > 1 || self.stack.first().is_some_and(|open| open.fallback.is_some()) {
            self.drop_innermost();
        }
        let Some(open) = self.stack.pop() else { return false };
        let continues = self.is_reopened(open.mark.style);
        let opens_paragraph = open.at == self.paragraph.start && open.mark.style != Style::Single;
        let is_announced = open.at > self.paragraph.start
            && matches!(self.word(open.at - 1), ":" | "," | "." | "?" | "!" | "”" | "\"");
        if !(opens_paragraph
            || continues && (is_announced || open.at == self.paragraph.start)
            || self.word(open.at.wrapping_sub(1)) == ":")
        {
            return false;
        }
        let end = self.paragraph.end;
        let first = open.at + open.mark.width;
        self.closed.push(Passage { open: open.at, first, end, after: end, continues });
        true
    }

    /// Whether the next paragraph begins with an opening mark of the same style.
    fn is_reopened(&self, style: Style) -> bool {
        let Some(next) = self.tokens.get(self.paragraph.end) else { return false };
        let style_next = match next.of(self.text).chars().next() {
            Some('“' | '"' | '”' | '„') => Style::Double,
            Some('«' | '»') => Style::Guillemet,
            Some('‘') => Style::Single,
            Some('「' | '『') => Style::Corner,
            _ => return false,
        };
        style == style_next
    }
}

fn is_closing_punctuation(word: &str) -> bool {
    word.starts_with(|character: char| {
        matches!(
            character,
            ',' | '.'
                | ';'
                | ':'
                | '!'
                | '?'
                | ')'
                | ']'
                | '”'
                | '’'
                | '»'
                | '…'
                | '،'
                | '؛'
                | '؟'
                | '—'
                | '–'
                | '-'
        )
    })
}
