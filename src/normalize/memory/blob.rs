//! A site's memory as bytes, for the store.
//!
//! ```text
//! version u8 │ articles u8 │ fingerprints u32… │ (key u64, seen u64)… │ check u32
//! ```
//!
//! Little-endian. The check is the start of the XXH3-64 of all before it: half a memory would be a false witness.

use xxhash_rust::xxh3::xxh3_64;

use super::{ARTICLES_MAX, BLOCKS_MAX, SiteMemory};

/// Goes up when the layout changes, or what a key is: see `body::line::key`.
const VERSION: u8 = 1;

const FINGERPRINT_BYTES: usize = 4;
const BLOCK_BYTES: usize = 16;
const CHECK_BYTES: usize = 4;

/// The bytes are no memory of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a site's memory, or of another version")]
pub struct Damaged;

impl SiteMemory {
    pub fn to_bytes(&self) -> Vec<u8> {
        let articles = u8::try_from(self.articles.len()).expect("at most ARTICLES_MAX");
        let mut bytes = vec![VERSION, articles];
        bytes.reserve(FINGERPRINT_BYTES * self.articles.len() + BLOCK_BYTES * self.blocks.len() + CHECK_BYTES);
        bytes.extend(self.articles.iter().flat_map(|fingerprint| fingerprint.to_le_bytes()));
        bytes.extend(self.blocks.iter().flat_map(|(key, seen)| [key.to_le_bytes(), seen.to_le_bytes()]).flatten());
        let check = check(&bytes);
        bytes.extend(check);
        bytes
    }

    /// Reads what [`SiteMemory::to_bytes`] wrote.
    ///
    /// # Errors
    /// For anything else, whatever it is.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damaged> {
        let (body, found) = bytes.split_last_chunk::<CHECK_BYTES>().ok_or(Damaged)?;
        let [VERSION, articles, rest @ ..] = body else { return Err(Damaged) };
        let (articles, blocks) = rest.split_at_checked(usize::from(*articles) * FINGERPRINT_BYTES).ok_or(Damaged)?;
        let is_bounded = articles.len() <= ARTICLES_MAX * FINGERPRINT_BYTES && blocks.len() <= BLOCKS_MAX * BLOCK_BYTES;
        if !is_bounded || !blocks.len().is_multiple_of(BLOCK_BYTES) || check(body) != *found {
            return Err(Damaged);
        }
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().expect("half of a block"));
        let fingerprint = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("a chunk of this size"));
        Ok(Self {
            articles: articles.chunks_exact(FINGERPRINT_BYTES).map(fingerprint).collect(),
            blocks: blocks.chunks_exact(BLOCK_BYTES).map(|block| (number(&block[..8]), number(&block[8..]))).collect(),
        })
    }
}

fn check(body: &[u8]) -> [u8; CHECK_BYTES] {
    let hash = xxh3_64(body).to_le_bytes();
    [hash[0], hash[1], hash[2], hash[3]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::normalize::memory::Shown;

    fn memory() -> SiteMemory {
        let mut memory = SiteMemory::default();
        for article in 0..5 {
            memory.observe(ArticleId([article; 16]), &Shown(vec![7, 1_000 + u64::from(article)]));
        }
        memory
    }

    #[test]
    fn what_was_written_is_read() {
        for memory in [SiteMemory::default(), memory()] {
            assert_eq!(SiteMemory::from_bytes(&memory.to_bytes()), Ok(memory));
        }
    }

    #[test]
    fn whatever_is_damaged_is_refused() {
        let whole = memory().to_bytes();
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            assert_eq!(SiteMemory::from_bytes(&flipped), Err(Damaged), "byte {at}");
            assert_eq!(SiteMemory::from_bytes(&whole[..at]), Err(Damaged), "cut at {at}");
        }
        assert_eq!(SiteMemory::from_bytes(&[whole.clone(), vec![0; 16]].concat()), Err(Damaged));
    }
}
