//! Finds the names of the text that the table knows, and how likely each one means a place there.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::Key;
use super::words::{self, Lead};
use super::world::{Candidate, Facts, Kind, Remarks, World};
use crate::analyze::tokens::{Gap, Kind as TokenKind, Token, Tokens};

/// The longest names of the table have six or seven words (`Saint Vincent and the Grenadines`).
const NAME_TOKENS_MAX: usize = 7;

/// A text has fewer; what is behind them is a list or an attack.
const MENTIONS_MAX: usize = 4_000;

/// An abbreviation in capitals has at most so many letters (`U.S.A.`, `N.W.T.`).
const ABBREVIATION_LETTERS_MAX: usize = 6;

/// Four letters; less would be chance.
const ARABIC_NAME_BYTES_MIN: usize = 8;

/// From here on (700,000 inhabitants) a place is better known than the people who are called like it.
const METROPOLIS_SIZE: f32 = 5.85;

/// Candidates whose size says how likely the name is a place's.
const LIKELY_MAX: usize = 3;

/// One name of the text, however often it stands there.
#[derive(Debug)]
pub struct Name {
    /// What the table offers, the most prominent place first.
    pub candidates: Vec<Candidate>,
    /// Sum of the evidence of its mentions that the text uses it for a place.
    pub is_proven: bool,
    /// Whether the text uses it for a person.
    pub is_person: bool,
}

/// A place in the text where a name stands.
#[derive(Debug)]
pub struct Mention {
    pub tokens: Range<usize>,
    /// Bytes of the text: a name may be a part of a token, as in `London-based`.
    pub bytes: Range<usize>,
    /// Number in [`Found::names`].
    pub name: usize,
    /// Above zero it means a place.
    pub evidence: f32,
    /// The mention that says in which country or region this one is: `Ohio` in `Paris, Ohio`.
    pub container: Option<usize>,
}

/// Everything found in a text.
#[derive(Debug, Default)]
pub struct Found {
    pub names: Vec<Name>,
    pub mentions: Vec<Mention>,
    numbers: HashMap<u64, usize>,
}

impl Found {
    /// Returns the number of the name that has this key; nothing if the table does not know it.
    pub fn number(&mut self, world: World<'_>, key: &Key) -> Option<usize> {
        let hash = key.hash();
        if let Some(number) = self.numbers.get(&hash) {
            return Some(*number);
        }
        let candidates: Vec<Candidate> = world.lookup(key).collect();
        if candidates.is_empty() {
            return None;
        }
        self.names.push(Name { candidates, is_proven: false, is_person: false });
        self.numbers.insert(hash, self.names.len() - 1);
        Some(self.names.len() - 1)
    }
}

/// A text while its names are looked for.
pub struct Finder<'t> {
    pub world: World<'static>,
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Finder<'t> {
    pub fn of(world: World<'static>, text: &'t str, tokens: &'t Tokens) -> Self {
        Self { world, text, tokens: tokens.all(), sentences: tokens.sentences().collect() }
    }

    /// Returns all names that may be places, with what the text says of each.
    pub fn find(&self) -> Found {
        let mut found = Found::default();
        let mut key = Key::default();
        for sentence in &self.sentences {
            let shouts = self.is_in_capitals(sentence.clone());
            let mut at = sentence.start;
            while at < sentence.end && found.mentions.len() < MENTIONS_MAX {
                let Some((end, name)) = self.name_at(at, sentence.end, shouts, &mut key, &mut found) else {
                    self.parts(at, shouts, &mut key, &mut found);
                    at += 1;
                    continue;
                };
                let bytes = self.tokens[at].start_byte as usize..self.tokens[end - 1].end_byte as usize;
                found.mentions.push(Mention { tokens: at..end, bytes, name, evidence: 0.0, container: None });
                at = end;
            }
        }
        self.contain(&mut found);
        self.judge(&mut found);
        found
    }

    fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// Tells whether most words of a sentence are written in capitals, as headlines and datelines are.
    fn is_in_capitals(&self, sentence: Range<usize>) -> bool {
        let (mut capitals, mut others) = (0, 0);
        for token in self.tokens[sentence].iter().filter(|token| token.is_word()).take(24) {
            let word = token.of(self.text);
            if word.chars().any(char::is_lowercase) {
                others += 1;
            } else if word.len() > 1 {
                capitals += 1;
            }
        }
        capitals > others
    }

    /// Returns the end and the number of the longest name that begins at a token.
    fn name_at(&self, at: usize, end: usize, shouts: bool, key: &mut Key, found: &mut Found) -> Option<(usize, usize)> {
        let first = self.tokens[at];
        if first.kind != TokenKind::Word || !opens_name(self.word(at)) {
            return None;
        }
        if let Some(short) = self.abbreviation_at(at, shouts, found) {
            return Some(short);
        }
        key.clear();
        let mut best = None;
        for next in at..end.min(at + NAME_TOKENS_MAX) {
            let token = self.tokens[next];
            let word = token.of(self.text);
            if next > at && !self.goes_on(next, word) {
                break;
            }
            let is_glued = |at: usize| at > 0 && self.tokens[at - 1].kind == TokenKind::Clitic;
            if next > at && token.gap == Gap::None && (token.kind == TokenKind::Clitic || is_glued(next)) {
                key.glue(word);
            } else {
                key.push(word);
            }
            if key.is_too_long() {
                break;
            }
            let ends_name = opens_name(word) || (next > at && words::closes_names(word));
            if ends_name && token.is_word() && (next > at || is_name_alone(word, shouts)) {
                best = found.number(self.world, key).map(|number| (next + 1, number)).or(best);
            }
        }
        best.or_else(|| self.inflected(at, key, found))
    }

    /// Finds the names within a token that hyphens join: `Russia-Ukraine`, `mid-Ohio`, `London-based`.
    fn parts(&self, at: usize, shouts: bool, key: &mut Key, found: &mut Found) {
        let (token, word) = (self.tokens[at], self.word(at));
        let mut start = token.start_byte as usize;
        // Arabic writes `and`, `in` and `to` in one with the name.
        if let Some(rest) = word.strip_prefix(['و', 'ب', 'ل', 'ف']).filter(|rest| rest.len() >= ARABIC_NAME_BYTES_MIN) {
            key.clear();
            key.push(rest);
            if let Some(name) = found.number(self.world, key) {
                let bytes = token.end_byte as usize - rest.len()..token.end_byte as usize;
                found.mentions.push(Mention { tokens: at..at + 1, bytes, name, evidence: 0.0, container: None });
            }
            return;
        }
        if !token.is_word() || !word.contains('-') {
            return;
        }
        for part in word.split('-') {
            let bytes = start..start + part.len();
            start = bytes.end + 1;
            if !opens_name(part) || !(is_name_alone(part, shouts) || part.len() > 1) {
                continue;
            }
            key.clear();
            key.push(part);
            let short = Key::of_abbreviation(part);
            let name = if is_name_alone(part, shouts) { found.number(self.world, key) } else { None };
            if let Some(name) = name.or_else(|| found.number(self.world, &short)) {
                found.mentions.push(Mention { tokens: at..at + 1, bytes, name, evidence: 0.0, container: None });
            }
        }
    }

    /// A German or English genitive without apostrophe: `Berlins`.
    fn inflected(&self, at: usize, key: &mut Key, found: &mut Found) -> Option<(usize, usize)> {
        let stem = self.word(at).strip_suffix('s').filter(|stem| stem.len() > 4)?;
        key.clear();
        key.push(stem);
        let number = found.number(self.world, key)?;
        let candidate = found.names[number].candidates[0];
        let facts = self.world.facts(candidate.place);
        let also = Remarks::WORD.with(Remarks::GIVEN).with(Remarks::PEOPLE);
        let is_clear = !candidate.remarks.has(also) && (!candidate.remarks.has(Remarks::FAMILY) || facts.size > METROPOLIS_SIZE);
        (is_clear && facts.size > 5.3 && facts.kind != Kind::County).then_some((at + 1, number))
    }

    /// Tells whether a name may go on with this token.
    fn goes_on(&self, at: usize, word: &str) -> bool {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Word => {
                token.gap <= Gap::Line
                    && (opens_name(word) || words::joins_names(word) || words::closes_names(word))
            }
            TokenKind::Clitic => token.gap <= Gap::Space,
            TokenKind::Mark => {
                token.gap == Gap::None && matches!(word, "-" | "." | "–" | "’" | "'" | "‘") && word.len() < 4
            }
            TokenKind::Number | TokenKind::Address => false,
        }
    }

    fn abbreviation_at(&self, at: usize, shouts: bool, found: &mut Found) -> Option<(usize, usize)> {
        let word = self.word(at);
        let has_stop = word.ends_with('.') || (self.word(at + 1) == "." && self.tokens[at + 1].gap == Gap::None);
        let letters = word.chars().filter(|character| *character != '.').count();
        let is_capital = !word.contains(char::is_lowercase);
        if letters > ABBREVIATION_LETTERS_MAX || (!is_capital && !has_stop) || (shouts && letters < 2) {
            return None;
        }
        let key = match is_capital || word.ends_with('.') {
            true => Key::of_abbreviation(word),
            false => Key::of_abbreviation(&format!("{word}.")),
        };
        let number = found.number(self.world, &key)?;
        let needs_comma = found.names[number].candidates[0].remarks.has(Remarks::BEHIND_COMMA);
        let behind = found.mentions.last().is_some_and(|last| last.tokens.end + 1 == at);
        let has_comma = at > 1
            && match self.word(at - 1) {
                "," => behind || is_capitalized(self.word(at - 2)),
                "(" => behind,
                _ => false,
            };
        // `M.D.` is no Maryland.
        let is_spelled = needs_comma && is_capital && word.contains('.');
        ((has_comma && !is_spelled) || (!needs_comma && !(shouts && !word.contains('.') && letters < 3))).then_some((at + 1, number))
    }

    /// Finds out which mention is said to be in which: `Paris, Ohio`.
    fn contain(&self, found: &mut Found) {
        for index in 1..found.mentions.len() {
            let (before, after) = (&found.mentions[index - 1], &found.mentions[index]);
            let comma = before.tokens.end;
            let is_next = after.tokens.start == comma + 1 && matches!(self.word(comma), "," | "(");
            if !is_next {
                continue;
            }
            let contains = self.pairs(found, before.name, after.name).next().is_some();
            if contains {
                found.mentions[index - 1].container = Some(index);
            }
        }
    }

    /// Returns the candidates of one name that lie in a candidate of another one.
    fn pairs<'a>(&'a self, found: &'a Found, inner: usize, outer: usize) -> impl Iterator<Item = Candidate> + 'a {
        found.names[inner].candidates.iter().copied().filter(move |inner| {
            let inner = self.world.facts(inner.place);
            found.names[outer].candidates.iter().any(|outer| is_within(inner, self.world.facts(outer.place)))
        })
    }

    fn judge(&self, found: &mut Found) {
        let mut sentences = self.sentences.iter().peekable();
        for index in 0..found.mentions.len() {
            let start = found.mentions[index].tokens.start;
            while sentences.next_if(|sentence| sentence.end <= start).is_some() {}
            let Some(sentence) = sentences.peek() else { break };
            let (evidence, proof, person) = self.evidence(found, sentence, index);
            let mention = &mut found.mentions[index];
            mention.evidence = evidence;
            let name = &mut found.names[mention.name];
            name.is_proven |= proof;
            name.is_person |= person;
        }
        for mention in &mut found.mentions {
            let name = &found.names[mention.name];
            if name.is_person && !name.is_proven {
                mention.evidence -= 1.0;
            } else if name.is_proven {
                mention.evidence += 1.0;
            }
        }
    }

    /// Returns how much speaks for a place, whether that is proof for the whole text, and whether it is a person.
    fn evidence(&self, found: &Found, sentence: &Range<usize>, index: usize) -> (f32, bool, bool) {
        let mention = &found.mentions[index];
        let first = found.names[mention.name].candidates[0];
        let facts = self.world.facts(first.place);
        let Range { start, end } = mention.tokens;
        let before = if start > sentence.start { self.word(start - 1) } else { "" };
        let after = if end < sentence.end { self.word(end) } else { "" };
        if first.remarks.has(Remarks::PEOPLE) {
            return (self.people(before, after, self.word(end - 1)), false, false);
        }
        let lead = words::lead(before);
        let is_contained = mention.container.is_some();
        let contains = index > 0 && found.mentions[index - 1].container == Some(index);
        let likely = found.names[mention.name].candidates.iter().take(LIKELY_MAX);
        let priors = likely.map(|candidate| prior(self.world.facts(candidate.place), candidate.remarks, end - start));
        let mut evidence = priors.fold(f32::NEG_INFINITY, f32::max);
        evidence += match lead {
            Lead::Strong => 1.2,
            Lead::Weak => 0.3,
            Lead::None => 0.0,
        };
        let touches_before = index
            .checked_sub(1)
            .map(|before| &found.mentions[before])
            .is_some_and(|before| before.tokens.end == start && before.evidence > 0.0);
        let in_name_before = is_capitalized(before) && !words::opens_sentences(before) && self.tokens[start].gap != Gap::Paragraph && lead == Lead::None;
        // `Jo Martin (France)` is a player, not a town.
        let is_player = is_contained && in_name_before && self.word(end) == "(";
        if (is_contained && !is_player) || contains {
            evidence += 3.0;
        }
        if self.opens_dateline(start, end) {
            evidence += 1.5;
        }
        let mut is_person = false;
        if words::is_title(before) && !touches_before {
            evidence -= 2.0;
            is_person = true;
        } else if in_name_before && !touches_before {
            evidence -= if facts.kind <= Kind::Region || facts.size > 5.7 { 0.8 } else { 2.0 };
            is_person = first.remarks.has(Remarks::FAMILY) || (facts.kind == Kind::City && facts.size < 5.7);
        }
        let goes_on = is_capitalized(after) && self.tokens[end].gap <= Gap::Space;
        if words::is_institute(before, self.word(start.saturating_sub(2))) {
            evidence -= 2.5;
        } else if goes_on && words::is_newspaper(after) {
            evidence -= 3.0;
        } else if goes_on && words::is_street(after) {
            evidence -= 2.0;
        } else if goes_on && words::is_institution(after) {
            evidence += 0.5;
        } else if goes_on && !contains {
            let next_is_place = found.mentions.get(index + 1).is_some_and(|next| next.tokens.start == end);
            evidence -= if first.remarks.has(Remarks::GIVEN) {
                2.0
            } else if next_is_place {
                0.0
            } else {
                0.7
            };
        }
        if end - start > 1 && words::is_street(self.word(end - 1)) && facts.kind == Kind::City && facts.size < 5.0 {
            evidence -= 2.0;
        }
        if start == sentence.start && first.remarks.has(Remarks::WORD) {
            evidence -= 1.0;
        }
        let proof =
            is_contained || contains || (lead == Lead::Strong && evidence > 0.0 && !first.remarks.has(Remarks::WORD));
        (evidence, proof, is_person)
    }

    /// Tells whether a paragraph opens with the name and a date, a bracket or a dash: `MADRID (Agency) -`.
    fn opens_dateline(&self, start: usize, end: usize) -> bool {
        let (first, next) = (self.tokens[start], self.tokens.get(end));
        first.gap >= Gap::Line
            && next.is_some_and(|next| {
                let word = next.of(self.text);
                next.gap <= Gap::Space && (next.kind == TokenKind::Number || matches!(word, "(" | "—" | "–" | "--"))
                    || (word == "-" && next.gap == Gap::Space)
            })
    }

    /// `French` means France in `the French president`, the language in `speaks French`, and people in `the French`.
    fn people(&self, before: &str, after: &str, word: &str) -> f32 {
        let is_adjective = after.starts_with(char::is_lowercase) && !words::is_joining(after);
        let has_office = is_capitalized(after) && words::is_institution(after);
        let is_plural = word.ends_with('s') && !word.ends_with("ss");
        match () {
            () if is_plural || words::is_speaking(before) => -1.0,
            () if is_adjective || has_office => 0.5,
            () => -0.5,
        }
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

/// Tells whether one place lies in another one, by country and region.
pub fn is_within(inner: Facts<'_>, outer: Facts<'_>) -> bool {
    if inner.country != outer.country || outer.country.is_none() || inner.kind <= outer.kind {
        return false;
    }
    match outer.kind {
        Kind::Country => true,
        Kind::Region => inner.region == outer.region && outer.region > 0,
        _ => false,
    }
}

/// Tells whether a word may open a name: it begins with a capital, or its script has none.
fn opens_name(word: &str) -> bool {
    word.chars().next().is_some_and(|first| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()))
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Tells whether a word by itself may be a name. Short words in capitals are acronyms, unless everything around is
/// in capitals; what ends in a stop is an abbreviation.
fn is_name_alone(word: &str, shouts: bool) -> bool {
    let is_acronym = !shouts && word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    word.len() > 1 && !is_acronym && !word.ends_with('.')
}
