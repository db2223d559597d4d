//! What the words of a language are to a date: months, weekdays, prepositions, and the rest that counts.

use std::collections::HashMap;

use super::grammar::Form;

/// What a token is to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing.
    Other,
    /// 1 to 12.
    Month(u8),
    /// A word that is a month where a day, a year or a preposition stands by it: `Dec`, `May`.
    MonthShort(u8),
    /// 1 (Monday) to 7.
    Weekday(u8),
    /// Days from the anchor: 0 today, -1 yesterday.
    Offset(i8),
    Unit(Unit),
    /// The case that can mean one of it: `год` (назад).
    OneUnit(Unit),
    /// The plural, which counts and never stands for one such time.
    Units(Unit),
    /// As EDTF counts them: 21 spring to 24 winter.
    Season(u8),
    Ordinal(u8),
    /// `Q3`
    Quarter(u8),
    Cardinal(u8),
    /// `a`, `eine`, `un`: an article and a number.
    One,
    Relation(Relation),
    /// `heuer`, `Vorjahr`: a time by itself, in one word.
    Whole(Relation, Unit),
    /// `ago`, `vor`, `il (y a)`, `hace`, `назад`.
    Ago,
    /// A preposition that stands before times.
    Preposition(Bearing),
    /// `of`, `de`: stands before times and before nearly everything else.
    Weak,
    Article,
    And,
    /// `to`, `bis`, `au`: joins two days to a range, or stands before a time.
    Through(Bearing),
    Between,
    /// Opens a form of its own: `década`.
    Opener,
    /// `early`, `Ende`, `mediados`: which part of the time is meant.
    Edge,
    Comma,
    Stop,
    Dash,
    Opening,
    Closing,
    /// Digits alone, and how many.
    Number(u16, u8),
    /// `14th`, `1er`, `1-го`.
    NumberOrdinal(u8),
    /// `24.12`: day and month, or a number.
    DayMonth(u8, u8),
    /// `3-5`.
    Days(u8, u8),
    /// `2012-2015`, `2019/20`.
    Years(u16, u16),
    /// A year in a word of its own (`2012-м`).
    YearWord(u16),
    /// First year of a decade.
    Decade(u16),
    /// Year, month, day, of which month and day are sure to exist.
    Full(i16, i8, i8),
}

/// Where a time lies by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Last,
    This,
    Next,
}

/// What a preposition says of the time behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    Open,
    Past,
    Future,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// How a language writes the names of months and weekdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// Always with a capital, and they may be the names of people too: `June Parker`.
    Names,
    /// With a capital, as every noun.
    Nouns,
    /// Never but where a sentence begins.
    SentenceStart,
}

/// When four digits are a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BareYears {
    /// Behind a preposition or an article.
    Introduced,
    /// Also without (`1998 kam er …`), where no noun follows.
    Free,
    /// With the word for year alone (`2011 года`).
    Named,
}

/// One language.
pub struct Language {
    pub tag: &'static str,
    pub capitals: Capitals,
    pub bare_years: BareYears,
    /// Words of a class, parted by spaces, in lower case.
    pub words: &'static [(Class, &'static str)],
    /// What may stand behind a weekday in one word: `Dienstagabend`.
    pub day_parts: &'static [&'static str],
    /// See [`Form`]; the first that fits is taken.
    pub forms: &'static [&'static str],
    /// Words that make something else of the expression behind them: `Black` (Friday), `rue` (du 8 mai 1945).
    pub not_behind: &'static [&'static str],
    /// Words that make something else of the expression before them: (Mardi) `gras`.
    pub not_before: &'static [&'static str],
    /// Words behind which four digits count something: `rund 2000`.
    pub counts: &'static [&'static str],
    /// Words that make a habit of a weekday: `every`, `los` (lunes).
    pub habits: &'static [&'static str],
    /// Words that settle past or future by themselves, parted by spaces.
    pub past: &'static str,
    pub future: &'static str,
    /// What a word in lower case says by its ending.
    pub tense_of: fn(&str) -> super::tense::Cue,
    /// Whether a comma parts clauses, as a rule.
    pub commas_part_clauses: bool,
}

/// The words of one language, ready to be looked up.
pub struct Lexicon {
    pub language: &'static Language,
    classes: HashMap<String, Class>,
    /// Whether any word has this print: nearly all words of a text are in no list, and this says so at once.
    prints: Vec<bool>,
    pub forms: Vec<Form>,
    pub tenses: HashMap<&'static str, super::tense::Cue>,
}

/// The longest word of any list has fewer bytes.
const WORD_BYTES_MAX: usize = 40;

/// Enough that few prints are shared by the two hundred words of a language.
const PRINTS: usize = 1 << 13;

/// A number made of a word's ends and length.
fn print(word: &str) -> usize {
    let bytes = word.as_bytes();
    let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or_default());
    let last = usize::from(bytes.last().copied().unwrap_or_default());
    (byte(0) ^ (byte(1) << 3) ^ (byte(3) << 5) ^ (last << 7) ^ (bytes.len() << 9)) % PRINTS
}

impl Lexicon {
    pub fn of(language: &'static Language) -> Self {
        use super::tense::Cue;
        let mut classes = HashMap::new();
        for (class, words) in language.words {
            for word in words.split(' ') {
                classes.insert(word.to_owned(), *class);
                if let Class::Weekday(_) = class {
                    classes.extend(language.day_parts.iter().map(|part| (format!("{word}{part}"), *class)));
                }
            }
        }
        let cues = |words: &'static str, cue: Cue| words.split(' ').map(move |word| (word, cue));
        let tenses = cues(language.past, Cue::Past).chain(cues(language.future, Cue::Future)).collect();
        let mut prints = vec![false; PRINTS];
        classes.keys().for_each(|word: &String| prints[print(word)] = true);
        Self { language, classes, prints, forms: language.forms.iter().map(|form| Form::of(form)).collect(), tenses }
    }

    /// Returns what a word is; it comes in lower case and without a full stop.
    pub fn class(&self, word: &str) -> Class {
        if word.len() > WORD_BYTES_MAX || !self.prints[print(word)] {
            return Class::Other;
        }
        self.classes.get(word).copied().unwrap_or(Class::Other)
    }
}
