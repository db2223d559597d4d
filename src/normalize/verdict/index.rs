//! Pages whose subject is no text: lists of articles, videos, galleries.

use super::seen::Seen;
use super::stated::Subject;
use super::sum;
use super::words::{GALLERY_FOLDERS, INDEX_FOLDERS, VIDEO_FOLDERS};
use crate::normalize::body::line;

/// Bytes of running text, teasers excluded, above which a page is an article.
const ARTICLE_BYTES: usize = 1_200;

/// Headlines in links that lists have, and that pages with a long list of further articles have, too.
const HEADLINES_MANY: usize = 15;
const HEADLINES_SOME: usize = 6;

/// Lines between a headline in a link and its teaser: a section, a date, an author.
const TEASER_REACH: usize = 3;

/// Paragraphs below headlines from which the text is a row of teasers.
const TEASERS_MIN: usize = 4;

/// Share of the paragraphs that are teasers then.
const TEASER_SHARE: f32 = 0.6;

/// Bytes and paragraphs of what is said about a video or a gallery.
const DESCRIPTION_BYTES_MAX: usize = 1_500;
const DESCRIPTION_PARAGRAPHS_MAX: usize = 5;

/// Pictures from which a page is a gallery, when more is said below them than beside them.
const PICTURES_MIN: usize = 6;

/// Scores a section front, a home page, a search: many headlines in links, and no text but teasers.
pub fn index_page(seen: &Seen<'_>) -> f32 {
    let teasers = teasers(seen);
    if seen.prose.bytes.saturating_sub(teasers.bytes) > ARTICLE_BYTES {
        return 0.0;
    }
    let headlines = seen.shown().filter(|line| line.is_headline_link()).count();
    if headlines < HEADLINES_SOME {
        return 0.0;
    }
    let metadata = seen.metadata;
    let subject = metadata.stated.subject;
    let is_root = seen.url.path() == "/" && seen.url.query().is_none();
    let is_row = teasers.count >= TEASERS_MIN && line::ratio(teasers.count, seen.prose.paragraphs) >= TEASER_SHARE;
    sum(&[
        (headlines >= HEADLINES_MANY, 0.2),
        (is_row, 0.3),
        (is_root, 0.5),
        (subject == Some(Subject::List), 0.4),
        (seen.is_addressed(INDEX_FOLDERS), 0.2),
        (subject == Some(Subject::Article), -0.6),
        (!metadata.authors.is_empty(), -0.2),
        (metadata.dates.published.is_some(), -0.2),
    ])
}

#[derive(Default)]
struct Teasers {
    count: usize,
    bytes: usize,
}

/// Kept paragraphs that stand below a headline in a link.
fn teasers(seen: &Seen<'_>) -> Teasers {
    let lines = &seen.whole.lines;
    let mut teasers = Teasers::default();
    for at in &seen.kept {
        let is_below = || lines[at.saturating_sub(TEASER_REACH)..*at].iter().any(|line| line.is_headline_link());
        if lines[*at].is_headline_link() || is_below() {
            teasers.bytes += lines[*at].bytes;
            teasers.count += usize::from(lines[*at].is_prose());
        }
    }
    teasers
}

/// Scores a page about a video.
pub fn video(seen: &Seen<'_>) -> f32 {
    if !is_description(seen) {
        return 0.0;
    }
    let subject = seen.metadata.stated.subject;
    sum(&[
        (subject == Some(Subject::Video), 0.7),
        (subject == Some(Subject::Article), -0.2),
        (seen.is_addressed(VIDEO_FOLDERS), 0.5),
        (is_titled(seen, &["video:", "watch:", "vidéo:", "vídeo:", "видео:", "[video]", "(video)"]), 0.3),
    ])
}

/// Scores a page about a row of pictures.
pub fn gallery(seen: &Seen<'_>) -> f32 {
    if !is_description(seen) {
        return 0.0;
    }
    let pictures = seen.pictures;
    let subject = seen.metadata.stated.subject;
    let is_row = pictures.count >= PICTURES_MIN;
    sum(&[
        (subject == Some(Subject::Gallery), 0.7),
        (is_row, 0.2),
        (is_row && pictures.caption_bytes > seen.prose.bytes, 0.3),
        (seen.is_addressed(GALLERY_FOLDERS), 0.4),
    ])
}

fn is_description(seen: &Seen<'_>) -> bool {
    seen.prose.bytes <= DESCRIPTION_BYTES_MAX && seen.prose.paragraphs <= DESCRIPTION_PARAGRAPHS_MAX
}

fn is_titled(seen: &Seen<'_>, marks: &[&str]) -> bool {
    let title = seen.metadata.title.as_deref().map(super::seen::plain);
    title.is_some_and(|title| marks.iter().any(|mark| title.starts_with(mark) || title.ends_with(mark)))
}
