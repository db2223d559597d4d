//! Walls before an article: requests for consent in place of it, and bars behind its first paragraphs.

use super::seen::{Line, Seen};
use super::stated::Subject;
use super::words::{CONSENT_ACTIONS, CONSENT_FOLDERS, CONSENT_REQUESTS, CONSENT_WORDS, PAYWALL_HINTS, PAYWALL_NOTICES};
use super::{has_any, sum};
use crate::normalize::body::line;

/// Bytes of a text that no request for consent stands in place of; the longest requests name what they do in ten
/// paragraphs.
const REQUEST_BYTES_MAX: usize = 8_000;

/// Lines of the text that tell a request for consent from an article.
const OPENING_LINES: usize = 6;

/// Share of the page's running text that speaks of consent where it is a wall.
const REQUEST_SHARE_MIN: f32 = 0.7;

/// Bytes of a button's text.
const ACTION_BYTES_MAX: usize = 80;

/// Bytes up to which a text may be an opening, and from which it is an article, whatever stands below it.
const OPENING_BYTES: usize = 1_800;
const ARTICLE_BYTES: usize = 4_000;

/// Lines behind the text in which a bar stands, and lines at its end that may be the bar's own.
const REACH_BEHIND: usize = 12;
const REACH_BEFORE: usize = 3;

/// Bytes of a bar that was taken for text.
const BAR_BYTES_MAX: usize = 160;

/// Share of the stated words below which the text is an opening, and from which it is the whole: some publishers
/// count captions, too.
const OPENING_SHARE_MAX: f32 = 0.4;
const WHOLE_SHARE_MIN: f32 = 0.8;

/// Stated words of a brief, of which nothing is held back.
const BRIEF_WORDS_MAX: usize = 100;

/// Paragraphs of an opening.
const OPENING_PARAGRAPHS_MAX: usize = 6;

/// Bytes of a word in running text, its space included: wrong by a third at most where words are parted.
const WORD_BYTES: usize = 6;

/// Paragraphs of a request for consent that may be kept where none of them asks in so many words.
const REQUEST_LINES_MAX: usize = 2;

/// Scores a page that asks for consent instead of showing its article.
pub fn consent_wall(seen: &Seen<'_>) -> f32 {
    if seen.prose.bytes > REQUEST_BYTES_MAX {
        return 0.0;
    }
    if !seen.kept.is_empty() && !speaks_of_consent(seen) {
        return 0.0;
    }
    // An article about cookies may have a banner beside it; the text of a wall is the request itself.
    let is_of_consent = |at: &usize| is_of_consent(&seen.whole.lines[*at].plain());
    let is_asked_alone = seen.kept.len() <= REQUEST_LINES_MAX && seen.kept.iter().all(is_of_consent);
    let (mut asking, mut other, mut has_request, mut has_action) = (0, 0, false, false);
    for (at, line) in seen.whole.lines.iter().enumerate().filter(|(_, line)| !line.is_hidden) {
        let text = line.plain();
        has_action |= line.bytes <= ACTION_BYTES_MAX && CONSENT_ACTIONS.iter().any(|action| is_action(&text, action));
        let is_request = has_any(&text, CONSENT_REQUESTS);
        has_request |= is_request && (is_asked_alone || seen.kept.binary_search(&at).is_ok());
        if is_request || (line.is_prose() && has_any(&text, CONSENT_WORDS)) {
            asking += line.bytes;
        } else if line.is_prose() {
            other += line.bytes;
        }
    }
    if !has_request || line::ratio(asking, asking + other) < REQUEST_SHARE_MIN {
        return 0.0;
    }
    let metadata = seen.metadata;
    // What the head states of the article behind the wall counts less where nothing else is shown.
    let stated = if other == 0 && has_action { -0.1 } else { -0.5 };
    sum(&[
        (true, 0.5),
        (has_action, 0.3),
        (seen.is_addressed(CONSENT_FOLDERS), 0.3),
        (metadata.title.as_deref().is_some_and(|title| has_any(&super::seen::plain(title), CONSENT_REQUESTS)), 0.2),
        (metadata.stated.subject == Some(Subject::Article), stated),
        (!metadata.authors.is_empty(), stated / 2.0),
        (metadata.dates.published.is_some(), stated / 2.0),
    ])
}

/// Whether what was kept opens with consent: the rest of the page need not be searched where it does not.
fn speaks_of_consent(seen: &Seen<'_>) -> bool {
    let opening = seen.kept.iter().take(OPENING_LINES).map(|at| seen.whole.lines[*at].plain());
    let speaking = opening.filter(|text| is_of_consent(text)).count();
    speaking * 2 >= seen.kept.len().min(OPENING_LINES)
}

fn is_of_consent(text: &str) -> bool {
    has_any(text, CONSENT_WORDS) || has_any(text, CONSENT_REQUESTS)
}

/// Whether the line opens with the words, and ends with them or goes on with another word.
fn is_action(text: &str, action: &str) -> bool {
    text.strip_prefix(action).is_some_and(|rest| !action.is_ascii() || !rest.starts_with(char::is_alphanumeric))
}

/// Scores a page that shows the opening of its article and a bar below.
pub fn paywall(seen: &Seen<'_>) -> f32 {
    let shortness = shortness(seen.prose.bytes);
    if shortness == 0.0 {
        return 0.0;
    }
    let stated = &seen.metadata.stated;
    let share = |words| line::ratio(seen.prose.bytes / WORD_BYTES, words);
    let is_opening = stated.words.is_some_and(|words| share(words) < OPENING_SHARE_MAX);
    let is_whole = stated.words.is_some_and(|words| words < BRIEF_WORDS_MAX || share(words) >= WHOLE_SHARE_MIN);
    let lines = around_the_end(seen);
    let has = |phrases| lines.iter().any(|line| has_any(&line.plain(), phrases));
    let score = sum(&[
        (has(PAYWALL_NOTICES), 0.55),
        (has(PAYWALL_HINTS), 0.1),
        (has_bar(seen, &lines), 0.2),
        (stated.is_free == Some(false), 0.35),
        (stated.is_free == Some(true), -0.4),
        (is_opening, 0.3),
        (is_whole, -0.4),
        (seen.prose.paragraphs > OPENING_PARAGRAPHS_MAX, -0.2),
    ]);
    score * shortness
}

/// 1 for an opening, 0 for an article, and between them in proportion.
#[expect(clippy::cast_precision_loss, reason = "texts are at most megabytes")]
fn shortness(bytes: usize) -> f32 {
    let beyond = bytes.saturating_sub(OPENING_BYTES) as f32 / (ARTICLE_BYTES - OPENING_BYTES) as f32;
    (1.0 - beyond).max(0.0)
}

/// Whether the text ends before an element that is named for a wall. Such names also stand around whole articles.
fn has_bar(seen: &Seen<'_>, lines: &[&Line]) -> bool {
    let is_within = seen.kept.last().is_some_and(|last| seen.whole.lines[*last].is_barred);
    !is_within && lines.iter().any(|line| line.is_barred)
}

/// The lines shown where the text ends, without its own longer paragraphs; all of them where nothing was kept.
fn around_the_end<'a>(seen: &Seen<'a>) -> Vec<&'a Line> {
    let last = seen.kept.last().copied();
    let from = last.map_or(0, |last| last.saturating_sub(REACH_BEFORE));
    let until = last.map_or(usize::MAX, |last| last + REACH_BEHIND);
    let lines = seen.whole.lines.iter().enumerate();
    let is_paragraph = |at: &usize, line: &Line| line.bytes > BAR_BYTES_MAX && seen.kept.binary_search(at).is_ok();
    let lines = lines.filter(|(at, line)| (from..=until).contains(at) && !line.is_hidden && !is_paragraph(at, line));
    lines.map(|(_, line)| line).collect()
}
