//! Dates of the calendar in a text, and what they mean: `Friday`, `last month`, `November 14`, `since 2011`.
//!
//! The text's tokens become lexemes (what is this word to a date?), the language's forms are tried where one may begin,
//! the words around say whether it is a date at all and whether the clause tells of the past, and the rest is
//! counting from the anchor: the day of the dateline, else the day of publication (UTC). Without an anchor only
//! absolute dates are given. A language is one file of words and forms; in others only numeric dates are read.

mod context;
mod english;
mod french;
mod german;
mod grammar;
mod ground;
mod lexer;
mod russian;
mod spanish;
mod tense;
#[cfg(test)]
mod tests;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::context::Place;
use self::grammar::Parts;
use self::lexer::Lexeme;
use self::tense::Tense;
use self::words::{BareYears, Capitals, Class, Language, Lexicon};
use super::tokens::Tokens;
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, DateMention};

/// A text has fewer; a table of dates is no news.
const MENTIONS_MAX: usize = 1000;

/// Languages without a file of their own: `2015-11-14`, `14.11.2015`.
static NUMERIC: Language = Language {
    tag: "",
    capitals: Capitals::SentenceStart,
    bare_years: BareYears::Named,
    words: &[],
    day_parts: &[],
    forms: &["full"],
    not_behind: &[],
    not_before: &[],
    counts: &[],
    habits: &[],
    past: "",
    future: "",
    tense_of: |_| tense::Cue::None,
    commas_part_clauses: false,
};

static LANGUAGES: [&Language; 5] =
    [&english::ENGLISH, &german::GERMAN, &french::FRENCH, &spanish::SPANISH, &russian::RUSSIAN];

pub fn build() -> Built {
    Built::Pure(Box::new(Dates { reader: Reader::default() }))
}

struct Dates {
    reader: Reader,
}

impl Stage for Dates {
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError> {
        let lexicon = self.reader.lexicon(article);
        let dates = mentions(&article.text, tokens, lexicon, anchor(article));
        Ok(Annotations { dates: Some(dates), ..Annotations::default() })
    }
}

/// The day from which relative dates are counted.
fn anchor(article: &Article) -> Option<Date> {
    let dateline = article.annotations.wire.iter().flatten().find_map(|wire| wire.date.as_deref()?.parse().ok());
    dateline.or_else(|| published_day(article))
}

/// Returns the day of publication, UTC.
pub fn published_day(article: &Article) -> Option<Date> {
    article.published.map(|published| published.to_zoned(TimeZone::UTC).date())
}

/// Returns the day of this month that is nearest to the publication.
pub fn nearest_day(article: &Article, month: i8, day: i8) -> Option<Date> {
    ground::nearest_day(month, day, published_day(article)?)
}

/// Reads dates in all languages that have a file.
pub struct Reader {
    lexicons: Vec<Lexicon>,
    numeric: Lexicon,
}

impl Default for Reader {
    fn default() -> Self {
        let lexicons = LANGUAGES.iter().map(|language| Lexicon::of(language)).collect();
        Self { lexicons, numeric: Lexicon::of(&NUMERIC) }
    }
}

impl Reader {
    /// The words of the article's language; English where no language is known.
    fn lexicon(&self, article: &Article) -> &Lexicon {
        let Some(language) = article.annotations.language.iter().flatten().next() else { return &self.lexicons[0] };
        let tag = language.tag.split('-').next().unwrap_or_default();
        self.lexicons.iter().find(|lexicon| lexicon.language.tag == tag).unwrap_or(&self.numeric)
    }

    /// Finds the first day that a line about the article names, such as its dateline. A day without a year is the one
    /// nearest to the publication.
    pub fn first_day(&self, article: &Article, line: &str) -> Option<DayInLine> {
        let english = &self.lexicons[0];
        let lexicons = [self.lexicon(article), english];
        lexicons.into_iter().find_map(|lexicon| day_in_line(line, lexicon, article)).or_else(|| {
            // Datelines may be all in capitals, where months elsewhere are not.
            let lower: String = line.chars().flat_map(char::to_lowercase).collect();
            let is_as_long = lower.chars().count() == line.chars().count();
            is_as_long.then(|| day_in_line(&lower, lexicons[0], article))?
        })
    }
}

/// A day that a line names.
pub struct DayInLine {
    /// `None` where only the publication could tell the year, and is not known.
    pub date: Option<Date>,
    /// In code points of the line.
    pub start: usize,
}

/// Any day will do to see where a date stands; this one's year has a 29 February.
const SOME_DAY: Date = jiff::civil::date(2000, 6, 15);

fn day_in_line(line: &str, lexicon: &Lexicon, article: &Article) -> Option<DayInLine> {
    let tokens = Tokens::of(line);
    let published = published_day(article);
    let anchor = published.unwrap_or(SOME_DAY);
    let day = |mention: DateMention| Some((mention.start as usize, mention.value.parse::<Date>().ok()?));
    let (start, date) = mentions(line, &tokens, lexicon, Some(anchor)).into_iter().find_map(day)?;
    Some(DayInLine {
        date: Some(date).filter(|date| published.is_some() || line.contains(&date.year().to_string())),
        start,
    })
}

/// Returns the dates of a text, in order; in linear time.
fn mentions(text: &str, tokens: &Tokens, lexicon: &Lexicon, anchor: Option<Date>) -> Vec<DateMention> {
    let lexemes = lexer::lexemes(text, tokens, lexicon);
    let mut mentions = Vec::new();
    let mut start = 0;
    let mut year_before = None;
    while start < lexemes.len() && mentions.len() < MENTIONS_MAX {
        let place = Place {
            lexemes: &lexemes,
            tokens: tokens.all(),
            start,
            end: start,
            language: lexicon.language,
            year_before,
        };
        let Some((parts, end, value)) = read(place, lexicon, anchor) else {
            start += 1;
            continue;
        };
        mentions.push(mention(text, tokens, &lexemes[start..end], value));
        if parts.year.is_some() {
            year_before = Some(end);
        }
        start = end;
    }
    mentions
}

/// The date that begins at the place, where it ends and its value.
fn read(place: Place<'_, '_>, lexicon: &Lexicon, anchor: Option<Date>) -> Option<(Parts, usize, String)> {
    let lexemes = &place.lexemes[place.start..];
    let next = lexemes.get(1).map_or(Class::Other, |lexeme| lexeme.class);
    if !lexemes[0].may_begin() || (next == Class::Other && lexer::needs_company(lexemes[0].class)) {
        return None;
    }
    lexicon.forms.iter().find_map(|form| {
        let (mut parts, length) = form.read(lexemes)?;
        let end = place.start + length;
        if !(Place { end, ..place }).is_date(&parts) {
            return None;
        }
        if parts.month.is_some() && parts.year.is_none() && parts.relation.is_none() {
            parts.year = year_behind(&place.lexemes[end..], parts, lexicon);
        }
        let end = with_stop(place.lexemes, end);
        let tense =
            if parts.needs_tense() { tense::tense(place.lexemes, place.start, end, lexicon) } else { Tense::Unknown };
        Some((parts, end, ground::value(&parts, anchor, tense)?))
    })
}

/// The year that a second date lends to the first: `28 June to 3 July 2024`, `June and July 2023`.
fn year_behind(behind: &[Lexeme<'_>], first: Parts, lexicon: &Lexicon) -> Option<u16> {
    let (joint, second) = behind.split_first()?;
    let second = second.first().is_some_and(Lexeme::may_begin).then_some(second)?;
    if !matches!(joint.class, Class::Through(_) | Class::Dash | Class::And) {
        return None;
    }
    let (parts, _) = lexicon.forms.iter().find_map(|form| form.read(second))?;
    let is_later = (parts.month, parts.day) > (first.month, first.day);
    parts.year.filter(|_| parts.month.is_some() && is_later)
}

/// Takes in the full stop of `2021 г.`, and of `14 nov.` where it does not end the sentence.
fn with_stop(lexemes: &[Lexeme<'_>], end: usize) -> usize {
    let last = lexemes[end - 1];
    let is_short = matches!(last.class, Class::MonthShort(_)) && last.word.starts_with(char::is_lowercase);
    let goes_on = |next: &Lexeme<'_>| next.continues && !next.word.starts_with(char::is_uppercase);
    let is_abbreviated = matches!(last.word, "г" | "гг") || (is_short && lexemes.get(end + 1).is_some_and(goes_on));
    end + usize::from(is_abbreviated && lexemes.get(end).is_some_and(|lexeme| lexeme.class == Class::Stop))
}

fn mention(text: &str, tokens: &Tokens, lexemes: &[Lexeme<'_>], value: String) -> DateMention {
    let (first, last) = (lexemes[0], lexemes[lexemes.len() - 1]);
    let (begin, end) = (tokens.all()[first.token], tokens.all()[last.token]);
    let start_byte = begin.start_byte as usize + usize::from(first.cut);
    let cut = text[begin.start_byte as usize..start_byte].chars().count() as u32;
    DateMention {
        text: text[start_byte..end.end_byte as usize].to_owned(),
        start: begin.start + cut,
        end: end.end,
        value,
    }
}
