//! Whose verb it is: from the word that gives somebody's words to the noun phrase that it belongs to.

use super::lexicon::Class;
use super::mentions::{Candidate, Sort};
use super::reading::Reading;

/// Words of a noun phrase that no list knows: `the mother of three`.
const PHRASE_WORDS_MAX: usize = 8;

/// Candidates that are looked at for a clause's subject; more stand in a list, not in a clause.
const CANDIDATES_MAX: usize = 24;

/// The article's candidates, by place.
pub struct Subjects<'a> {
    pub reading: &'a Reading<'a>,
    pub candidates: &'a [Candidate],
    /// Index of the candidate whose phrase has the token, plus one.
    at: Vec<u32>,
}

impl<'a> Subjects<'a> {
    pub fn new(reading: &'a Reading<'a>, candidates: &'a [Candidate]) -> Self {
        let mut at = vec![0; reading.tokens.len()];
        for (index, candidate) in candidates.iter().enumerate() {
            at[candidate.phrase..candidate.end].fill(index as u32 + 1);
        }
        Self { reading, candidates, at }
    }

    /// The candidate whose noun phrase has the token.
    pub fn candidate_at(&self, token: usize) -> Option<(usize, Candidate)> {
        let index = (*self.at.get(token)? as usize).checked_sub(1)?;
        Some((index, self.candidates[index]))
    }

    /// Who does what the verb at `verb` says, looked for down to `lowest`, where its sentence begins.
    pub fn of_verb(&self, verb: usize, lowest: usize) -> Option<Candidate> {
        let reading = self.reading;
        let mut end = verb;
        while end > lowest && reading.is_skipped(end - 1) {
            end -= 1;
        }
        let is_passive = end > lowest && reading.is(end - 1, Class::BE);
        if is_passive && let Some(agent) = self.agent(verb) {
            return Some(agent);
        }
        while end > lowest && (reading.is(end - 1, Class::BE) || reading.is_skipped(end - 1)) {
            end -= 1;
        }
        if end == lowest {
            return self.behind_saying(verb);
        }
        let before = end - 1;
        if reading.is(before, Class::RELATIVE)
            && let Some(owner) = self.antecedent(before, lowest)
        {
            return Some(owner);
        }
        if let Some((index, candidate)) = self.candidate_at(before).filter(|(_, candidate)| candidate.end == end) {
            let issues = reading.is(verb, Class::SAYING) && self.is_document(candidate);
            // `Dunn sent a letter saying`
            let issuer = if issues { self.of_clause(candidate.phrase, lowest) } else { None };
            return Some(issuer.unwrap_or_else(|| self.head_of(index, candidate, lowest)));
        }
        if is_pause(reading.word(before)) || !reading.is_word(before) {
            return self.of_clause(end, lowest).or_else(|| self.behind_saying(verb));
        }
        match self.noun_phrase_before(end, lowest) {
            Some(phrase) if !reading.is(verb, Class::SAYING) && !self.is_governed(phrase, lowest) => Some(phrase),
            _ => self.of_clause(end, lowest).or_else(|| self.behind_saying(verb)),
        }
    }

    /// Whoever stands behind a verb that has nobody before it.
    fn behind_saying(&self, verb: usize) -> Option<Candidate> {
        self.behind(verb).filter(|_| self.reading.is(verb, Class::SAY))
    }

    fn is_document(&self, candidate: Candidate) -> bool {
        let reading = self.reading;
        candidate.sort == Sort::Role
            && reading.is(candidate.end - 1, Class::DOCUMENT)
            && !reading.is(candidate.end - 1, Class::ROLE)
    }

    /// `described by Dunn as`
    fn agent(&self, verb: usize) -> Option<Candidate> {
        let by = (verb + 1..verb + 6).find(|at| self.reading.is(*at, Class::BY))?;
        self.phrase_at(by + 1)
    }

    /// Who the noun phrase is that begins at `token`.
    pub fn phrase_at(&self, token: usize) -> Option<Candidate> {
        let (index, candidate) = self.candidate_at(token)?;
        // `spokesman, Jane Roe`
        let apposition = self.candidates.get(index + 1).filter(|next| {
            candidate.sort == Sort::Role
                && next.sort == Sort::Name
                && next.phrase == candidate.end + 1
                && self.reading.word(candidate.end) == ","
        });
        Some(*apposition.unwrap_or(&candidate))
    }

    /// Who stands behind a verb that comes first: `said Dunn`.
    pub fn behind(&self, verb: usize) -> Option<Candidate> {
        let reading = self.reading;
        let mut at = verb + 1;
        while at < verb + 4
            && (reading.is_skipped(at) && reading.word(at) != "a" || matches!(reading.word(at), "," | "to"))
        {
            at += 1;
        }
        self.phrase_at(at).or_else(|| {
            let phrase = self.noun_phrase_at(at).filter(|_| reading.word(at) != "that")?;
            // `baker Ada Brook`
            let named = self.candidate_at(phrase.end - 1).map(|(_, name)| name).filter(|name| name.sort == Sort::Name);
            Some(named.unwrap_or(phrase))
        })
    }

    /// A noun phrase of words that no list knows, from `start` to where it must end.
    fn noun_phrase_at(&self, start: usize) -> Option<Candidate> {
        let reading = self.reading;
        let goes_on = |at: usize| {
            reading.is_word(at)
                && reading.is_outside(at)
                && (at == start || !reading.opens_sentence(at))
                && (!reading.is(at, Class::GRAMMAR.and(Class::CUE)) || at == start && reading.is(at, Class::DETERMINER))
        };
        let end = (start..start + PHRASE_WORDS_MAX).find(|at| !goes_on(*at)).unwrap_or(start + PHRASE_WORDS_MAX);
        let has_noun = (start..end).any(|at| !reading.is(at, Class::DETERMINER));
        has_noun.then_some(Candidate::role(start..end))
    }

    /// A noun phrase of words that no list knows, which ends before `end`.
    pub fn noun_phrase_before(&self, end: usize, lowest: usize) -> Option<Candidate> {
        let reading = self.reading;
        let lowest = end.saturating_sub(PHRASE_WORDS_MAX).max(lowest);
        let mut start = end;
        while start > lowest && reading.is_word(start - 1) && reading.is_outside(start - 1) {
            let before = start - 1;
            if start < end && matches!(reading.word(before), "of" | "for" | "from" | "at" | "in" | "de" | "von") {
                start = before;
                continue;
            }
            if reading.is(before, Class::DETERMINER) && start < end {
                return Some(Candidate::role(before..end));
            }
            if reading.is(before, Class::GRAMMAR.and(Class::CUE)) && !(start == end && is_count(reading.word(before))) {
                break;
            }
            start = before;
        }
        let is_bare = start < end && (start == lowest || !reading.is_word(start - 1)) && reading.is_outside(start);
        is_bare.then_some(Candidate::role(start..end))
    }

    /// The noun that a candidate belongs to: `the mayor` of `the mayor with Dunn`.
    fn head_of(&self, index: usize, candidate: Candidate, lowest: usize) -> Candidate {
        let mut head = (index, candidate);
        while self.is_governed(head.1, lowest) {
            let has_article = !self.reading.is(head.1.phrase - 1, Class::PREPOSITION);
            let preposition = head.1.phrase - 1 - usize::from(has_article);
            // `as Dunn said` is a clause.
            if matches!(
                self.reading.word(preposition),
                "as" | "As" | "than" | "before" | "after" | "since" | "until" | "like"
            ) {
                break;
            }
            let governor = preposition.checked_sub(1).and_then(|before| self.candidate_at(before));
            match governor.filter(|(_, governor)| governor.end == preposition && governor.phrase >= lowest) {
                Some(governor) => head = governor,
                None => return self.of_clause(head.1.phrase, lowest).unwrap_or(candidate),
            }
        }
        head.1
    }

    /// Whether a preposition stands before the candidate.
    fn is_governed(&self, candidate: Candidate, lowest: usize) -> bool {
        let reading = self.reading;
        let article = candidate.phrase.checked_sub(1).is_some_and(|before| reading.is(before, Class::DETERMINER));
        let start = candidate.phrase - usize::from(article);
        start > lowest && reading.is(start - 1, Class::PREPOSITION)
    }

    /// Who `who` is.
    fn antecedent(&self, relative: usize, lowest: usize) -> Option<Candidate> {
        let mut end = relative;
        while end > lowest && (is_pause(self.reading.word(end - 1)) || self.reading.is(end - 1, Class::PREPOSITION)) {
            end -= 1;
        }
        let (index, candidate) =
            self.candidate_at(end.checked_sub(1)?).filter(|(_, candidate)| candidate.phrase >= lowest)?;
        let is_apposition =
            candidate.sort == Sort::Role && candidate.phrase > lowest && self.reading.word(candidate.phrase - 1) == ",";
        let named = index.checked_sub(1).map(|before| self.candidates[before]);
        Some(
            named
                .filter(|named| is_apposition && named.sort == Sort::Name && named.end + 1 == candidate.phrase)
                .unwrap_or(candidate),
        )
    }

    /// The subject of a clause that began before `end`: its first candidate that no preposition governs
    /// and no conjunction subordinates.
    pub fn of_clause(&self, end: usize, lowest: usize) -> Option<Candidate> {
        let reading = self.reading;
        let first = self.candidates.partition_point(|candidate| candidate.phrase < lowest);
        let within = self.candidates[first..].iter().take_while(|candidate| candidate.end <= end).take(CANDIDATES_MAX);
        let is_possessive = |candidate: &Candidate| matches!(reading.word(candidate.end), "’s" | "'s" | "’" | "'");
        let free = |candidate: &&Candidate| !self.is_governed(**candidate, lowest) && !is_possessive(candidate);
        let is_second = |candidate: &&Candidate| {
            let opens = candidate.phrase > lowest && matches!(reading.word(candidate.phrase - 1), "," | "—" | ";");
            opens && matches!(reading.word(candidate.start), "he" | "she" | "they" | "we" | "I" | "il" | "elle" | "er")
        };
        // `When the deal fell through, he laughed and said`
        if let Some(second) = within.clone().filter(is_second).last() {
            return Some(*second);
        }
        let is_subordinate = |candidate: &&Candidate| {
            let before = candidate.phrase.wrapping_sub(1);
            candidate.phrase > lowest
                && reading.is(before, Class::CONJUNCTION)
                && !matches!(reading.word(before), "and" | "but" | "But" | "And")
        };
        let mut main = within.clone().filter(free).filter(|candidate| !is_subordinate(candidate));
        main.next().or_else(|| within.clone().find(free)).copied()
    }
}

/// Numbers that stand for what they count: `the mother of three`.
pub fn is_count(word: &str) -> bool {
    matches!(word, "two" | "three" | "four" | "five")
}

/// Marks between a noun and what is said of it.
pub fn is_pause(word: &str) -> bool {
    matches!(word, "," | "—" | "–" | "-" | "--" | "(" | ")" | "―" | "،" | ";" | ":")
}
