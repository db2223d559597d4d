//! Forms of dates, and where they fit.
//!
//! A form is a row of slots, written in the language files as a line: `weekday? ,? day month year?`. It is
//! tried at a lexeme and fits or does not; what it says is gathered in [`Parts`].

use super::lexer::Lexeme;
use super::words::{Class, Relation, Unit};

/// What an expression says, before anybody asks when that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub year: Option<u16>,
    /// The last year of a range.
    pub year_to: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    /// The last day of a range.
    pub day_to: Option<u8>,
    pub weekday: Option<u8>,
    pub season: Option<u8>,
    pub quarter: Option<u8>,
    pub decade: Option<u16>,
    pub offset: Option<i8>,
    /// The day before yesterday, the day after tomorrow.
    pub is_further: bool,
    pub relation: Option<Relation>,
    pub unit: Option<Unit>,
    /// How many units ago.
    pub count: Option<u16>,
    pub is_ago: bool,
    pub full: Option<(i16, i8, i8)>,
    /// Whether the word for year stands behind its number.
    pub has_year_word: bool,
}

impl Parts {
    /// Whether past and future make a difference to what is said.
    pub const fn needs_tense(&self) -> bool {
        self.year.is_none()
            && matches!(self.relation, None | Some(Relation::This))
            && !self.is_ago
            && (self.month.is_some() || self.weekday.is_some() || self.quarter.is_some())
    }
}

/// One way to write a date.
#[derive(Debug)]
pub struct Form(Vec<Piece>);

#[derive(Debug)]
struct Piece {
    slot: Slot,
    is_optional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    Weekday,
    Month,
    Day,
    Days,
    DayMonth,
    Whole,
    /// The full stop that makes a date of `24.12`.
    Dot,
    Year,
    Years,
    Unit,
    Count,
    Units,
    /// The case that means one of it: `год` (назад).
    OneUnit,
    /// `Q3`
    QuarterWord,
    Season,
    Ordinal,
    Quarter,
    Relation,
    Ago,
    Offset,
    Decade,
    /// A decade by its number alone: `90`, `1990`.
    Tens,
    Full,
    Through,
    And,
    Of,
    Article,
    Comma,
    Stop,
    Dash,
    /// The word for year behind the number.
    YearWord,
    /// The word itself, in lower case.
    Literal(String),
    /// A word that doubles the days: `before` (yesterday).
    Further(String),
}

impl Form {
    /// Reads a line of slots; a `?` marks those that may be missing.
    pub fn of(line: &str) -> Self {
        Self(line.split(' ').map(Piece::of).collect())
    }

    /// Returns what the lexemes from the first one on say, and how many they are, if the form fits.
    pub fn read(&self, lexemes: &[Lexeme<'_>]) -> Option<(Parts, usize)> {
        let mut parts = Parts::default();
        let (mut at, mut end) = (0, 0);
        for piece in &self.0 {
            // The full stop of `févr.`, where the tokenizer left it alone.
            let is_abbreviated = at > 0 && matches!(lexemes[at - 1].class, Class::MonthShort(_));
            if is_abbreviated
                && piece.slot != Slot::Stop
                && lexemes.get(at).is_some_and(|stop| stop.class == Class::Stop)
            {
                at += 1;
            }
            let next = lexemes.get(at).filter(|lexeme| at == 0 || lexeme.continues);
            match next.filter(|lexeme| piece.slot.takes(lexeme, &mut parts)) {
                Some(_) => {
                    at += 1;
                    if !piece.slot.is_glue() {
                        end = at;
                    }
                }
                None if piece.is_optional => {}
                None => return None,
            }
        }
        (end > 0).then_some((parts, end))
    }
}

impl Piece {
    fn of(word: &str) -> Self {
        let (name, is_optional) = match word.strip_suffix('?') {
            Some(name) => (name, true),
            None => (word, false),
        };
        Self { slot: Slot::of(name), is_optional }
    }
}

impl Slot {
    fn of(name: &str) -> Self {
        match name {
            "weekday" => Self::Weekday,
            "month" => Self::Month,
            "day" => Self::Day,
            "days" => Self::Days,
            "whole" => Self::Whole,
            "daymonth" => Self::DayMonth,
            "dot" => Self::Dot,
            "year" => Self::Year,
            "years" => Self::Years,
            "unit" => Self::Unit,
            "count" => Self::Count,
            "units" => Self::Units,
            "oneunit" => Self::OneUnit,
            "quarterword" => Self::QuarterWord,
            "season" => Self::Season,
            "ordinal" => Self::Ordinal,
            "quarter" => Self::Quarter,
            "relation" => Self::Relation,
            "ago" => Self::Ago,
            "offset" => Self::Offset,
            "decade" => Self::Decade,
            "tens" => Self::Tens,
            "full" => Self::Full,
            "through" => Self::Through,
            "and" => Self::And,
            "of" => Self::Of,
            "article" => Self::Article,
            "," => Self::Comma,
            "." => Self::Stop,
            "-" => Self::Dash,
            "yearword" => Self::YearWord,
            word => match word.strip_prefix("further:") {
                Some(word) => Self::Further(word.to_owned()),
                None => Self::Literal(word.trim_matches('\'').to_owned()),
            },
        }
    }

    /// Whether an expression may not end with it.
    fn is_glue(&self) -> bool {
        matches!(self, Self::Comma | Self::Of | Self::Article | Self::Through | Self::Dash | Self::Stop | Self::And)
    }

    /// Notes what the lexeme says, if it fits.
    fn takes(&self, lexeme: &Lexeme<'_>, parts: &mut Parts) -> bool {
        match (self, lexeme.class) {
            (Self::Weekday, Class::Weekday(day)) => parts.weekday = Some(day),
            (Self::Month, Class::Month(month) | Class::MonthShort(month)) => parts.month = Some(month),
            (Self::Day | Self::Days, Class::Number(day @ 1..=31, 1..=2)) => {
                let day = day as u8;
                if parts.day.is_some() { parts.day_to = Some(day) } else { parts.day = Some(day) }
            }
            (Self::Day | Self::Days, Class::NumberOrdinal(day @ 1..=31)) => parts.day = Some(day),
            (Self::Days, Class::Days(first, last)) => (parts.day, parts.day_to) = (Some(first), Some(last)),
            (Self::Year, Class::Number(year @ YEAR_MIN..=YEAR_MAX, 4)) => match parts.year {
                Some(first) if first < year => parts.year_to = Some(year),
                Some(_) => return false,
                None => parts.year = Some(year),
            },
            (Self::DayMonth, Class::DayMonth(day, month)) => (parts.day, parts.month) = (Some(day), Some(month)),
            (Self::Year, Class::YearWord(year)) => parts.year = Some(year),
            (Self::Years, Class::Years(first, last)) => (parts.year, parts.year_to) = (Some(first), Some(last)),
            (Self::Unit, Class::Unit(unit) | Class::OneUnit(unit)) if unit != Unit::Day => parts.unit = Some(unit),
            (Self::OneUnit, Class::OneUnit(unit))
            | (Self::Units, Class::Unit(unit) | Class::Units(unit) | Class::OneUnit(unit)) => parts.unit = Some(unit),
            (Self::Count, Class::Cardinal(count)) => parts.count = Some(u16::from(count)),
            (Self::Count, Class::One) => parts.count = Some(1),
            (Self::Count, Class::Number(count @ 1..=COUNT_MAX, _)) => parts.count = Some(count),
            (Self::Season, Class::Season(season)) => parts.season = Some(season),
            (Self::Ordinal, Class::Ordinal(number @ 1..=4) | Class::NumberOrdinal(number @ 1..=4)) => {
                parts.quarter = Some(number);
            }
            (Self::Ordinal, Class::Number(number @ 1..=4, 1)) => parts.quarter = Some(number as u8),
            (Self::QuarterWord, Class::Quarter(quarter)) => parts.quarter = Some(quarter),
            (Self::Quarter, Class::Unit(Unit::Quarter) | Class::OneUnit(Unit::Quarter)) => {}
            (Self::Relation, Class::Relation(relation)) => parts.relation = Some(relation),
            (Self::Whole, Class::Whole(relation, unit)) => (parts.relation, parts.unit) = (Some(relation), Some(unit)),
            (Self::Ago, Class::Ago) => parts.is_ago = true,
            (Self::Offset, Class::Offset(days)) => parts.offset = Some(days),
            (Self::Decade, Class::Decade(first)) => parts.decade = Some(first),
            (Self::Tens, Class::Number(tens, digits)) if tens % 10 == 0 && matches!(digits, 2 | 4) => {
                parts.decade = Some(if digits == 2 { 1900 + tens } else { tens });
            }
            (Self::Tens, Class::Cardinal(tens @ 20..=90)) if tens % 10 == 0 => {
                parts.decade = Some(1900 + u16::from(tens));
            }
            (Self::Full, Class::Full(year, month, day)) => parts.full = Some((year, month, day)),
            (Self::YearWord, Class::Unit(Unit::Year) | Class::Units(Unit::Year) | Class::OneUnit(Unit::Year)) => {
                parts.has_year_word = true
            }
            (Self::Through, Class::Through(_) | Class::Dash)
            | (Self::And, Class::And)
            | (Self::Of, Class::Weak)
            | (Self::Article, Class::Article)
            | (Self::Comma, Class::Comma)
            | (Self::Dash, Class::Dash)
            | (Self::Stop | Self::Dot, Class::Stop) => {}
            (Self::Literal(word), _) => return lexeme.word.eq_ignore_ascii_case(word),
            (Self::Further(word), _) if lexeme.word.eq_ignore_ascii_case(word) => parts.is_further = true,
            _ => return false,
        }
        true
    }
}

/// Who goes back further names the year.
const COUNT_MAX: u16 = 500;

/// Years that news writes in four digits; what lies outside is a number of something else.
pub const YEAR_MIN: u16 = 1500;
pub const YEAR_MAX: u16 = 2100;
