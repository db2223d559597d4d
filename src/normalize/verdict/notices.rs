//! Errors, checks for robots, and logins: pages with a heading that is no headline, and little text.

use super::seen::Seen;
use super::stated::Subject;
use super::words::{ERROR_FOLDERS, ERROR_HEADINGS, ERROR_NAMES, ERROR_NOTICES, LOGIN_FOLDERS, LOGIN_HEADINGS};
use super::{has_any, sum};

/// Bytes of text above which a page is no mere notice: excuses, hints and addresses take fewer.
const NOTICE_BYTES_MAX: usize = 1_200;

/// The same where the heading is an error's: teasers of other articles may have been taken for its text.
const HEADED_BYTES_MAX: usize = 3_000;

/// Paragraphs that a notice seldom has, and a column with such a heading does.
const COLUMN_PARAGRAPHS_MIN: usize = 3;

/// Bytes of a whole page that is nothing but a notice, navigation excluded.
const BARE_PAGE_BYTES_MAX: usize = 2_000;

/// Words of the other parts of a heading: the site's name.
const SITE_WORDS_MAX: usize = 4;

/// Words behind the opening of a login's heading: `Log in to your account`.
const LOGIN_WORDS_MAX: usize = 6;

/// Status codes that pages show.
const STATUS_CODES: &[&str] = &["400", "401", "403", "404", "410", "429", "500", "502", "503", "504"];

/// Scores a page that reports an error or asks whether a robot reads it.
pub fn error_page(seen: &Seen<'_>) -> f32 {
    if seen.prose.bytes > HEADED_BYTES_MAX {
        return 0.0;
    }
    let headings = seen.headings();
    let is_headed = headings.iter().any(|heading| is_error_heading(heading));
    if !is_headed && seen.prose.bytes > NOTICE_BYTES_MAX {
        return 0.0;
    }
    let is_stated = seen.metadata.stated.subject == Some(Subject::Article);
    let has_byline = !seen.metadata.authors.is_empty();
    sum(&[
        (is_headed, 0.6),
        (headings.iter().any(|heading| has_status_code(heading)), 0.3),
        (has_notice(seen), 0.4),
        (is_bare(seen), 0.2),
        (seen.is_addressed(ERROR_FOLDERS), 0.3),
        (seen.prose.paragraphs >= COLUMN_PARAGRAPHS_MIN, -0.4),
        (is_stated, -0.4),
        (has_byline, -0.2),
        (seen.metadata.dates.published.is_some(), -0.2),
    ])
}

/// Whether a part of the heading is an error's, and the other parts are the site's.
fn is_error_heading(heading: &str) -> bool {
    let parts = parts(heading);
    let is_error = |part: &&str| {
        let bare = part.trim_matches(|c: char| !c.is_alphabetic());
        let bare =
            ["http error", "error", "oops"].iter().find_map(|opening| bare.strip_prefix(opening)).unwrap_or(bare);
        let bare = bare.trim_matches(|c: char| !c.is_alphabetic());
        ERROR_HEADINGS.contains(&bare)
    };
    parts.iter().any(is_error) && parts.iter().all(|part| is_error(part) || is_short(part))
}

/// Whether a part of the heading is a status code, with the word for an error or without: `404`, `Fehler 404`.
fn has_status_code(heading: &str) -> bool {
    let parts = parts(heading);
    let is_code = |part: &&str| {
        let mut words = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        part.contains(|c: char| c.is_ascii_digit())
            && words.all(|word| STATUS_CODES.contains(&word) || ERROR_NAMES.contains(&word))
    };
    parts.iter().all(|part| is_short(part)) && parts.iter().any(is_code)
}

fn parts(heading: &str) -> Vec<&str> {
    let mut parts = vec![heading];
    for separator in [" | ", " - ", " – ", " — ", " · ", ": ", "｜"] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn is_short(part: &str) -> bool {
    part.split_whitespace().count() <= SITE_WORDS_MAX
}

fn has_notice(seen: &Seen<'_>) -> bool {
    seen.shown().any(|line| has_any(&line.plain(), ERROR_NOTICES))
}

/// Whether the page has next to no text that is not linked.
fn is_bare(seen: &Seen<'_>) -> bool {
    let bytes: usize = seen.shown().map(|line| line.unlinked_bytes()).sum();
    bytes <= BARE_PAGE_BYTES_MAX
}

/// Scores a page that asks its reader to log in.
pub fn login(seen: &Seen<'_>) -> f32 {
    if seen.prose.bytes > NOTICE_BYTES_MAX {
        return 0.0;
    }
    let title = seen.metadata.title.as_deref().map(super::seen::plain);
    let is_stated = seen.metadata.stated.subject == Some(Subject::Article);
    sum(&[
        (title.is_some_and(|title| is_login_heading(&title)), 0.3),
        (seen.headings().iter().any(|heading| is_login_heading(heading)), 0.2),
        (seen.is_addressed(LOGIN_FOLDERS), 0.3),
        (seen.whole.asks_password, 0.2),
        (is_bare(seen), 0.1),
        (is_stated, -0.3),
        (!seen.metadata.authors.is_empty(), -0.2),
    ])
}

fn is_login_heading(heading: &str) -> bool {
    parts(heading).iter().any(|part| {
        let part = part.trim_matches(|c: char| !c.is_alphabetic());
        let is_whole =
            |rest: &str| !rest.starts_with(char::is_alphabetic) && rest.split_whitespace().count() <= LOGIN_WORDS_MAX;
        LOGIN_HEADINGS.iter().any(|opening| part.strip_prefix(opening).is_some_and(is_whole))
    })
}
