//! Dates in the words of other languages, as far as programs write them into feeds.

use std::borrow::Cow;

/// Where two languages share a beginning they mean the same month by it, and the longest beginning counts: `lip` and
/// `lis` are other months in Polish than in Croatian, and Finnish has `marraskuu` in November. Lower case.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "jän", "oca", "sty", "янв", "січ", "ιαν"],
    &["feb", "fév", "fev", "şub", "lut", "фев", "лют", "φεβ"],
    &["mar", "mär", "mrz", "maa", "már", "мар", "бер", "μάρ", "μαρ"],
    &["apr", "abr", "avr", "ápr", "nis", "kwi", "апр", "кві", "απρ"],
    &["may", "mai", "mei", "mag", "maj", "máj", "мая", "май", "тра", "μαι", "μάι", "μαϊ"],
    &["jun", "juin", "giu", "jún", "haz", "cze", "lipa", "lipn", "июн", "чер", "ιούν", "ιουν", "ιον"],
    &["jul", "juil", "lug", "júl", "tem", "lipc", "lipi", "июл", "лип", "ιούλ", "ιουλ", "ιολ"],
    &["aug", "aoû", "aou", "ago", "ağu", "sie", "авг", "сер", "αύγ", "αυγ"],
    &["sep", "set", "szept", "eyl", "wrz", "сен", "вер", "σεπ"],
    &["oct", "okt", "out", "ott", "eki", "paź", "окт", "жов", "οκτ"],
    &["nov", "kas", "marras", "ноя", "лис", "νοέ", "νοε"],
    &["dec", "dez", "dic", "déc", "des", "ara", "gru", "дек", "гру", "δεκ"],
];

/// Returns the month, 1 to 12, that a word begins to name.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if word.is_ascii() && (word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        return None;
    }
    let word = word.to_lowercase();
    let names = (1..).zip(MONTHS).flat_map(|(month, names)| names.iter().map(move |name| (month, *name)));
    names.filter(|(_, name)| word.starts_with(name)).max_by_key(|(_, name)| name.len()).map(|(month, _)| month)
}

/// Writes what Chinese, Japanese and Korean put around the numbers of a date as the West does.
pub(super) fn western(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut half = "";
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        if let Some((word, name)) = HALVES.iter().find(|(word, _)| rest.starts_with(word)) {
            half = name;
            rest = &rest[word.len()..];
            continue;
        }
        rest = &rest[char.len_utf8()..];
        match char {
            '年' | '月' | '년' | '월' => {
                rest = rest.trim_start();
                out.push('-');
            }
            '日' | '일' => out.push(' '),
            '\u{A0}' | '\u{3000}' => out.push(' '),
            '：' => out.push(':'),
            _ => out.push(char),
        }
    }
    out.push_str(half);
    Cow::Owned(out)
}

/// The halves of a day, which stand before the time there and behind it here.
const HALVES: &[(&str, &str)] =
    &[("오전", " am"), ("오후", " pm"), ("午前", " am"), ("午後", " pm"), ("上午", " am"), ("下午", " pm")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_the_languages_of_feeds() {
        for (word, number) in [
            ("Jan", 1),
            ("janvier", 1),
            ("März", 3),
            ("Μάρ", 3),
            ("Mai", 5),
            ("мая", 5),
            ("Ιούν", 6),
            ("juin", 6),
            ("juillet", 7),
            ("júl", 7),
            ("août", 8),
            ("sept.", 9),
            ("Okt", 10),
            ("dezembro", 12),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["Wed", "Κυρ", "yesterday", "ja", "j4n", ""] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn the_east_writes_its_units_behind_the_numbers() {
        assert_eq!(western("2004년 05월 28일  오후 11:31:25"), "2004-05-28    11:31:25 pm");
        assert_eq!(western("2024年5月1日 14:30"), "2024-5-1  14:30");
    }
}
