//! Which roles are one: the words by which articles call the same office.

use std::ops::Range;

use super::lexicon::Class;
use super::reading::Reading;

/// Words for one office; a mention with a word of a row is whoever carries another word of it.
const OFFICES: &[&[&str]] = &[
    &["diplomat", "foreign", "ambassador", "envoy"],
    &["congressman", "congresswoman", "representative", "rep", "lawmaker"],
    &["senator", "sen", "lawmaker"],
    &["governor", "gov"],
    &["president", "president-elect", "leader"],
    &["premier", "prime"],
    &["spokesman", "spokeswoman", "spokesperson"],
    &["chief", "head", "director", "ceo"],
    &["nominee", "candidate"],
    &["billionaire", "businessman", "mogul", "tycoon"],
    &["professor", "prof", "scholar"],
];

/// Returns what stands for the offices that the words name.
pub fn heads(reading: &Reading, range: Range<usize>) -> Vec<String> {
    let mut heads = Vec::new();
    for at in range {
        let word = reading.word(at).trim_end_matches('.').to_lowercase();
        let offices = OFFICES.iter().filter(|office| office.contains(&word.as_str()));
        let known = heads.len();
        heads.extend(offices.map(|office| office[0].to_owned()));
        if heads.len() == known && reading.is(at, Class::ROLE.and(Class::TITLE)) {
            heads.push(word);
        }
        // What the office belongs to names other offices.
        if reading.is(at, Class::PREPOSITION) {
            break;
        }
    }
    heads
}
