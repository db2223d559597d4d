//! Whether what has the form of a date is one: `March`, `Friday Harbor` and `1999 votes` have it too.

use super::grammar::Parts;
use super::lexer::{Lexeme, opens_sentence};
use super::words::{BareYears, Bearing, Capitals, Class, Language, Relation};
use crate::analyze::tokens::Token;

/// An expression where it stands.
#[derive(Clone, Copy)]
pub struct Place<'l, 't> {
    pub lexemes: &'l [Lexeme<'t>],
    pub tokens: &'l [Token],
    pub start: usize,
    pub end: usize,
    pub language: &'static Language,
    /// Where the expression before ends, if it is a year.
    pub year_before: Option<usize>,
}

/// Years that are known by nothing but their four digits.
const FREE_YEARS: std::ops::RangeInclusive<u16> = 1900..=2050;

/// Years behind `of`, which stands before other numbers too.
const OLD_YEARS: std::ops::RangeInclusive<u16> = 1700..=2050;

/// Words of a title in quotation marks, at most.
const TITLE_WORDS_MAX: usize = 4;

impl<'l, 't> Place<'l, 't> {
    /// Tells whether the words around let the expression be a date.
    pub fn is_date(self, parts: &Parts) -> bool {
        if self.is_behind(self.language.not_behind) || self.is_before(self.language.not_before) {
            return false;
        }
        let (is_day, has_relation) = (parts.day.is_some() || parts.full.is_some(), parts.relation.is_some());
        if is_day || parts.is_ago || parts.decade.is_some() {
            return true;
        }
        if has_relation {
            return !self.is_duration(parts) && !self.is_half_of_date(parts);
        }
        if self.is_quoted_alone() {
            return false;
        }
        match parts {
            Parts { offset: Some(_), is_further: false, .. } => !self.is_noun(),
            Parts { month: Some(_), year: None, .. } => self.is_month(),
            Parts { weekday: Some(_), .. } => self.is_weekday(),
            Parts { year: Some(year), month: None, season: None, quarter: None, .. } => self.is_year(*year, parts),
            _ => true,
        }
    }

    fn before(self, steps: usize) -> Option<&'l Lexeme<'t>> {
        self.start.checked_sub(steps).map(|at| &self.lexemes[at])
    }

    /// The lexeme behind, if no line break parts it from the expression.
    fn behind(self) -> Option<&'l Lexeme<'t>> {
        self.lexemes.get(self.end).filter(|lexeme| lexeme.continues)
    }

    fn opens_sentence(self) -> bool {
        let before = &self.lexemes[..self.start];
        opens_sentence(self.tokens, before, self.lexemes[self.start].token)
    }

    /// The nearest lexeme before that is neither article nor `of` nor the day of a month.
    fn head(self) -> Option<&'l Lexeme<'t>> {
        let is_skipped =
            |class: Class| matches!(class, Class::Article | Class::Weak | Class::Stop | Class::Number(_, 1..=2));
        self.lexemes[..self.start].iter().rev().take(4).find(|lexeme| !is_skipped(lexeme.class))
    }

    fn is_behind(self, words: &[&str]) -> bool {
        let is_listed = |lexeme: &Lexeme<'_>| holds(words, lexeme.word);
        if self.opens_sentence() {
            return false;
        }
        let title = |first: &Lexeme<'_>, second: &Lexeme<'_>| {
            words
                .iter()
                .filter_map(|word| word.split_once(' '))
                .any(|(one, other)| first.word.to_lowercase() == one && second.word.to_lowercase() == other)
        };
        self.head().is_some_and(is_listed)
            || self.before(2).zip(self.before(1)).is_some_and(|(first, second)| title(first, second))
    }

    fn is_before(self, words: &[&str]) -> bool {
        self.behind().is_some_and(|lexeme| holds(words, lexeme.word))
    }

    /// `over the last year`: a year's length, not the year before this one.
    fn is_duration(self, parts: &Parts) -> bool {
        let is_english = self.language.capitals == Capitals::Names;
        let is_shiftable = parts.unit.is_some() && parts.quarter.is_none() && parts.month.is_none();
        let has_article = self.before(1).is_some_and(|lexeme| lexeme.class == Class::Article);
        is_english && is_shiftable && has_article && parts.relation != Some(Relation::This)
    }

    /// `ce lundi` of `ce lundi 9 mars`, whose date is found at the weekday.
    fn is_half_of_date(self, parts: &Parts) -> bool {
        let behind = self.lexemes.get(self.end).map_or(Class::Other, |lexeme| lexeme.class);
        self.language.capitals == Capitals::SentenceStart
            && parts.weekday.is_some()
            && matches!(behind, Class::Number(1..=31, 1..=2) | Class::NumberOrdinal(_))
    }

    /// Whether something before says that a time follows.
    fn is_introduced(self) -> bool {
        self.before(1).filter(|_| self.lexemes[self.start].continues).is_some_and(|lexeme| {
            lexeme.word.ends_with(['\'', '’'])
                || matches!(
                    lexeme.class,
                    Class::Preposition(_)
                        | Class::Through(_)
                        | Class::Weak
                        | Class::Article
                        | Class::Between
                        | Class::Edge
                        | Class::Relation(_)
                )
                || (matches!(lexeme.class, Class::And | Class::Comma)
                    && self.before(2).is_some_and(|lexeme| {
                        matches!(lexeme.class, Class::Weekday(_) | Class::Month(_) | Class::MonthShort(_))
                    }))
        }) || self.lexemes[self.start].cut > 0
    }

    /// `la mañana`, `the Today show`: no day of its own.
    fn is_noun(self) -> bool {
        self.lexemes[self.start].continues
            && self
                .before(1)
                .is_some_and(|lexeme| matches!(lexeme.class, Class::Article | Class::One | Class::Relation(_)))
    }

    fn is_month(self) -> bool {
        let lexeme = &self.lexemes[self.start];
        let is_capital = lexeme.word.starts_with(char::is_uppercase);
        let has_article = self.before(1).is_some_and(|lexeme| lexeme.class == Class::Article);
        // `the March on Rome`
        let is_verbal =
            has_article && self.behind().is_some_and(|lexeme| matches!(lexeme.class, Class::Preposition(_)));
        match (self.language.capitals, lexeme.class) {
            (Capitals::SentenceStart, _) => !is_capital,
            (Capitals::Nouns, _) | (_, Class::MonthShort(_)) => {
                self.is_introduced() && !self.is_followed_by_name() && !is_verbal
            }
            (Capitals::Names, _) if self.is_followed_by_name() => {
                self.is_behind_one_of(&["in", "since", "during", "until"])
            }
            (Capitals::Names, _) => {
                self.is_introduced() || !(self.follows_name() || self.is_behind_one_of(&["called", "named"]))
            }
        }
    }

    fn is_weekday(self) -> bool {
        if self.before(1).is_some_and(|lexeme| holds(self.language.habits, lexeme.word)) {
            return false;
        }
        match self.language.capitals {
            Capitals::SentenceStart => true,
            Capitals::Nouns => {
                self.is_introduced() || self.follows_verb() || (self.opens_sentence() && !self.is_followed_by_name())
            }
            Capitals::Names if self.is_followed_by_name() => {
                self.is_behind_one_of(&["on", "since", "until", "by", "late", "early", "said"])
            }
            Capitals::Names => true,
        }
    }

    /// What stands before a time and seldom before a name: `on Friday Parliament …`, but `in Friday Harbor`.
    fn is_behind_one_of(self, words: &[&str]) -> bool {
        self.before(1).is_some_and(|lexeme| holds(words, lexeme.word))
    }

    /// A capital right behind makes a name of the two: `Friday Harbor`, `June Parker`.
    fn is_followed_by_name(self) -> bool {
        self.behind().is_some_and(|lexeme| {
            let is_of_calendar = matches!(lexeme.class, Class::Month(_) | Class::MonthShort(_) | Class::Weekday(_));
            lexeme.word.starts_with(char::is_uppercase) && !is_of_calendar
        })
    }

    /// `Theresa May`, `Mr. April`
    fn follows_name(self) -> bool {
        self.lexemes[self.start].continues
            && self
                .before(1)
                .is_some_and(|lexeme| lexeme.class == Class::Other && lexeme.word.starts_with(char::is_uppercase))
    }

    /// `sagte der Minister Montag` is rare enough to want the verb right before it.
    fn follows_verb(self) -> bool {
        self.before(1).is_some_and(|lexeme| {
            lexeme.class == Class::Other && lexeme.word.ends_with("te") && lexeme.word.starts_with(char::is_lowercase)
        })
    }

    fn is_year(self, year: u16, parts: &Parts) -> bool {
        if self.is_in_title() || self.is_behind_one_of(self.language.counts) {
            return false;
        }
        if parts.has_year_word
            || self.lexemes[self.start].cut > 0
            || matches!(self.lexemes[self.start].class, Class::YearWord(_))
        {
            return true;
        }
        let Some(before) = self.before(1).filter(|_| self.lexemes[self.start].continues) else {
            return self.is_free_year(year);
        };
        let joins_year = self.year_before == Some(self.start - 1);
        match before.class {
            Class::Edge | Class::Between => true,
            Class::Preposition(Bearing::Future) => !self.is_counted(),
            Class::Preposition(_) => self.language.bare_years != BareYears::Named || !self.is_followed_by_word(),
            Class::Weak | Class::Ago => !self.is_counted() && OLD_YEARS.contains(&year),
            Class::Article | Class::One => FREE_YEARS.contains(&year) && !self.is_counted_closely(),
            Class::Unit(super::words::Unit::Year) => true,
            Class::And | Class::Through(_) | Class::Dash | Class::Comma if joins_year => true,
            Class::Through(Bearing::Future) => !self.is_counted(),
            // `d'ici à 2050`
            Class::Through(_) => self.before(2).is_some_and(|lexeme| matches!(lexeme.class, Class::Preposition(_))),
            Class::Opening => before.word.starts_with('(') && self.behind().is_some_and(|lexeme| lexeme.word == ")"),
            _ => self.is_free_year(year),
        }
    }

    /// `«Воскресенье»` is a newspaper.
    fn is_quoted_alone(self) -> bool {
        let opens = |lexeme: &Lexeme<'_>| matches!(lexeme.word, "“" | "«" | "„" | "‘" | "‹" | "\"");
        let closes = |lexeme: &Lexeme<'_>| matches!(lexeme.word, "”" | "»" | "“" | "’" | "›" | "\"");
        self.before(1).is_some_and(opens) && self.behind().is_some_and(closes)
    }

    /// `«1984»`, `«Улица 1905 года»`
    fn is_in_title(self) -> bool {
        let closes = self.behind().is_some_and(|lexeme| lexeme.word != ")" && lexeme.class == Class::Closing);
        let first = self.start.saturating_sub(TITLE_WORDS_MAX);
        let opens = |lexeme: &Lexeme<'_>| lexeme.class == Class::Opening && !lexeme.word.starts_with('(');
        closes && self.lexemes[first..self.start].iter().any(opens)
    }

    /// German needs no word before a year: `1998 kam er nach Berlin`.
    fn is_free_year(self, year: u16) -> bool {
        let stands_alone = self.before(1).is_none_or(|lexeme| {
            self.opens_sentence() || matches!(lexeme.class, Class::Other) && lexeme.word.starts_with(char::is_lowercase)
        });
        self.language.bare_years == BareYears::Free
            && FREE_YEARS.contains(&year)
            && stands_alone
            && !self.is_followed_by_name()
    }

    fn is_followed_by_word(self) -> bool {
        self.behind().is_some_and(|lexeme| lexeme.class == Class::Other && lexeme.word.starts_with(char::is_alphabetic))
    }

    /// `by 2000 tonnes`, `de 2000 euros`: the plural of what is counted follows.
    fn is_counted(self) -> bool {
        self.behind().is_some_and(|lexeme| {
            let is_plural = lexeme.class == Class::Other
                && lexeme.word.starts_with(char::is_lowercase)
                && lexeme.word.ends_with(['s', 'x'])
                && lexeme.word.len() > 4;
            is_plural
                || matches!(lexeme.word, "%" | "€" | "$" | "£" | "₽" | "km" | "people" | "men" | "women" | "percent")
                || self.is_followed_by_name() && self.language.capitals == Capitals::Nouns
        })
    }

    /// `the 2000 people`, where `the 2012 elections` are a year's.
    fn is_counted_closely(self) -> bool {
        self.behind().is_none_or(|lexeme| {
            matches!(lexeme.word, "people" | "men" | "women" | "km" | "%")
                || (self.is_followed_by_name() && self.language.capitals == Capitals::Nouns)
        })
    }
}

fn holds(words: &[&str], word: &str) -> bool {
    words.iter().any(|listed| listed.eq_ignore_ascii_case(word) || (!word.is_ascii() && *listed == word.to_lowercase()))
}
