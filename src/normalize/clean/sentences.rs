//! Glued sentences: `settlement.Saudi` was `settlement. Saudi` before an editor removed a line break.
//!
//! Only a clear case is repaired: a whole word that ends in two small letters (or a year, or a closing
//! bracket), an end mark, perhaps closing quotes, and a capitalized word. Scripts without capitals show it by words of
//! some length on both sides. Names of files, sites and programs, abbreviations and ordinals look alike and are left
//! alone.

use super::quotes::{self, Passed};

/// Words after which a full stop ends no sentence.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    // English
    "approx", "apr", "art", "aug", "ave", "blvd", "bros", "capt", "cf", "cmdr", "col", "corp", "dec", "dept", "est", "etc", "excl", "feb", "fig", "fri",
    "gen", "gov", "hon", "inc", "jan", "jul", "jun", "lieut", "ltd", "maj", "mar", "max", "messrs", "min", "mon", "mrs", "mss", "nos", "nov", "oct", "pp",
    "pres", "prof", "rep", "reps", "rev", "sat", "sen", "sens", "sept", "sgt", "sun", "supt", "thu", "tue", "viz", "vol", "vols", "vs", "wed", "www",
    // German, Dutch, the Nordic languages
    "abb", "abs", "allg", "anm", "bd", "bes", "betr", "bspw", "bzgl", "bzw", "ca", "chr", "dgl", "dipl", "ebd", "ehem", "einschl", "evtl", "ggf", "geb",
    "gest", "gez", "hrsg", "inkl", "jh", "kath", "lt", "mag", "mio", "mrd", "mind", "nr", "sog", "str", "tel", "usw", "vgl", "zzgl", "bijv", "blz", "dhr",
    "enz", "mevr", "mln", "osv", "kl", "bl",
    // French, Italian, Spanish, Portuguese, Romanian
    "av", "boul", "chap", "env", "hab", "mgr", "mme", "mmes", "mlle", "ste", "suiv", "tél", "vve", "éd", "arch", "avv", "cav", "dott", "ecc", "geom", "ing",
    "mons", "on", "pag", "rag", "sig", "sigg", "admón", "aprox", "arq", "avda", "cía", "dña", "dra", "dto", "exmo", "gral", "ilmo", "lic", "núm", "pág",
    "págs", "pdte", "profa", "rdo", "sra", "sras", "srta", "sta", "sto", "tfno", "dna", "dvs", "nr",
    // Polish, Czech, Turkish
    "al", "dz", "godz", "im", "inż", "itd", "itp", "kpt", "ks", "np", "pl", "płk", "pkt", "por", "pt", "św", "tj", "tys", "tzn", "tzw", "ul", "woj",
    "atd", "apod", "např", "tzv", "tř", "bkz", "doç", "gör", "öğr", "sn", "uzm", "vb", "yrd", "yy",
    // Russian, Ukrainian, Bulgarian, Serbian
    "акад", "вул", "гг", "гл", "гор", "гр", "гос", "дер", "див", "доц", "долл", "др", "зам", "им", "ім", "изд", "илл", "кв", "коп", "корп", "край", "кн",
    "млн", "млрд", "мин", "напр", "обл", "оз", "пер", "пл", "пос", "пр", "просп", "проф", "рис", "рос", "руб", "св", "см", "соч", "ср", "ст", "стр", "табл",
    "тел", "тов", "тыс", "тис", "ул", "чел", "экз",
    // Greek
    "αρ", "βλ", "δισ", "δρ", "εκατ", "κα", "λεωφ", "πχ", "σελ", "τηλ",
];

/// What follows a dot in names of sites, programs and files.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "com", "org", "net", "info", "edu", "gov", "exe", "pdf", "doc", "docx", "xls", "xlsx", "csv", "txt", "html", "jpg", "png", "zip", "xml", "json", "app",
    "كوم", "קום",
];

/// The short ones of them are words of many languages: `Booking.De` is a name, `beeld.De` is not.
const SHORT_SUFFIXES: &[&str] = &["js", "io", "de", "fr", "uk", "ai", "es", "it", "me", "is", "in", "no", "ru", "eu"];

/// Characters of a word that are looked at: longer than the longest one, so that a line without spaces takes no longer
/// than any other.
const WORD_CHARS_MAX: usize = 80;

/// Letters of a word that is no abbreviation, where a script has no capitals.
const UNCASED_LETTERS_MIN: usize = 3;

/// Syllables that end Korean sentences: full stops also stand in its lists of names.
const KOREAN_ENDINGS: &[char] = &['다', '요', '죠', '까'];

/// Returns the line with a space between sentences that had none.
pub fn part_glued(line: &str) -> String {
    if !has_glued_mark(line) {
        return line.to_owned();
    }
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let first_word_end = line.find(char::is_whitespace).unwrap_or(line.len());
    let mut repaired = String::with_capacity(line.len() + 8);
    let mut copied = 0;
    let mut passed = Passed::default();
    for at in 1..chars.len().saturating_sub(2) {
        passed.pass(chars[at - 1].1);
        if !is_end_mark(chars[at].1) || chars[at + 1].1.is_whitespace() {
            continue;
        }
        // No sentence is one word, but names are: `Rain.Watch is a service`.
        let is_in_name = chars[at].0 < first_word_end && chars[at].1 == '.' && line.starts_with(char::is_uppercase);
        if let Some(start) = start_of_next(&chars, at, passed)
            && !is_in_name
            && ends_a_word(line, &chars, at)
            && starts_a_sentence(line, &chars, at, start)
        {
            let place = chars[start].0;
            repaired.push_str(&line[copied..place]);
            repaired.push(' ');
            copied = place;
        }
    }
    repaired.push_str(&line[copied..]);
    repaired
}

/// Whether something other than a space stands behind an end mark: one look, because most lines have no such place.
fn has_glued_mark(line: &str) -> bool {
    let mut is_behind_mark = false;
    line.chars().any(|c| {
        let is_glued = is_behind_mark && !c.is_whitespace();
        is_behind_mark = is_end_mark(c);
        is_glued
    })
}

/// Whether the text ends with a sentence, whatever closes it.
pub fn is_ended(text: &str) -> bool {
    text.trim_end_matches(|c: char| quotes::is_quote(c) || matches!(c, ')' | ']' | '）' | ' '))
        .ends_with(|c: char| is_end_mark(c) || is_wide_end_mark(c) || c == '…')
}

/// End marks behind which a space stands.
fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '۔' | '।' | '॥')
}

/// End marks that hold the space themselves.
fn is_wide_end_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡')
}

/// Returns where the next sentence starts, directly behind the end mark and its closing quotes.
fn start_of_next(chars: &[(usize, char)], mark: usize, mut passed: Passed) -> Option<usize> {
    let mut at = mark + 1;
    while passed.closes(chars.get(at)?.1) {
        passed.pass(chars[at].1);
        at += 1;
    }
    Some(at)
}

fn ends_a_word(line: &str, chars: &[(usize, char)], mark: usize) -> bool {
    let from = chars[mark.saturating_sub(WORD_CHARS_MAX)].0;
    let token = line[from..chars[mark].0].rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = token.trim_start_matches(|c: char| "“‘\"'«„([".contains(c)).trim_end_matches(['”', '’', ')', ']', '»']);
    let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let is_cased = word.chars().all(|c| c.is_alphabetic() || is_within_words(c))
        && word.chars().rev().filter(|c| c.is_alphabetic()).take(2).filter(|c| c.is_lowercase()).count() == 2;
    let is_in_brackets =
        token.len() > word.len() && token.ends_with([')', ']']) && word.chars().all(char::is_alphanumeric);
    let is_abbreviation = chars[mark].1 == '.' && ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    (is_year || is_cased || is_in_brackets || ends_an_uncased_word(word, chars[mark].1))
        && !word.is_empty()
        && !is_abbreviation
}

/// Whether the word is one of a script without capitals, and none that a full stop may follow.
fn ends_an_uncased_word(word: &str, mark: char) -> bool {
    let Some(last) = word.chars().next_back() else { return false };
    if matches!(mark, '।' | '॥' | '۔' | '؟') {
        return true;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = is_spaced_and_uncased(last)
        && word.chars().all(|c| !c.is_ascii() && (is_spaced_and_uncased(c) || is_within_words(c)));
    let is_korean = matches!(last, '\u{ac00}'..='\u{d7af}');
    is_word && if is_korean { letters >= 2 && KOREAN_ENDINGS.contains(&last) } else { letters >= UNCASED_LETTERS_MIN }
}

fn is_within_words(c: char) -> bool {
    matches!(c, '-' | '’' | '\'' | '\u{2010}' | '\u{200c}' | '\u{200d}')
}

/// Whether the letter is of a script that parts words by spaces and has no capitals.
fn is_spaced_and_uncased(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{ac00}'..='\u{d7af}')
}

fn starts_a_sentence(line: &str, chars: &[(usize, char)], mark: usize, start: usize) -> bool {
    let end = chars.get(start + WORD_CHARS_MAX).map_or(line.len(), |(end, _)| *end);
    let token = line[chars[start].0..end].split(char::is_whitespace).next().unwrap_or_default();
    let opened = token.trim_start_matches(['“', '‘', '«', '»', '„', '"', '(', '[', '¿', '¡']);
    let word: &str = opened.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let behind = &opened[word.len()..];
    let mut letters = word.chars();
    let Some(first) = letters.next() else { return false };
    if is_spaced_and_uncased(first) {
        let before = chars[mark - 1].1;
        let is_closed = start > mark + 1;
        let is_same = is_spaced_and_uncased(before) || is_closed || before.is_numeric();
        return is_same && word.chars().count() >= 2 && !SUFFIXES.contains(&word);
    }
    // `A`, `I` and the like stand alone; else the second letter is small.
    let second_fits = letters.next().map_or(behind.is_empty(), char::is_lowercase);
    let mut tail = behind.chars();
    let is_name_of_more = tail.next().is_some_and(|c| matches!(c, '.' | '/' | '@' | '_' | '('))
        && tail.next().is_some_and(char::is_alphanumeric);
    let lower = word.to_lowercase();
    let is_suffix = SUFFIXES.contains(&lower.as_str())
        || (SHORT_SUFFIXES.contains(&lower.as_str()) && starts_with_capital(line, chars, mark));
    first.is_uppercase() && second_fits && !is_name_of_more && !is_suffix
}

/// Whether the word before the mark does.
fn starts_with_capital(line: &str, chars: &[(usize, char)], mark: usize) -> bool {
    let from = chars[mark.saturating_sub(WORD_CHARS_MAX)].0;
    let word = line[from..chars[mark].0].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_sentences_are_parted() {
        let cases = [
            ("a political settlement.Saudi Arabia is", "a political settlement. Saudi Arabia is"),
            ("Did he go?Nobody knew.It was late!Then", "Did he go? Nobody knew. It was late! Then"),
            ("“It is late.”He left.", "“It is late.” He left."),
            ("he said.“We wait", "he said. “We wait"),
            ("he said: \"We wait.\"Then he left.", "he said: \"We wait.\" Then he left."),
            ("It began in 2015.The rest", "It began in 2015. The rest"),
            ("the alliance (NATO).The rest", "the alliance (NATO). The rest"),
            ("war vorbei.Über allem", "war vorbei. Über allem"),
            ("„Es ist spät.“Er ging.", "„Es ist spät.“ Er ging."),
            ("»Es ist spät.«Er ging.", "»Es ist spät.« Er ging."),
            ("« Il est tard. »Il partit.«Oui", "« Il est tard. »Il partit. «Oui"),
            ("Er ging.„Es ist spät", "Er ging. „Es ist spät"),
            ("llegó tarde.¿Por qué?Nadie lo sabe", "llegó tarde. ¿Por qué? Nadie lo sabe"),
            ("het beeld.De rest", "het beeld. De rest"),
            ("в Москве.Президент сказал", "в Москве. Президент сказал"),
            ("«Поздно».Он ушёл", "«Поздно». Он ушёл"),
            ("στην Αθήνα.Ο δήμος είπε", "στην Αθήνα. Ο δήμος είπε"),
            ("մնաց Երևանում.Նա գնաց", "մնաց Երևանում. Նա գնաց"),
            ("انتهى الاجتماع.وقال الوزير", "انتهى الاجتماع. وقال الوزير"),
            ("لماذا تأخر؟لا أحد يعرف", "لماذا تأخر؟ لا أحد يعرف"),
            ("הישיבה הסתיימה.השר אמר", "הישיבה הסתיימה. השר אמר"),
            ("خانه نرفت.بقیه ماندند", "خانه نرفت. بقیه ماندند"),
            ("جلسہ ختم ہوا۔وزیر نے کہا", "جلسہ ختم ہوا۔ وزیر نے کہا"),
            ("बैठक हुई।मंत्री ने कहा", "बैठक हुई। मंत्री ने कहा"),
            ("সভা শেষ হয়।মন্ত্রী বলেন", "সভা শেষ হয়। মন্ত্রী বলেন"),
            ("회의가 끝났다.장관은 말했다", "회의가 끝났다. 장관은 말했다"),
            ("it was over.A man", "it was over. A man"),
        ];
        for (glued, expected) in cases {
            assert_eq!(part_glued(glued), expected);
            assert_eq!(part_glued(expected), expected, "a second time");
        }
    }

    #[test]
    #[rustfmt::skip]
    fn names_and_abbreviations_are_left_alone() {
        let cases = [
            "U.S.Army", "example.com", "Example.Com", "www.example.Org/Path", "www.Example", "Node.js", "Node.Js", "Booking.com", "Booking.Com", "die 3.Liga",
            "1.Bundesliga", "at 9 a.m.Foo", "9 p.m.Foo", "System.Collections.Generic", "Prof.Smith", "J.K. Rowling", "J.K.Rowling", "Ph.D", "Ph.D.Students",
            "name@example.Org", "https://example.org/a.Path?b=c.Def", "e.g.This", "5.5 percent", "1.000 Euro", "3.14", "v2.Beta", "Wait...What",
            "config.Load(x)", "ASP.Net", "report.Pdf", "#ende.Und", "@name.Surname", "end.", "end. Next", "a.B", "", ".", "word.NATO", "he said \"no.\"",
            "z.B.Berlin", "usw.Dann", "str.Nord", "т.е.Москва", "им.Ленина", "ул.Мира", "проф.Иванов", "млн.Рублей", "д.Петров", "κ.Παπαδόπουλος", "ул. Мира",
            "د.محمد", "م.علي", "3.1운동", "서울.경기 지역", "네이버.다음", "ynet.קום", "ד\"ר.כהן", "2020年.春天", "他走了。她来了", "行った。来た",
            "wp.pl", "godz.Trzecia", "ul.Nowa", "Sta.María", "Doç.Yılmaz", "sig.Rossi", "dhr.Bakker",
            "Rain.Watch is a service for farmers",
        ];
        for line in cases {
            assert_eq!(part_glued(line), line);
        }
    }

    #[test]
    fn sentences_end_in_any_script() {
        let ended =
            ["It rains.", "“It rains.”", "„Es regnet.“", "雨が降る。」", "बारिश।", "هل تمطر؟", "It rains…", "下雨了！"];
        for text in ended {
            assert!(is_ended(text), "{text}");
        }
        for text in ["Rain in May", "雨", "“Rain”", "", "Rain:"] {
            assert!(!is_ended(text), "{text}");
        }
    }
}
