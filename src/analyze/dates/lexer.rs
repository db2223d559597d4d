//! Tokens to lexemes: what each is to a date.

use jiff::civil::Date;

use super::grammar::{YEAR_MAX, YEAR_MIN};
use super::words::{Capitals, Class, Lexicon};
use crate::analyze::tokens::{Gap, Kind, Token, Tokens};

/// A token, or the end of one, as the grammar sees it.
#[derive(Clone, Copy, Debug)]
pub struct Lexeme<'t> {
    /// The token as it stands in the text, without what was cut off its beginning.
    pub word: &'t str,
    pub class: Class,
    /// Index of the token.
    pub token: usize,
    /// Bytes cut off the token's beginning: `mid-` of `mid-March`.
    pub cut: u8,
    /// Whether no line break parts it from the one before.
    pub continues: bool,
}

impl Lexeme<'_> {
    /// Whether a date may begin here.
    pub const fn may_begin(&self) -> bool {
        !matches!(
            self.class,
            Class::Other
                | Class::Preposition(_)
                | Class::Weak
                | Class::Article
                | Class::And
                | Class::Through(_)
                | Class::Between
                | Class::Edge
                | Class::Comma
                | Class::Stop
                | Class::Dash
                | Class::Opening
                | Class::Closing
        )
    }
}

/// Whether no form is as short as this lexeme: `a`, `first` and `this` are common, and nearly always something else.
pub const fn needs_company(class: Class) -> bool {
    matches!(
        class,
        Class::One
            | Class::Cardinal(_)
            | Class::Ordinal(_)
            | Class::Relation(_)
            | Class::Season(_)
            | Class::NumberOrdinal(_)
            | Class::Days(..)
            | Class::Number(_, 1..=3)
    )
}

/// Beginnings of words that only say which part of the time is meant.
const EDGES: &[&str] =
    &["mid-", "Mid-", "mi-", "Mi-", "pre-", "post-", "late-", "early-", "L'", "L’", "D'", "D’", "Jusqu'", "Jusqu’"];

/// Returns a lexeme for each token.
pub fn lexemes<'t>(text: &'t str, tokens: &Tokens, lexicon: &Lexicon) -> Vec<Lexeme<'t>> {
    let tokens = tokens.all();
    let mut lower = String::new();
    let mut lexemes: Vec<Lexeme<'t>> = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        let mut lexeme = lexeme(text, index, *token, lexicon, &mut lower);
        if is_named(lexeme.class) && !is_written_so(text, tokens, &lexemes, &lexeme, lexicon.language.capitals) {
            lexeme.class = Class::Other;
        }
        lexemes.push(lexeme);
    }
    lexemes
}

fn lexeme<'t>(text: &'t str, index: usize, token: Token, lexicon: &Lexicon, lower: &mut String) -> Lexeme<'t> {
    let word = token.of(text);
    let continues = token.gap <= Gap::Space;
    let mut lexeme = Lexeme { word, class: Class::Other, token: index, cut: 0, continues };
    match token.kind {
        Kind::Number => lexeme.class = number(word),
        Kind::Mark => lexeme.class = mark(word),
        Kind::Address => {}
        Kind::Word | Kind::Clitic => {
            let may_have_edge = word.bytes().any(|byte| matches!(byte, b'-' | b'\'') || byte >= 0xE2);
            if let Some(edge) = EDGES.iter().find(|edge| may_have_edge && word.starts_with(**edge)) {
                (lexeme.word, lexeme.cut) = (&word[edge.len()..], edge.len() as u8);
            }
            lexeme.class = if lexeme.word.starts_with(|c: char| c.is_ascii_digit()) {
                numeral(lexeme.word)
            } else {
                of_word(lexeme.word, lexicon, lower)
            };
        }
    }
    lexeme
}

/// Longer words are in no list.
const WORD_BYTES_MAX: usize = 48;

fn of_word(word: &str, lexicon: &Lexicon, lower: &mut String) -> Class {
    if word.len() > WORD_BYTES_MAX {
        return Class::Other;
    }
    let word = word.strip_suffix('.').unwrap_or(word);
    if let [b'Q' | b'T', quarter @ b'1'..=b'4'] = word.as_bytes() {
        return Class::Quarter(quarter - b'0');
    }
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return lexicon.class(word);
    }
    lower.clear();
    for character in word.chars() {
        match character {
            '’' => lower.push('\''),
            _ => lower.extend(character.to_lowercase()),
        }
    }
    lexicon.class(lower)
}

fn mark(word: &str) -> Class {
    match word {
        "," => Class::Comma,
        "." => Class::Stop,
        "-" | "–" | "—" | "--" => Class::Dash,
        "“" | "«" | "„" | "‘" | "‹" | "(" | "[" => Class::Opening,
        "”" | "»" | "’" | "›" | ")" | "]" => Class::Closing,
        // Which of the two it is does not matter to those who ask.
        "\"" => Class::Opening,
        _ => Class::Other,
    }
}

/// A token of digits and separators.
fn number(word: &str) -> Class {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == word.len() {
        return match digits {
            1..=4 => Class::Number(word.parse().expect("at most four digits"), digits as u8),
            _ => Class::Other,
        };
    }
    let separators: &[char] = &['-', '.', '/', '\u{2010}', '\u{2011}'];
    let mut fields = [0_u16; 3];
    let mut lengths = [0; 3];
    let mut count = 0;
    for field in word.split(separators) {
        let is_number = (1..=4).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
        if count == 3 || !is_number {
            return Class::Other;
        }
        (fields[count], lengths[count]) = (field.parse().expect("at most four digits"), field.len());
        count += 1;
    }
    match (count, lengths) {
        (3, [4, 2, 2]) if !word.contains('.') => full(fields[0], fields[1], fields[2]),
        (3, [1..=2, 1..=2, 4]) => full(fields[2], fields[1], fields[0]),
        (2, [1..=2, 1..=2, _]) if word.contains('.') && is_day(fields[0]) && (1..=12).contains(&fields[1]) => {
            Class::DayMonth(fields[0] as u8, fields[1] as u8)
        }
        (2, [4, 4, _]) if is_year(fields[0]) && is_year(fields[1]) && fields[0] < fields[1] && !word.contains('.') => {
            Class::Years(fields[0], fields[1])
        }
        (2, [4, 2, _]) if is_year(fields[0]) && (fields[0] + 1) % 100 == fields[1] && !word.contains('.') => {
            Class::Years(fields[0], fields[0] + 1)
        }
        (2, [1..=2, 1..=2, _])
            if is_day(fields[0]) && is_day(fields[1]) && fields[0] < fields[1] && word.contains('-') =>
        {
            Class::Days(fields[0] as u8, fields[1] as u8)
        }
        _ => Class::Other,
    }
}

const fn is_year(number: u16) -> bool {
    number >= YEAR_MIN && number <= YEAR_MAX
}

const fn is_day(number: u16) -> bool {
    number >= 1 && number <= 31
}

fn full(year: u16, month: u16, day: u16) -> Class {
    let date = is_year(year).then(|| Date::new(year as i16, month.min(99) as i8, day.min(99) as i8).ok()).flatten();
    date.map_or(Class::Other, |date| Class::Full(date.year(), date.month(), date.day()))
}

/// A word that begins with digits: `14th`, `1990s`, `1950-х`, `2012-м`.
fn numeral(word: &str) -> Class {
    const ORDINALS: &[&str] =
        &["st", "nd", "rd", "th", "er", "ᵉʳ", "e", "ème", "re", "º", "o", "ª", "-го", "-е", "-й", "-м", "-ю", "-я"];
    const DECADES: &[&str] = &["s", "'s", "’s", "er", "-х", "-е", "-м", "-ми"];
    const DECADE_SHORT: &[&str] = &["-х", "-ми", "-е", "er", "er-Jahre", "er-Jahren"];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == word.len() {
        return number(word);
    }
    let ending = &word[digits..];
    let number: Option<u16> = word[..digits].parse().ok();
    match (number, digits) {
        (Some(0..=9999), 4) if ending.starts_with("er-Jahr") => decade(word, digits),
        (Some(number), 1 | 2) if number % 10 == 0 && number >= 20 && DECADE_SHORT.contains(&ending) => {
            Class::Decade(1900 + number)
        }
        (Some(number), 1 | 2) if ORDINALS.contains(&ending) => Class::NumberOrdinal(number as u8),
        (Some(number), 4) if DECADES.contains(&ending) && number % 10 == 0 && !matches!(ending, "-м") => {
            if is_year(number) { Class::Decade(number) } else { Class::Other }
        }
        (Some(number), 4) if is_year(number) && matches!(ending, "-м" | "-го" | "-му" | "-й") => {
            Class::YearWord(number)
        }
        _ => Class::Other,
    }
}

fn decade(word: &str, digits: usize) -> Class {
    match word[..digits].parse::<u16>() {
        Ok(year) if is_year(year) && year % 10 == 0 => Class::Decade(year),
        _ => Class::Other,
    }
}

/// Whether words of this class are names, whose capitals tell them from other words.
fn is_named(class: Class) -> bool {
    matches!(class, Class::Month(_) | Class::MonthShort(_) | Class::Weekday(_) | Class::Season(_) | Class::Offset(_))
}

fn is_written_so(text: &str, tokens: &[Token], before: &[Lexeme<'_>], lexeme: &Lexeme<'_>, capitals: Capitals) -> bool {
    let is_capital = lexeme.word.starts_with(char::is_uppercase);
    let is_of_calendar = !matches!(lexeme.class, Class::Season(_) | Class::Offset(_));
    match capitals {
        Capitals::Names if is_of_calendar => is_capital,
        Capitals::Nouns if !matches!(lexeme.class, Class::Offset(_)) => is_capital,
        // A capital inside a sentence is a name's: `Plaza de Mayo`. In a dateline all are capitals.
        _ => {
            let follows = tokens.get(lexeme.token + 1).map(|token| token.of(text));
            let is_name = follows.is_some_and(|word| word.starts_with(char::is_uppercase));
            !is_capital || (opens_sentence(tokens, before, lexeme.token) && !(is_of_calendar && is_name))
        }
    }
}

/// Whether the token opens a sentence, as far as the token before tells.
pub fn opens_sentence(tokens: &[Token], before: &[Lexeme<'_>], token: usize) -> bool {
    tokens[token].gap > Gap::Space
        || before.last().is_none_or(|last| {
            matches!(last.class, Class::Opening | Class::Dash | Class::Stop)
                || matches!(last.word, "!" | "?" | "…" | ":" | "¿" | "¡" | "”" | "»")
        })
}
