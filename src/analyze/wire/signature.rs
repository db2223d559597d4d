//! The agency that signs a story at its end: `(Reuters)`, `– dpa`, `By Jane Doe, Associated Press`.

use crate::normalize::clean::agency;

/// Bytes of the last line that are read; a signature of several agencies is shorter.
const SIGNATURE_BYTES_MAX: usize = 160;

/// What may open a line that says who wrote the story, in lower case.
const OPENINGS: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "source:",
    "sources:",
    "quelle:",
    "quellen:",
    "fuente:",
    "fonte:",
    "источник:",
    "with ",
    "reporting by ",
    "mit material von ",
    "mit ",
    "avec ",
    "con ",
];

/// Reads the last line of the text.
pub fn read(text: &str) -> Option<&'static str> {
    let line = text.trim_end().lines().next_back()?.trim();
    bracketed(line).or_else(|| behind_dash(line)).or_else(|| whole_line(line))
}

/// `… on Friday. (Reuters)`, `… /ТАСС/`
fn bracketed(line: &str) -> Option<&'static str> {
    let line = line.trim_end_matches(['.', ' ']);
    let open = match line.chars().next_back()? {
        ')' => '(',
        ']' => '[',
        '/' => '/',
        '）' => '（',
        _ => return None,
    };
    let (last, _) = line.char_indices().next_back()?;
    let inside = &line[floor(line, last.saturating_sub(SIGNATURE_BYTES_MAX))..last];
    let (before, name) = inside.rsplit_once(open)?;
    let is_behind_a_sentence =
        before.trim_end().is_empty() || before.trim_end().ends_with(['.', '!', '?', '”', '"', '»', '“', '。']);
    is_behind_a_sentence.then(|| agency::listed(name))?
}

/// `… am Freitag. – dpa`
fn behind_dash(line: &str) -> Option<&'static str> {
    let tail = &line[floor(line, line.len().saturating_sub(SIGNATURE_BYTES_MAX))..];
    let (_, name) = tail.rsplit_once(['–', '—', '-'])?;
    agency::listed(name)
}

/// `dpa/AFP`, `By Jane Doe, Associated Press`, `Source: Reuters`
fn whole_line(line: &str) -> Option<&'static str> {
    if line.len() > SIGNATURE_BYTES_MAX {
        return None;
    }
    let lower = line.to_lowercase();
    agency::listed(line.trim_start_matches(['©', ' '])).or_else(|| {
        OPENINGS.iter().find(|opening| lower.starts_with(**opening))?;
        let words = line.split_once([' ', ':']).map_or(line, |(_, rest)| rest);
        words.split([',', '/', '|', '(']).chain(words.split(" for ")).filter_map(agency::named).last()
    })
}

/// The nearest beginning of a character at or before the byte.
fn floor(line: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0)
}
