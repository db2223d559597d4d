//! Whose words a quotation is that nothing in its own sentence gives: it goes on with the one before, or the sentence
//! before has said who speaks.

use super::leads::{Lead, SENTENCE_MAX};
use super::mentions::{Candidate, Sort};
use super::speakers::Attribution;
use super::subjects::Subjects;
use super::{Found, Source};
use crate::article::{EntityKind, QuoteKind};

/// Gives every quotation that has no speaker yet the one that the text around it leaves.
pub fn link(subjects: &Subjects, found: &mut [Found]) {
    for index in 0..found.len() {
        if found[index].source.is_none() {
            found[index].source = source(subjects, found, index);
        }
    }
    // The end of a long quotation may be the place where its speaker stands.
    for index in (1..found.len()).rev() {
        let (before, behind) = found.split_at_mut(index);
        let (earlier, later) = (&mut before[index - 1], &behind[0]);
        let is_open =
            earlier.source.is_none() && (earlier.passage.continues || is_same_paragraph(subjects, earlier, later));
        if is_open {
            earlier.source = later.source.clone().map(Source::chained);
        }
    }
}

fn source(subjects: &Subjects, found: &[Found], index: usize) -> Option<Source> {
    let this = &found[index];
    let previous = index.checked_sub(1).map(|index| &found[index]);
    let same_sentence = previous.filter(|previous| this.sentence <= previous.passage.open);
    if let Some(source) = same_sentence.and_then(|previous| previous.source.clone()) {
        return Some(source.chained());
    }
    if this.kind != QuoteKind::Direct
        && let Some(source) = subject(subjects, this)
    {
        return Some(source);
    }
    if this.kind == QuoteKind::Direct
        && let Some(source) = announced(subjects, previous, this)
    {
        return Some(source);
    }
    let goes_on = previous.filter(|previous| previous.passage.continues || is_same_paragraph(subjects, previous, this));
    if let Some(source) = goes_on.and_then(|previous| previous.source.clone()) {
        return Some(source.chained());
    }
    sentence_before(subjects, found, index).or_else(|| subject(subjects, this))
}

/// The name that the sentence before gives as somebody who speaks, if no quotation stands in that sentence.
fn announced(subjects: &Subjects, previous: Option<&Found>, this: &Found) -> Option<Source> {
    let reading = subjects.reading;
    let last = this.sentence.checked_sub(1)?;
    let start = reading.sentence_start(last);
    let is_near = !reading.opens_block(this.sentence) || reading.word(last) == ":";
    let is_free = previous.is_none_or(|previous| previous.passage.after < start && !previous.passage.continues);
    let attribution = (is_near && is_free).then(|| Lead::new(subjects, start).given(this.sentence, SENTENCE_MAX))??;
    (attribution.speaker.sort != Sort::Pronoun).then(|| Source::new(attribution))
}

/// The subject of the sentence in which a quotation stands.
fn subject(subjects: &Subjects, this: &Found) -> Option<Source> {
    let speaker = of_clause(subjects, this.passage.open, this.sentence)?;
    Some(Source::new(Attribution { speaker, cue: None }))
}

/// The subject of a clause that no verb makes a speaker's. The first word of a sentence has its capital anyway, so it is
/// a name there only if more than the capital says so; and a place is where something happens.
fn of_clause(subjects: &Subjects, end: usize, lowest: usize) -> Option<Candidate> {
    let is_known = |name: &Candidate| name.entity.is_some() || name.phrase < name.start || name.end > name.start + 1;
    let is_place = |name: &Candidate| name.kind == Some(EntityKind::Place);
    subjects.of_clause(end, lowest).filter(|speaker| {
        speaker.sort != Sort::Name
            || !is_place(speaker) && (is_known(speaker) || !subjects.reading.opens_sentence(speaker.start))
    })
}

/// Who speaks in the sentence before the quotation's own.
fn sentence_before(subjects: &Subjects, found: &[Found], index: usize) -> Option<Source> {
    let reading = subjects.reading;
    let this = &found[index];
    let end = this.sentence;
    let last = end.checked_sub(1)?;
    let previous = index.checked_sub(1).map(|index| &found[index]);
    let start = reading.sentence_start(last).max(end.saturating_sub(SENTENCE_MAX));
    // The sentence before has a quotation itself: that one goes on.
    if let Some(previous) = previous.filter(|previous| previous.passage.after > start) {
        return previous.source.clone().map(Source::chained);
    }
    match Lead::new(subjects, start).given(end, SENTENCE_MAX) {
        Some(attribution) => Some(Source::new(attribution)),
        None => previous
            .and_then(|previous| previous.source.clone().map(Source::chained))
            .or_else(|| of_clause(subjects, end, start).map(|speaker| Source::new(Attribution { speaker, cue: None }))),
    }
}

fn is_same_paragraph(subjects: &Subjects, earlier: &Found, later: &Found) -> bool {
    (earlier.passage.after..=later.passage.open).all(|at| !subjects.reading.opens_block(at))
}
