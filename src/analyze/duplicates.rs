//! Names the earliest known article with the same text, word for word.
//!
//! Wire copy is printed by hundreds of outlets, each with its own headline, punctuation and line breaks.
//! The stage therefore compares the words of the text alone, as one hash, and remembers per hash which
//! article had it first. That memory needs no second table to keep an article from being its own duplicate:
//! whoever comes first owns the hash and stays its owner, in all its versions and when it is offered again.

use std::collections::{HashMap, VecDeque};

use xxhash_rust::xxh3::xxh3_64;

use super::tokens::is_unspaced;
use super::{Built, Remembered, StreamStage};
use crate::article::{Annotations, Article, ArticleId, Duplicate, DuplicateRole};

/// Texts that are remembered; the oldest is forgotten first. About 20 MB, and days of news from thousands of
/// feeds: copies of wire stories come within hours.
pub const TEXTS_MAX: usize = 500_000;

/// Shorter texts have no hash: `Read the full story on our site` is not copied from anybody.
pub const WORDS_MIN: usize = 40;

/// The hash of a text that is too short to be anybody's duplicate.
pub const NO_HASH: u64 = 0;

pub fn build() -> Built {
    Built::Stream(Box::new(Duplicates::holding(TEXTS_MAX)))
}

/// Returns a hash of the text's words in lower case, whatever stands between them; [`NO_HASH`] for a text of
/// fewer than [`WORDS_MIN`] words. In scripts that put no space between words each character counts as one.
///
/// The store keeps these hashes, so the function must not change for texts it has seen: XXH3 is frozen.
pub fn text_hash(text: &str) -> u64 {
    let mut lowered = String::with_capacity(text.len() + 1);
    let mut words = 0;
    for character in text.chars() {
        if character.is_alphanumeric() {
            words += usize::from(lowered.is_empty() || lowered.ends_with(' ') || is_unspaced(character));
            lowered.extend(character.to_lowercase());
        } else if !lowered.ends_with(' ') {
            lowered.push(' ');
        }
    }
    if words < WORDS_MIN {
        return NO_HASH;
    }
    xxh3_64(lowered.trim().as_bytes()).max(NO_HASH + 1)
}

/// Which article had a text first.
struct Duplicates {
    owners: HashMap<u64, ArticleId>,
    /// The keys of `owners`, oldest first.
    order: VecDeque<u64>,
    texts_max: usize,
}

impl Duplicates {
    fn holding(texts_max: usize) -> Self {
        Self { owners: HashMap::new(), order: VecDeque::new(), texts_max }
    }

    /// Returns who had the text first: `id` itself if nobody is known.
    fn owner(&mut self, text_hash: u64, id: ArticleId) -> ArticleId {
        if let Some(owner) = self.owners.get(&text_hash) {
            return *owner;
        }
        if self.order.len() == self.texts_max
            && let Some(oldest) = self.order.pop_front()
        {
            self.owners.remove(&oldest);
        }
        self.owners.insert(text_hash, id);
        self.order.push_back(text_hash);
        id
    }
}

impl StreamStage for Duplicates {
    fn recall(&mut self, remembered: &[Remembered]) {
        for article in remembered.iter().filter(|article| article.text_hash != NO_HASH) {
            self.owner(article.text_hash, article.id);
        }
    }

    fn observe(&mut self, article: &Article) -> Annotations {
        let duplicate = match text_hash(&article.text) {
            NO_HASH => None,
            hash => Some(self.owner(hash, article.id)).filter(|owner| *owner != article.id).map(copy_of),
        };
        Annotations { duplicate: Some(duplicate), ..Annotations::default() }
    }
}

fn copy_of(owner: ArticleId) -> Duplicate {
    Duplicate { of: owner, role: DuplicateRole::Copy, share_of_this: 1.0, share_of_that: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::super::contract::article;
    use super::*;

    fn long(first: &str) -> String {
        format!("{first} {}", "the council met again on the harbor wall ".repeat(8))
    }

    fn numbered(id: u8, text: &str) -> Article {
        Article { id: ArticleId([id; 16]), ..article("", text) }
    }

    fn original(stage: &mut Duplicates, article: &Article) -> Option<ArticleId> {
        stage.observe(article).duplicate.expect("attempted").map(|duplicate| duplicate.of)
    }

    #[test]
    fn copies_name_the_earliest_article() {
        let mut stage = Duplicates::holding(10);
        assert_eq!(original(&mut stage, &numbered(1, &long("One"))), None);
        assert_eq!(original(&mut stage, &numbered(2, &long("Two"))), None);
        assert_eq!(original(&mut stage, &numbered(3, &long("One"))), Some(ArticleId([1; 16])));
        assert_eq!(original(&mut stage, &numbered(4, &long("one"))), Some(ArticleId([1; 16])));
    }

    #[test]
    fn an_article_offered_again_is_not_its_own_duplicate() {
        let mut stage = Duplicates::holding(10);
        for text in [long("One"), long("One"), long("One, corrected"), long("One")] {
            assert_eq!(original(&mut stage, &numbered(1, &text)), None);
        }
        assert_eq!(original(&mut stage, &numbered(2, &long("One"))), Some(ArticleId([1; 16])));
        assert_eq!(original(&mut stage, &numbered(3, &long("One, corrected"))), Some(ArticleId([1; 16])));
    }

    #[test]
    fn a_copy_that_is_offered_again_names_the_same_original() {
        let mut stage = Duplicates::holding(10);
        original(&mut stage, &numbered(1, &long("One")));
        for _ in 0..2 {
            assert_eq!(original(&mut stage, &numbered(2, &long("One"))), Some(ArticleId([1; 16])));
        }
    }

    #[test]
    fn the_memory_is_rebuilt_from_what_the_store_remembers() {
        let mut stage = Duplicates::holding(10);
        let text_hash = text_hash(&long("One"));
        stage.recall(&[
            Remembered { id: ArticleId([9; 16]), text_hash: NO_HASH },
            Remembered { id: ArticleId([1; 16]), text_hash },
            Remembered { id: ArticleId([2; 16]), text_hash },
        ]);
        assert_eq!(original(&mut stage, &numbered(2, &long("One"))), Some(ArticleId([1; 16])));
        assert_eq!(original(&mut stage, &numbered(3, "")), None);
    }

    #[test]
    fn the_oldest_text_is_forgotten_first_and_memory_stays_bounded() {
        let mut stage = Duplicates::holding(2);
        for (id, text) in [(1, "One"), (2, "Two"), (3, "Three")] {
            original(&mut stage, &numbered(id, &long(text)));
        }
        assert_eq!((stage.owners.len(), stage.order.len()), (2, 2));
        assert_eq!(original(&mut stage, &numbered(4, &long("Two"))), Some(ArticleId([2; 16])));
        assert_eq!(original(&mut stage, &numbered(5, &long("One"))), None);
    }

    #[test]
    fn only_the_words_of_a_text_count() {
        let quoted = long("“Don’t panic”, he said.\n\nNext").to_uppercase();
        let plain = long("\t\"Don't panic\" he said - next");
        assert_ne!(text_hash(&plain), NO_HASH);
        assert_eq!(text_hash(&quoted), text_hash(&plain));
        assert_ne!(text_hash(&plain), text_hash(&plain.replace("panic", "pan ic")));
    }

    #[test]
    fn short_texts_are_nobodys_duplicates() {
        let words = |count: usize| vec!["news"; count].join(" ");
        assert_eq!(text_hash(&words(WORDS_MIN - 1)), NO_HASH);
        assert_ne!(text_hash(&words(WORDS_MIN)), NO_HASH);
        assert_eq!(text_hash(" \n … 🙂"), NO_HASH);
        assert_ne!(text_hash(&"海".repeat(WORDS_MIN)), NO_HASH);
    }

    #[test]
    fn the_hash_on_disk_keeps_its_value() {
        assert_eq!(text_hash(&long("One")), 11_609_478_733_825_278_761);
    }
}
