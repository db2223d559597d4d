//! Glued sentences: `settlement.Saudi` was `settlement. Saudi` before an editor removed a line break.
//!
//! Only a clear case is repaired: a whole word that ends in two small letters (or a year, or a closing
//! bracket), an end mark, perhaps closing quotes, and a capitalized word. Names of files, sites and
//! programs, abbreviations and ordinals look alike and are left alone.

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx", "art", "aug", "ave", "bros", "bzw", "capt", "cmdr", "col", "corp", "dec", "dept", "dott", "etc", "evtl",
    "excl", "feb", "fig", "fri", "gen", "ggf", "gov", "hon", "hrsg", "inc", "jan", "jul", "jun", "lieut", "ltd", "maj",
    "mar", "max", "mln", "mme", "mon", "mrs", "nov", "oct", "pres", "prof", "rep", "rev", "sat", "sen", "sept", "sgt",
    "sig", "sra", "sun", "thu", "tue", "usw", "vgl", "vol", "wed",
];

/// What follows a dot in names of sites, programs and companies.
const SUFFIXES: &[&str] =
    &["com", "org", "net", "info", "edu", "gov", "js", "io", "de", "fr", "uk", "ai", "exe", "pdf"];

/// Characters of a word that are looked at: longer than the longest one, so that a line without spaces takes no longer
/// than any other.
const WORD_CHARS_MAX: usize = 80;

/// Returns the line with a space between sentences that had none.
pub fn part_glued(line: &str) -> String {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut repaired = String::with_capacity(line.len() + 8);
    let mut copied = 0;
    let mut straight_quotes = 0;
    for at in 1..chars.len().saturating_sub(2) {
        straight_quotes += usize::from(chars[at - 1].1 == '"');
        if !matches!(chars[at].1, '.' | '!' | '?') {
            continue;
        }
        if let Some(start) = start_of_next(&chars, at, straight_quotes)
            && ends_a_word(line, &chars, at)
            && starts_a_sentence(line, &chars, start)
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

/// Returns where the next sentence starts, directly behind the end mark and its closing quotes. So many straight quotes
/// stand before the mark.
fn start_of_next(chars: &[(usize, char)], mark: usize, straight_quotes: usize) -> Option<usize> {
    let mut at = mark + 1;
    while matches!(chars.get(at)?.1, '”' | '’' | '»' | ')' | ']') {
        at += 1;
    }
    if chars.get(at)?.1 == '"' {
        // A straight quote closes when an odd number of them stands before it.
        at += straight_quotes % 2;
    }
    Some(at)
}

fn ends_a_word(line: &str, chars: &[(usize, char)], mark: usize) -> bool {
    let from = chars[mark.saturating_sub(WORD_CHARS_MAX)].0;
    let token = line[from..chars[mark].0].rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = token.trim_start_matches(|c: char| "“‘\"'«„([".contains(c)).trim_end_matches(['”', '’', ')', ']']);
    let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let is_word = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
        && word.chars().rev().take(2).filter(|c| c.is_lowercase()).count() == 2;
    let is_in_brackets =
        token.len() > word.len() && token.ends_with([')', ']']) && word.chars().all(char::is_alphanumeric);
    let is_abbreviation =
        line[chars[mark].0..].starts_with('.') && ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    (is_year || is_word || is_in_brackets) && !word.is_empty() && !is_abbreviation
}

fn starts_a_sentence(line: &str, chars: &[(usize, char)], start: usize) -> bool {
    let end = chars.get(start + WORD_CHARS_MAX).map_or(line.len(), |(end, _)| *end);
    let token = line[chars[start].0..end].split(char::is_whitespace).next().unwrap_or_default();
    let opened = token.trim_start_matches(['“', '‘', '«', '„', '"', '(', '[']);
    let word: &str = opened.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let behind = &opened[word.len()..];
    let mut letters = word.chars();
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    // `A`, `I` and the like stand alone; else the second letter is small.
    let second_fits = letters.next().map_or(behind.is_empty(), char::is_lowercase);
    let mut tail = behind.chars();
    let is_name_of_more = tail.next().is_some_and(|c| matches!(c, '.' | '/' | '@' | '_' | '('))
        && tail.next().is_some_and(char::is_alphanumeric);
    first_is_capital && second_fits && !is_name_of_more && !SUFFIXES.contains(&word.to_lowercase().as_str())
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
            ("в Москве.Президент сказал", "в Москве. Президент сказал"),
            ("it was over.A man", "it was over. A man"),
        ];
        for (glued, expected) in cases {
            assert_eq!(part_glued(glued), expected);
        }
    }

    #[test]
    fn names_and_abbreviations_are_left_alone() {
        let cases = [
            "U.S.Army",
            "example.com",
            "Example.Com",
            "www.example.Org/Path",
            "Node.js",
            "die 3.Liga",
            "at 9 a.m.Foo",
            "System.Collections.Generic",
            "Prof.Smith",
            "J.K.Rowling",
            "name@example.Org",
            "e.g.This",
            "5.5 percent",
            "Wait...What",
            "config.Load(x)",
            "ASP.Net",
            "end.",
            "end. Next",
            "a.B",
            "",
            ".",
            "word.NATO",
            "he said \"no.\"",
        ];
        for line in cases {
            assert_eq!(part_glued(line), line);
        }
    }
}
