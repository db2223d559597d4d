//! Whether a clause tells what happened or what is to come.
//!
//! The verb nearest before the expression decides, and if there is none, the nearest behind it. A participle alone says
//! little (`held`); an auxiliary near it says more (`will be held`).

use super::lexer::Lexeme;
use super::words::{Bearing, Class, Lexicon, Relation};

/// When the clause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    Past,
    Future,
    Unknown,
}

/// What a word says of its clause's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    None,
    Past,
    Future,
    /// A participle: past, unless an auxiliary nearby says otherwise.
    Participle,
}

/// Words that are read on each side; a clause is seldom longer.
const REACH: usize = 40;

/// How far an auxiliary stands from its participle.
const AUXILIARY_REACH: usize = 4;

/// Returns the tense of the clause around `lexemes[start..end]`.
pub fn tense(lexemes: &[Lexeme<'_>], start: usize, end: usize, lexicon: &Lexicon) -> Tense {
    if let Some(tense) = by_preposition(&lexemes[..start]) {
        return tense;
    }
    let parts_at_commas = lexicon.language.commas_part_clauses;
    for at_commas in [true, false].into_iter().skip(usize::from(!parts_at_commas)) {
        let before = clause(lexemes[..start].iter().rev(), at_commas);
        let behind = clause(lexemes[end..].iter(), at_commas);
        for side in [before, behind] {
            let cues: Vec<Cue> = side.iter().map(|lexeme| cue(lexeme, lexicon)).collect();
            if let Some(tense) = nearest(&cues) {
                return tense;
            }
        }
    }
    Tense::Unknown
}

/// `until Friday`, `since Friday`.
fn by_preposition(before: &[Lexeme<'_>]) -> Option<Tense> {
    for (at, lexeme) in before.iter().enumerate().rev().take(4) {
        let is_of_edge = at > 0 && before[at - 1].class == Class::Edge;
        match lexeme.class {
            // `in der Nacht auf Freitag`
            Class::Preposition(_) if is_of_edge => {}
            Class::Preposition(Bearing::Past) | Class::Through(Bearing::Past) => return Some(Tense::Past),
            Class::Preposition(Bearing::Future) | Class::Through(Bearing::Future) => return Some(Tense::Future),
            Class::Relation(Relation::Last) => return Some(Tense::Past),
            Class::Relation(Relation::Next) => return Some(Tense::Future),
            Class::Article | Class::Weak | Class::Edge | Class::Preposition(_) | Class::Through(_) => {}
            _ => return None,
        }
    }
    None
}

/// The lexemes up to the end of the clause.
fn clause<'l, 't: 'l>(lexemes: impl Iterator<Item = &'l Lexeme<'t>>, at_commas: bool) -> Vec<&'l Lexeme<'t>> {
    lexemes.take_while(|lexeme| !ends_clause(lexeme, at_commas)).take(REACH).collect()
}

fn ends_clause(lexeme: &Lexeme<'_>, at_commas: bool) -> bool {
    match lexeme.class {
        Class::Stop => true,
        Class::Comma => at_commas,
        _ => matches!(lexeme.word, ";" | "!" | "?" | "…"),
    }
}

fn cue(lexeme: &Lexeme<'_>, lexicon: &Lexicon) -> Cue {
    if lexeme.class != Class::Other {
        return Cue::None;
    }
    let word = lexeme.word.replace('’', "'").to_lowercase();
    match lexicon.tenses.get(word.as_str()) {
        Some(cue) => *cue,
        None if !lexeme.word.starts_with(char::is_uppercase) => (lexicon.language.tense_of)(&word),
        None => Cue::None,
    }
}

/// The first cue, or the auxiliary next to it where it is a participle.
fn nearest(cues: &[Cue]) -> Option<Tense> {
    let first = cues.iter().position(|cue| *cue != Cue::None)?;
    match cues[first] {
        Cue::Past => Some(Tense::Past),
        Cue::Future => Some(Tense::Future),
        Cue::Participle | Cue::None => {
            let near = cues[first + 1..].iter().take(AUXILIARY_REACH);
            let is_future = near.copied().find(|cue| matches!(cue, Cue::Past | Cue::Future)) == Some(Cue::Future);
            Some(if is_future { Tense::Future } else { Tense::Past })
        }
    }
}
