//! Who speaks, as the words around a quotation tell: before it, behind it, or further off in its sentence.

use std::ops::Range;

use super::leads::{Lead, SENTENCE_MAX};
use super::lexicon::Class;
use super::marks::Passage;
use super::mentions::{Candidate, Sort};
use super::reading::Reading;
use super::subjects::{Subjects, is_pause};

/// How far a verb may stand behind the mark: `," Dunn, who has led the party since the last election, said`.
const BEHIND_MAX: usize = 40;

/// How far a verb may stand from the mark to be read as touching it: `said in a statement that “`.
const TOUCHING_MAX: usize = 3;

/// Words behind the verb in a sentence that does nothing but name the speaker: `Dunn asked on Monday.`
const TAIL_MAX: usize = 5;

/// Words of a name in a transcript: `SENATOR DUNN`.
const LABEL_WORDS_MAX: usize = 3;

/// Who gives a quotation, and by which words.
#[derive(Clone, Debug)]
pub struct Attribution {
    pub speaker: Candidate,
    pub cue: Option<Range<usize>>,
}

/// The sentence around a passage.
pub struct Surroundings<'a> {
    subjects: &'a Subjects<'a>,
    reading: &'a Reading<'a>,
    passage: Passage,
    /// What stands before the passage.
    lead: Lead<'a>,
    /// Behind the last token of the sentence, or of the part of it before the next passage.
    end: usize,
    /// Whether what stands behind the passage is a new sentence.
    is_new_sentence: bool,
}

impl<'a> Surroundings<'a> {
    pub fn new(subjects: &'a Subjects<'a>, passages: &[Passage], index: usize) -> Self {
        let reading = subjects.reading;
        let passage = passages[index];
        let start = sentence_start(reading, passages, index);
        let ends = |at: usize| {
            at >= reading.tokens.len()
                || reading.opens_block(at)
                || at > passage.after && reading.opens_sentence(at)
                || !reading.is_outside(at)
        };
        let end =
            (passage.after..passage.after + BEHIND_MAX).find(|at| ends(*at)).unwrap_or(passage.after + BEHIND_MAX);
        let is_new_sentence = reading.opens_sentence(passage.after);
        Self { subjects, reading, passage, lead: Lead::new(subjects, start), end, is_new_sentence }
    }

    /// Whether its sentence gives somebody's words and does not say whose.
    pub fn is_bare(&self) -> bool {
        self.lead.is_bare(self.passage.open)
    }

    /// Where the sentence around the passage begins.
    pub fn start(&self) -> usize {
        self.lead.start
    }

    /// Whether what gives the words stands right beside the marks.
    pub fn is_touching(&self, attribution: &Attribution) -> bool {
        let is_near = |cue: &Range<usize>| {
            cue.start + TOUCHING_MAX + 1 >= self.passage.open && cue.start < self.passage.open
                || cue.start >= self.passage.after && cue.start <= self.passage.after + 2 * TOUCHING_MAX
        };
        let is_signed = (self.passage.after..=self.passage.after + TOUCHING_MAX).contains(&attribution.speaker.start);
        attribution.cue.as_ref().map_or(is_signed, is_near)
    }

    /// Returns what the sentence says of the speaker, the surest way of saying it first.
    pub fn attribution(&self) -> Option<Attribution> {
        if let Some(touching) = self.lead.given(self.passage.open, TOUCHING_MAX) {
            return Some(touching);
        }
        self.behind()
            .or_else(|| self.lead.given(self.passage.open, SENTENCE_MAX))
            .or_else(|| self.label())
            .or_else(|| self.further_behind())
    }

    /// `,” X said`, `,” said X`, `” — X`
    fn behind(&self) -> Option<Attribution> {
        let reading = self.reading;
        let mut at = self.passage.after;
        let mut dash = false;
        while at < self.end && (is_pause(reading.word(at)) || reading.word(at) == ".") {
            dash |= matches!(reading.word(at), "—" | "–" | "―" | "--" | "-");
            at += 1;
        }
        if matches!(reading.word(at), "as" | "As" | "comme" | "wie" | "so" | "como" | "как" | "ha" | "hat" | "a") {
            let is_so = reading.word(at) == "so";
            at += 1;
            if is_so && let Some(speaker) = self.subjects.phrase_at(at).filter(|_| at < self.end) {
                return Some(Attribution { speaker, cue: Some(at - 1..at) });
            }
        }
        if at < self.end && reading.is(at, Class::PRONOUN) && reading.is(at, Class::SAY) {
            let speaker = Candidate::pronoun(at);
            return Some(Attribution { speaker, cue: Some(at..at + 1) });
        }
        // `,” was the answer of Dunn`
        if at < self.end && reading.is(at, Class::BE) {
            let noun = (at + 1..self.end.min(at + 4)).find(|at| reading.is(*at, Class::WORDS));
            return noun.and_then(|noun| self.lead.owner(noun));
        }
        let found = self.verb_first(at).or_else(|| self.subject_first(at));
        if found.is_some() {
            return found;
        }
        let found = self.unknown_verb(at);
        if found.is_some() || !dash {
            return found;
        }
        let (_, speaker) = self.subjects.candidate_at(at).filter(|(_, candidate)| candidate.sort == Sort::Name)?;
        let is_signature =
            speaker.phrase == at && (speaker.end >= self.end || matches!(reading.word(speaker.end), "," | "." | "("));
        is_signature.then_some(Attribution { speaker, cue: None })
    }

    /// `,” Dunn sings`: a comma within the marks promises a verb that gives the words, whichever it is.
    fn unknown_verb(&self, start: usize) -> Option<Attribution> {
        let reading = self.reading;
        if let Some(found) = self.unknown_verb_first(start) {
            return Some(found);
        }
        let ends_with_comma = reading.word(self.passage.end - 1) == "," && start == self.passage.after;
        let (_, speaker) = self.subjects.candidate_at(start).filter(|_| ends_with_comma)?;
        let verb = speaker.end;
        let is_verb = verb < self.end
            && reading.is_word(verb)
            && !reading.is_capitalized(verb)
            && !reading.is(verb, Class::GRAMMAR);
        is_verb.then(|| Attribution { speaker, cue: Some(verb..verb + 1) })
    }

    /// `», s’indigne Paul Durand`, `!» — воскликнул Крюков`: so do a comma behind the marks and a name after the verb.
    fn unknown_verb_first(&self, start: usize) -> Option<Attribution> {
        let reading = self.reading;
        let has_comma = (self.passage.after..start).any(|at| matches!(reading.word(at), "," | "،"));
        let is_auxiliary = matches!(reading.word(start), "s’" | "s'" | "a" | "ha" | "hat");
        let verb = start + usize::from(is_auxiliary);
        let is_verb = reading.is_word(verb) && !reading.is_capitalized(verb) && !reading.is(verb, Class::GRAMMAR);
        let is_foreign = has_comma || !reading.word(verb).is_ascii();
        let (_, speaker) =
            self.subjects.candidate_at(verb + 1).filter(|_| is_verb && is_foreign && start > self.passage.after)?;
        let is_next = speaker.phrase == verb + 1 && speaker.end <= self.end;
        is_next.then(|| Attribution { speaker, cue: Some(verb..verb + 1) })
    }

    fn verb_first(&self, start: usize) -> Option<Attribution> {
        let reading = self.reading;
        let mut at = start;
        while at < self.end && at < start + 3 && reading.is_skipped(at) {
            at += 1;
        }
        if at >= self.end {
            return None;
        }
        if reading.is(at, Class::ACCORDING) {
            return self.lead.source(at);
        }
        if !reading.is_finite_cue(at) {
            return None;
        }
        let speaker = self.subjects.behind(at).filter(|speaker| speaker.end <= self.end)?;
        Some(Attribution { speaker, cue: Some(at..at + 1) })
    }

    fn subject_first(&self, start: usize) -> Option<Attribution> {
        let reading = self.reading;
        let subject = self
            .subjects
            .candidate_at(start)
            .map(|(_, candidate)| candidate)
            .filter(|candidate| candidate.phrase == start);
        let mut has_comma = false;
        for at in start..self.end {
            has_comma |= is_pause(reading.word(at));
            let is_verb = reading.is_finite_cue(at) && !self.lead.is_noun(at) && at > start;
            if !is_verb || subject.is_some_and(|subject| at < subject.end) {
                continue;
            }
            if self.is_new_sentence && !self.only_names(at) {
                return None;
            }
            let speaker = match subject {
                Some(subject) if is_pause(reading.word(at - 1)) && has_comma || self.is_followed(subject, at) => {
                    subject
                }
                Some(_) => self.subjects.of_verb(at, start)?,
                None => self.subjects.of_verb(at, start)?,
            };
            return Some(Attribution { speaker, cue: Some(at..at + 1) });
        }
        None
    }

    /// Whether nothing but adverbs stands between the subject and the verb.
    fn is_followed(&self, subject: Candidate, verb: usize) -> bool {
        (subject.end..verb).all(|at| self.reading.is_skipped(at) || self.reading.is(at, Class::BE))
    }

    /// Whether a new sentence with its verb at `verb` says nothing but who spoke, and how.
    fn only_names(&self, verb: usize) -> bool {
        let reading = self.reading;
        let asks = reading.word(self.passage.end - 1).starts_with(['?', '!', '…', '—', '؟']);
        let behind = reading.word(verb + 1);
        if asks && (matches!(behind, "," | "." | ";") || reading.is(verb + 1, Class::PREPOSITION)) {
            return true;
        }
        let is_whole = reading.is_outside(self.end) || self.end >= reading.tokens.len();
        let tail = self.end.saturating_sub(verb + 1);
        let is_content = |at: usize| matches!(reading.word(at), "that" | ":" | "he" | "she" | "the" | "it");
        is_whole && tail <= TAIL_MAX && !(verb + 1..self.end).any(is_content)
    }

    /// `“DUNN: We will go.”`: the label of a transcript.
    fn label(&self) -> Option<Attribution> {
        let reading = self.reading;
        let (start, last) = (self.passage.first, self.passage.end.min(self.passage.first + LABEL_WORDS_MAX + 1));
        let end = (start..last).find(|at| reading.word(*at) == ":").filter(|end| *end > start)?;
        if !(start..end).all(|at| reading.is_capitalized(at) && !reading.is(at, Class::GRAMMAR)) {
            return None;
        }
        let speaker = Candidate::name(start..end);
        Some(Attribution { speaker, cue: None })
    }

    /// `“…” is what X said`, `“…” for everyone, X said`.
    fn further_behind(&self) -> Option<Attribution> {
        if self.is_new_sentence {
            return None;
        }
        let reading = self.reading;
        let verb = (self.passage.after..self.end)
            .find(|at| reading.is_finite_cue(*at) && !self.lead.is_noun(*at) && !reading.is_capitalized(*at))?;
        let speaker = self.subjects.of_verb(verb, self.passage.after).or_else(|| self.subjects.behind(verb))?;
        Some(Attribution { speaker, cue: Some(verb..verb + 1) })
    }
}

/// Where the sentence begins in which the passage opens, passages within it left out.
fn sentence_start(reading: &Reading, passages: &[Passage], index: usize) -> usize {
    let mut at = passages[index].open;
    let mut before = index;
    let lowest = at.saturating_sub(SENTENCE_MAX * 4);
    loop {
        let start = reading.sentence_start(at);
        // A sentence that begins inside an earlier passage began before that passage.
        let Some(earlier) = before.checked_sub(1).map(|index| passages[index]) else { return start };
        before -= 1;
        if start <= earlier.open || start < lowest {
            return start;
        }
        if start < earlier.after {
            at = earlier.open;
        } else {
            return start;
        }
    }
}
