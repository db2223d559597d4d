//! Dates within texts for people: `May 4, 2015`, `4. Mai 2015`, `04.05.2015`, `2015年5月4日`.
//!
//! A text is cut into numbers and words; a date is a run of them in one of a few shapes, with nothing
//! between but the signs that dates are written with. A month without a day is no date here.

use jiff::civil::Date;

use super::months::{croatian_month, month};
use super::{YEAR_MAX, YEAR_MIN};

/// Bytes of a text that are looked at: the dates of articles stand in short lines.
const TEXT_BYTES_MAX: usize = 600;

/// Dates taken from one text: published, updated, and whatever else a line may list.
const DATES_MAX: usize = 4;

/// Years by which the Thai calendar is ahead.
const BUDDHIST_YEARS: i16 = 543;

/// Signs that may stand between the parts of a date with a month's name.
const BETWEEN: [char; 10] = [' ', '\u{a0}', ',', '.', '-', '–', '/', '\'', '’', '،'];

/// Words that may stand there: `4 de mayo de 2015`, `4th of May`, `2015 m. kovo 4`.
const FILLERS: &[&str] = &["de", "del", "of", "den", "d", "the", "m", "g", "gada", "eko", "ngày", "năm", "al", "dari"];

/// Endings of ordinal numbers.
const ORDINALS: &[&str] = &["st", "nd", "rd", "th", "er", "re", "º", "ª", "e", "a", "ste", "de", "ain", "η", "ης"];

/// Which of two numbers is the day, where both could be, and which month a name that two languages share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    DayFirst,
    /// The day first, and Croatian names of months.
    Croatian,
    MonthFirst,
    /// Such dates are not read.
    #[default]
    Unknown,
}

/// A date in a text that was given in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub day: Date,
    pub start: usize,
    pub end: usize,
}

/// Returns the first dates of a text in lower case.
pub fn dates(lower: &str, order: Order) -> Vec<Written> {
    let tokens = tokens(&lower[..lower.floor_char_boundary(TEXT_BYTES_MAX)]);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < DATES_MAX {
        match date_at(&tokens[at..], order) {
            Some((day, length)) => {
                found.push(Written { day, start: tokens[at].start, end: tokens[at + length - 1].end });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the first ambiguous-looking date of a text shows which of its numbers is the day.
pub fn order_shown(lower: &str) -> Option<Order> {
    let tokens = tokens(&lower[..lower.floor_char_boundary(TEXT_BYTES_MAX)]);
    tokens.windows(3).find_map(|window| {
        let (a, b) = (window[0].number?, window[1].number?);
        let is_slashed = window[1].gap == "/" && window[2].gap == "/" && window[2].digits == 4;
        match (is_slashed, a, b) {
            (true, 13..=31, 1..=12) => Some(Order::DayFirst),
            (true, 1..=12, 13..=31) => Some(Order::MonthFirst),
            _ => None,
        }
    })
}

struct Token<'a> {
    /// What stands before it.
    gap: &'a str,
    word: &'a str,
    number: Option<u32>,
    digits: usize,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Other,
}

fn class(c: char) -> Class {
    match c {
        _ if digit(c).is_some() => Class::Digit,
        // The units of East Asian dates are signs between numbers.
        '年' | '月' | '日' | '년' | '월' | '일' => Class::Other,
        // Signs that belong to letters without being ones: viramas, nuktas, Thai marks.
        '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{e47}'..='\u{e4e}' => Class::Letter,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Decimal digits of the scripts that news sites write dates with.
fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 7] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ae6}', '\u{e50}', '\u{ff10}'];
    let of = |zero: char| (c as u32).checked_sub(zero as u32).filter(|value| *value < 10);
    c.to_digit(10).or_else(|| if c.is_ascii() { None } else { ZEROS.into_iter().find_map(of) })
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut gap_start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        let kind = class(first);
        if kind == Class::Other {
            continue;
        }
        let mut value = digit(first);
        let (mut count, mut end) = (1, start + first.len_utf8());
        while let Some((at, next)) = chars.next_if(|(_, next)| class(*next) == kind) {
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit(next)?));
            count += 1;
            end = at + next.len_utf8();
        }
        let number = value.filter(|_| kind == Class::Digit);
        let gap = &text[gap_start..start];
        tokens.push(Token { gap, word: &text[start..end], number, digits: count, start, end });
        gap_start = end;
    }
    tokens
}

/// The date that begins with the first token, and how many tokens it takes.
fn date_at(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let first = tokens.first()?;
    match first.number {
        Some(_) if first.digits == 4 => year_first(tokens, order),
        Some(_) if first.digits <= 2 => numbers(tokens, order).or_else(|| day_first(tokens, order)),
        Some(_) => None,
        // Names are looked up only where a day follows.
        None if tokens.get(1).is_some_and(|day| day.number.is_some() && day.digits <= 2) => month_first(tokens, order),
        None => None,
    }
}

/// `2015-05-04`, `2015年5月4日`, `2015. május 4.`, `2015 m. kovo 4 d.`
fn year_first(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let year = year(&tokens[0])?;
    if let [_, b, c, ..] = tokens
        && let (Some(of_year), Some(of_month)) = (b.number, c.number)
    {
        let gaps = (b.gap.trim(), c.gap.trim());
        let is_even = gaps.0 == gaps.1 && matches!(gaps.0, "-" | "/" | "." | "–");
        if (is_even || matches!(gaps, ("年", "月") | ("년", "월"))) && b.digits <= 2 && c.digits <= 2 {
            return Some((date(year, of_year, of_month)?, 3));
        }
    }
    let mut cursor = Cursor { tokens, at: 1, order };
    cursor.skip(FILLERS);
    let (month, day) = cursor.month().and_then(|month| Some((month, cursor.day()?))).or_else(|| {
        // `2015. gada 4. maijā`
        cursor.at = 1;
        cursor.skip(FILLERS);
        let day = cursor.day()?;
        Some((cursor.month()?, day))
    })?;
    Some((date(year, month, day)?, cursor.at))
}

/// `04.05.2015`, `13/05/2015`, `4.5.15`
fn numbers(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let [a, b, c, ..] = tokens else { return None };
    let gap = b.gap.trim();
    if gap != c.gap.trim() || !matches!(gap, "." | "/" | "-") {
        return None;
    }
    let (first, second) = (a.number?, b.number.filter(|_| b.digits <= 2)?);
    let year = match c.digits {
        4 => year(c)?,
        // Version numbers and times have two digits as well, and go on.
        2 if gap != "-" && b.gap == gap && c.gap == gap && !a.gap.ends_with(['.', ':', '/']) => {
            if tokens.get(3).is_some_and(|next| next.gap == gap || next.gap == ":") {
                return None;
            }
            i16::try_from(c.number?).ok()? + 2000
        }
        _ => return None,
    };
    let is_day_first = match (gap, first, second) {
        (".", ..) | (_, 13.., _) => true,
        (_, _, 13..) => false,
        _ if first == second => true,
        _ => match order {
            Order::DayFirst | Order::Croatian => true,
            Order::MonthFirst => false,
            Order::Unknown => return None,
        },
    };
    let (day, month) = if is_day_first { (first, second) } else { (second, first) };
    Some((date(year, month, day)?, 3))
}

/// `4 May 2015`, `4 de mayo de 2015`, `4th of May, 2015`, `4 tháng 5, 2015`
fn day_first(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let mut cursor = Cursor { tokens, at: 0, order };
    let day = cursor.day()?;
    cursor.skip(FILLERS);
    let month = cursor.month()?;
    cursor.skip_month(month);
    cursor.skip(FILLERS);
    Some((date(cursor.year()?, month, day)?, cursor.at))
}

/// `May 4, 2015`, `May 4th '15`
fn month_first(tokens: &[Token<'_>], order: Order) -> Option<(Date, usize)> {
    let mut cursor = Cursor { tokens, at: 0, order };
    let month = cursor.month()?;
    let day = cursor.day()?;
    Some((date(cursor.year()?, month, day)?, cursor.at))
}

struct Cursor<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    order: Order,
}

impl Cursor<'_> {
    /// The token here, if only the signs of a date part it from the one before.
    fn next(&self) -> Option<&Token<'_>> {
        let token = self.tokens.get(self.at)?;
        (self.at == 0 || (token.gap.chars().count() <= 3 && token.gap.chars().all(|c| BETWEEN.contains(&c))))
            .then_some(token)
    }

    fn skip(&mut self, words: &[&str]) {
        if self.next().is_some_and(|token| words.contains(&token.word)) {
            self.at += 1;
        }
    }

    fn month(&mut self) -> Option<u32> {
        let token = self.next()?;
        if token.word == "tháng" {
            self.at += 1;
            let number = self.next()?.number?;
            self.at += 1;
            return Some(number);
        }
        let found = if self.order == Order::Croatian { croatian_month(token.word) } else { month(token.word) }?;
        self.at += 1;
        u32::try_from(found).ok()
    }

    /// Arab sites write both of a month's names: `4 أيار / مايو 2015`.
    fn skip_month(&mut self, known: u32) {
        let at = self.at;
        if self.month() != Some(known) {
            self.at = at;
        }
    }

    fn day(&mut self) -> Option<u32> {
        let token = self.next()?;
        let day = token.number.filter(|_| token.digits <= 2)?;
        self.at += 1;
        if self.next().is_some_and(|next| next.gap.is_empty()) {
            self.skip(ORDINALS);
        }
        Some(day)
    }

    fn year(&mut self) -> Option<i16> {
        let token = self.next()?;
        let year = if token.digits == 2 && token.gap.ends_with(['\'', '’']) {
            i16::try_from(token.number?).ok()? + 2000
        } else {
            year(token)?
        };
        self.at += 1;
        Some(year)
    }
}

fn year(token: &Token<'_>) -> Option<i16> {
    let year = i16::try_from(token.number.filter(|_| token.digits == 4)?).ok()?;
    let buddhist = year - BUDDHIST_YEARS;
    [year, buddhist].into_iter().find(|year| (YEAR_MIN..=YEAR_MAX).contains(year))
}

fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Order) -> Vec<String> {
        dates(&text.to_lowercase(), order).into_iter().map(|found| found.day.to_string()).collect()
    }

    #[test]
    fn dates_are_read_in_many_languages() {
        let cases = [
            "May 4, 2015",
            "4 May 2015",
            "May 4th '15",
            "Published: Monday, May 4th, 2015 10:20",
            "4. Mai 2015",
            "4 de mayo de 2015",
            "le 4 mai 2015 à 10h",
            "Lunes 4 de Mayo del 2015",
            "04.05.2015",
            "4. 5. 2015 10:20",
            "Party, 04.05.15",
            "4 мая 2015 г.",
            "4 maja 2015 r.",
            "4. května 2015",
            "2015. május 4.",
            "2015 m. gegužės 4 d.",
            "2015. gada 4. maijā",
            "4 Mayıs 2015 Pazartesi",
            "4 Μαΐου 2015",
            "4 במאי 2015",
            "4 مايو 2015",
            "تم نشره 4 أيار / مايو 2015 09:22",
            "٤ مايو ٢٠١٥",
            "४ मई २०१५",
            "৪ মে ২০১৫",
            "4 พฤษภาคม 2558",
            "2015年5月4日",
            "2015년 5월 4일",
            "4 tháng 5, 2015",
            "2015-05-04",
            "2015/5/4 10:20",
            "2015.05.04 10:20",
            "maanantai 4. toukokuuta 2015",
            "4 mei 2015",
        ];
        for text in cases {
            assert_eq!(read(text, Order::Unknown), ["2015-05-04"], "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        let cases = [
            "May we come?",
            "4 May",
            "In May 2015",
            "04/05/2015",
            "2 hours ago",
            "Top 10 Marketing 2015",
            "May 4: 2015 in review",
            "31.02.2015",
            "10.04.12.2",
            "10.04.12:30",
            "v1.10.04.12",
            "1812-05-04",
            "",
        ];
        for text in cases {
            assert_eq!(read(text, Order::Unknown), [""; 0], "{text}");
        }
    }

    #[test]
    fn slashes_need_an_order() {
        assert_eq!(read("04/05/2015", Order::DayFirst), ["2015-05-04"]);
        assert_eq!(read("04/05/2015", Order::MonthFirst), ["2015-04-05"]);
        assert_eq!(read("13/05/2015", Order::MonthFirst), ["2015-05-13"]);
        assert_eq!(read("05/13/2015", Order::DayFirst), ["2015-05-13"]);
        assert_eq!(order_shown("13/05/2015"), Some(Order::DayFirst));
        assert_eq!(order_shown("at 05/13/2015"), Some(Order::MonthFirst));
        assert_eq!(order_shown("04/05/2015"), None);
    }

    #[test]
    fn a_name_that_two_languages_share_is_that_of_the_page() {
        assert_eq!(read("4. listopada 2015.", Order::Croatian), ["2015-10-04"]);
        assert_eq!(read("4 listopada 2015", Order::DayFirst), ["2015-11-04"]);
        assert_eq!(read("4. svibnja 2015.", Order::Croatian), ["2015-05-04"]);
        assert_eq!(read("04/05/2015", Order::Croatian), ["2015-05-04"]);
    }

    #[test]
    fn a_text_may_have_several_dates() {
        assert_eq!(read("Posted May 4, 2015, updated 5 May 2015", Order::Unknown), ["2015-05-04", "2015-05-05"]);
        assert_eq!(read("mar 5 mai 2015", Order::Unknown), ["2015-05-05"]);
    }

    #[test]
    fn hostile_texts_end() {
        for text in ["1/".repeat(100_000), "4 may ".repeat(100_000), "é".repeat(100_000), "9".repeat(100_000)] {
            assert_eq!(read(&text, Order::DayFirst), [""; 0]);
        }
    }
}
