//! What leads up to a quotation in its sentence: a verb, a noun or a preposition that gives somebody's words.

use super::lexicon::Class;
use super::mentions::Candidate;
use super::reading::Reading;
use super::speakers::Attribution;
use super::subjects::{Subjects, is_count};

/// How far the beginning of the sentence may be; longer ones are lists.
pub const SENTENCE_MAX: usize = 120;

/// Words before a verb that has no subject of its own: `Además, añadió que`.
const BARE_WORDS_MAX: usize = 4;

/// The part of a sentence that stands before a quotation.
pub struct Lead<'a> {
    subjects: &'a Subjects<'a>,
    reading: &'a Reading<'a>,
    /// Where the sentence begins.
    pub start: usize,
}

impl<'a> Lead<'a> {
    pub fn new(subjects: &'a Subjects<'a>, start: usize) -> Self {
        Self { subjects, reading: subjects.reading, start }
    }

    /// `X said: “`, `according to X, “`: the last such words within `reach` tokens before the mark.
    pub fn given(&self, open: usize, reach: usize) -> Option<Attribution> {
        let reading = self.reading;
        let lowest = self.start.max(open.saturating_sub(reach + 1));
        let mut words = None;
        for at in (lowest..open).rev().filter(|at| reading.is_outside(*at)) {
            if reading.is(at, Class::ACCORDING)
                && let Some(source) = self.source(at)
            {
                return Some(source);
            }
            if !(reading.is_cue(at) || reading.is(at, Class::WORDS)) || reading.is_capitalized(at) && at != self.start {
                continue;
            }
            if self.is_noun(at) {
                words = words.or_else(|| self.owner(at));
            } else if reading.is_cue(at)
                && let Some(speaker) = self.subjects.of_verb(at, self.clause_start(at))
            {
                return Some(Attribution { speaker, cue: Some(at..at + 1) });
            }
        }
        words
    }

    /// Whether the sentence gives somebody's words and leaves it to the one before to say whose.
    pub fn is_bare(&self, open: usize) -> bool {
        let reading = self.reading;
        (self.start..open.min(self.start + BARE_WORDS_MAX)).any(|at| reading.is(at, Class::SAY) && !self.is_noun(at))
    }

    /// `the call`, `his claims`; not `he claims`.
    pub fn is_noun(&self, at: usize) -> bool {
        let reading = self.reading;
        if !reading.is_cue(at) {
            return true;
        }
        let is_led =
            at > self.start && (reading.is(at - 1, Class::DETERMINER) || matches!(reading.word(at - 1), "’s" | "'s"));
        is_led && !is_french_perfect(reading, at) && !reading.is(at - 1, Class::THEY) && !is_count(reading.word(at - 1))
    }

    /// Where the part of the sentence begins that has the token: behind a semicolon, if there is one.
    fn clause_start(&self, at: usize) -> usize {
        let lowest = self.start.max(at.saturating_sub(SENTENCE_MAX));
        (lowest..at).rfind(|at| self.reading.word(*at) == ";").map_or(self.start, |semicolon| semicolon + 1)
    }

    /// Who stands behind `according to`.
    pub fn source(&self, at: usize) -> Option<Attribution> {
        let reading = self.reading;
        // `40 per cent`
        let is_rate =
            reading.word(at) == "per" && !reading.is_capitalized(at + 1) && !reading.is(at + 1, Class::DETERMINER);
        if is_rate {
            return None;
        }
        // `по его словам`
        if at > self.start && matches!(reading.word(at - 1), "его" | "её" | "ее" | "их") {
            return Some(Attribution { speaker: Candidate::pronoun(at - 1), cue: Some(at..at + 1) });
        }
        let is_two = matches!(reading.word(at + 1), "to" | "ل" | "a" | "von");
        let end = at + 1 + usize::from(is_two);
        let speaker = if reading.word(at) == "zufolge" {
            self.subjects.of_verb(at, self.start)
        } else {
            self.subjects.behind(end - 1)
        }?;
        let cue = at..if reading.word(at + 1) == "to" { end } else { at + 1 };
        Some(Attribution { speaker, cue: Some(cue) })
    }

    /// Whose words they are: `Dunn’s claim`, `a statement from Dunn`, `his claim`.
    pub fn owner(&self, noun: usize) -> Option<Attribution> {
        let reading = self.reading;
        let cue = Some(noun..noun + 1);
        let lowest = self.start.max(noun.saturating_sub(4));
        for at in (lowest..noun).rev() {
            if matches!(reading.word(at), "’s" | "'s" | "’" | "'")
                && at > self.start
                && let Some((_, speaker)) = self.subjects.candidate_at(at - 1)
            {
                return Some(Attribution { speaker, cue });
            }
            if matches!(
                reading.word(at),
                "his" | "her" | "their" | "His" | "Her" | "Their" | "its" | "Its" | "our" | "my"
            ) {
                let speaker = Candidate::pronoun(at);
                return Some(Attribution { speaker, cue });
            }
        }
        if matches!(reading.word(noun + 1), "from" | "by" | "of")
            && let Some(speaker) = self.subjects.phrase_at(noun + 2)
        {
            return Some(Attribution { speaker, cue });
        }
        None
    }
}

/// `a dit`, where English would have an article before a noun.
fn is_french_perfect(reading: &Reading, verb: usize) -> bool {
    let word = reading.word(verb);
    reading.word(verb - 1) == "a" && (word.ends_with(['é', 'u']) || word.ends_with("it") && word.len() <= 6)
}
