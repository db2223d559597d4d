//! Asks the words around each name whether it means a place.
//!
//! Half of the world's family names are also towns, and so are many ordinary words. What a name is worth before its
//! sentence is read comes from the table: how large the place is, and what else the name may be. The words around
//! add to that or take from it. A name that is surely a place once is believed everywhere in the text.

use std::ops::Range;

use super::find::{Finder, Found, is_capitalized};
use super::words::{self, Lead};
use super::world::{Facts, Kind, Remarks};
use crate::analyze::tokens::{Gap, Kind as TokenKind};

/// From here on (700,000 inhabitants) a place is better known than the people who are called like it.
pub const METROPOLIS_SIZE: f32 = 5.85;

/// Candidates whose size says how likely the name is a place's.
const LIKELY_MAX: usize = 3;

/// Streets are named after small places and generals.
const STREET_SIZE_MAX: f32 = 5.0;

/// What one mention says.
#[derive(Clone, Copy, Debug, Default)]
struct Verdict {
    /// Above zero it means a place.
    evidence: f32,
    /// Whether that holds for the name in the whole text.
    is_proof: bool,
    /// Whether it is a part of a person's name.
    is_person: bool,
    /// Whether the words around it make it something else.
    is_refuted: bool,
}

impl Verdict {
    fn against(&mut self, weight: f32) {
        self.evidence -= weight;
        self.is_refuted = true;
    }
}

/// A mention and the words beside it in its sentence.
struct Beside<'t> {
    index: usize,
    start: usize,
    end: usize,
    before: &'t str,
    after: &'t str,
    opens_sentence: bool,
    /// What the most prominent candidate is.
    facts: Facts<'static>,
    remarks: Remarks,
}

/// Gives every mention its evidence.
pub fn judge(finder: &Finder<'_>, found: &mut Found) {
    let mut sentences = finder.sentences.iter().peekable();
    for index in 0..found.mentions.len() {
        let start = found.mentions[index].tokens.start;
        while sentences.next_if(|sentence| sentence.end <= start).is_some() {}
        let Some(sentence) = sentences.peek() else { break };
        let verdict = finder.verdict(found, sentence, index);
        let mention = &mut found.mentions[index];
        mention.evidence = verdict.evidence;
        mention.is_refuted = verdict.is_refuted;
        let name = &mut found.names[mention.name];
        name.is_proven |= verdict.is_proof;
        name.is_person |= verdict.is_person;
    }
    for mention in &mut found.mentions {
        let name = &found.names[mention.name];
        if name.is_person && !name.is_proven {
            mention.evidence -= 1.0;
            mention.is_refuted = true;
        } else if name.is_proven {
            mention.evidence += 1.0;
        }
    }
}

impl Finder<'_> {
    fn verdict(&self, found: &Found, sentence: &Range<usize>, index: usize) -> Verdict {
        let mention = &found.mentions[index];
        let Range { start, end } = mention.tokens;
        let first = found.candidates(mention.name)[0];
        let beside = Beside {
            index,
            start,
            end,
            before: if start > sentence.start { self.word(start - 1) } else { "" },
            after: if end < sentence.end { self.word(end) } else { "" },
            opens_sentence: start == sentence.start,
            facts: self.world.facts(first.place),
            remarks: first.remarks,
        };
        if first.remarks.has(Remarks::PEOPLE) {
            let evidence = people(&beside, self.word(end - 1));
            return Verdict { evidence, is_refuted: true, ..Verdict::default() };
        }
        let likely = found.candidates(mention.name).iter().take(LIKELY_MAX);
        let priors = likely.map(|candidate| prior(self.world.facts(candidate.place), candidate.remarks, end - start));
        let mut verdict = Verdict { evidence: priors.fold(f32::NEG_INFINITY, f32::max), ..Verdict::default() };
        self.read_before(found, &beside, &mut verdict);
        self.read_after(found, &beside, &mut verdict);
        if beside.opens_sentence && beside.remarks.has(Remarks::WORD) {
            verdict.against(1.0);
        }
        let is_led = words::lead(beside.before) == Lead::Strong && !beside.remarks.has(Remarks::WORD);
        verdict.is_proof |= is_led && verdict.evidence > 0.0;
        verdict
    }

    /// Reads what stands in front of the name, and whether it is said to lie in another place or to hold one.
    fn read_before(&self, found: &Found, beside: &Beside<'_>, verdict: &mut Verdict) {
        let previous = beside.index.checked_sub(1).map(|before| &found.mentions[before]);
        let lead = words::lead(beside.before);
        verdict.evidence += match lead {
            Lead::Strong => 1.2,
            Lead::Weak => 0.3,
            Lead::None => 0.0,
        };
        let follows_place = previous.is_some_and(|before| before.tokens.end == beside.start && before.evidence > 0.0);
        let follows_name = is_capitalized(beside.before)
            && !follows_place
            && !words::opens_sentences(beside.before)
            && self.tokens[beside.start].gap != Gap::Paragraph
            && lead == Lead::None;
        let contains = previous.is_some_and(|before| before.container == Some(beside.index));
        let is_contained = found.mentions[beside.index].container.is_some();
        // `Jo Martin (France)` is a player, not a town.
        let is_player = is_contained && follows_name && self.word(beside.end) == "(";
        if (is_contained && !is_player) || contains {
            verdict.evidence += 3.0;
            verdict.is_proof = true;
        }
        if self.opens_dateline(beside.start, beside.end) {
            verdict.evidence += 1.5;
            verdict.is_proof |= !beside.remarks.has(Remarks::WORD);
        }
        if words::is_title(beside.before) && !follows_place {
            verdict.against(2.0);
            verdict.is_person = true;
        } else if follows_name {
            let is_known = beside.facts.kind <= Kind::Region || beside.facts.size > METROPOLIS_SIZE;
            verdict.against(if is_known { 0.8 } else { 2.0 });
            verdict.is_person = beside.remarks.has(Remarks::FAMILY) || !is_known;
        }
        if words::is_institute(beside.before, self.word(beside.start.saturating_sub(2))) {
            verdict.against(2.5);
        }
    }

    /// Reads what the name is followed by, if they are one name together.
    fn read_after(&self, found: &Found, beside: &Beside<'_>, verdict: &mut Verdict) {
        let &Beside { index, start, end, after, facts, remarks, .. } = beside;
        if end - start > 1 && words::is_street(self.word(end - 1)) && facts.kind == Kind::City {
            verdict.against(if facts.size < STREET_SIZE_MAX { 2.0 } else { 0.0 });
        }
        if !is_capitalized(after) || self.tokens[end].gap > Gap::Space {
            return;
        }
        let contains = index > 0 && found.mentions[index - 1].container == Some(index);
        let is_before_place = found.mentions.get(index + 1).is_some_and(|next| next.tokens.start == end);
        if words::is_firm(after) {
            verdict.against(3.0);
        } else if words::is_street(after) {
            verdict.against(2.0);
        } else if words::is_institution(after) {
            verdict.evidence += 0.5;
        } else if !contains && remarks.has(Remarks::GIVEN) {
            verdict.against(3.5);
        } else if !contains && !is_before_place {
            verdict.against(0.7);
        }
    }

    /// Tells whether a paragraph opens with the name and a date, a bracket or a dash: `MADRID (Agency) -`.
    fn opens_dateline(&self, start: usize, end: usize) -> bool {
        let Some(next) = self.tokens.get(end).filter(|_| self.tokens[start].gap >= Gap::Line) else { return false };
        match next.of(self.text) {
            "(" | "—" | "–" | "--" => next.gap <= Gap::Space,
            "-" => next.gap == Gap::Space,
            _ => next.gap <= Gap::Space && next.kind == TokenKind::Number,
        }
    }
}

/// `French` means France in `the French president`, the language in `speaks French`, and people in `the French`.
fn people(beside: &Beside<'_>, word: &str) -> f32 {
    let is_adjective = beside.after.starts_with(char::is_lowercase) && !words::is_joining(beside.after);
    let has_office = is_capitalized(beside.after) && words::is_institution(beside.after);
    let is_plural = word.ends_with('s') && !word.ends_with("ss");
    match () {
        () if is_plural || words::is_speaking(beside.before) => -1.0,
        () if is_adjective || has_office => 0.5,
        () => -0.5,
    }
}

/// How likely a name means a place before its surroundings are read.
fn prior(facts: Facts<'_>, remarks: Remarks, tokens: usize) -> f32 {
    let mut evidence = match facts.kind {
        Kind::Country => 3.0,
        Kind::Region => 0.5 + (facts.size - 5.0) * 0.5,
        Kind::County => 0.5,
        Kind::City => (facts.size - 4.3) * 0.7,
        Kind::Area | Kind::Water => 0.8,
    };
    if remarks.has(Remarks::WORD) {
        evidence -= 2.0;
    }
    let doubt = if facts.size > METROPOLIS_SIZE { 0.3 } else { 1.0 };
    if remarks.has(Remarks::GIVEN) {
        evidence -= doubt;
    }
    if remarks.has(Remarks::FAMILY) {
        evidence -= 0.7 * doubt;
    }
    if remarks.has(Remarks::VARIANT) {
        evidence -= 0.2;
    }
    if tokens > 1 {
        evidence += 1.0;
    }
    evidence
}
