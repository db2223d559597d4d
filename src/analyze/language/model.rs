//! The model: how much each feature speaks for each language, read in place from one file.
//!
//! It is naive Bayes. A feature that `c` of a language's training lines hold adds `ln(1 + c / smoothing)` to
//! it; every known feature costs a language what depends on how much of it was read, so that languages with
//! more words have no advantage. Rows are sparse and stay where the linker put them: nothing is loaded.
//!
//! The file is four groups, one for each of [`MODELED`], in this order. All numbers are little-endian:
//!
//! ```text
//! group  languages u8 · bucket bits u8 · bytes of all rows u32
//!        language*   tag, 4 bytes, padded with 0 · start f32 · cost of a feature f32
//!        starts      (buckets + 1) × u32, where each bucket's rows begin
//! row    key u16 · entries u8 · entry*
//! entry  language u8 · weight u8, in 1/32
//! ```
//!
//! A feature's bucket is the low bits of its hash, its key the high 16.

use super::features;
use super::script::Script;

/// The scripts in which several languages write news.
pub const MODELED: [Script; 4] = [Script::Latin, Script::Cyrillic, Script::Arabic, Script::Devanagari];

/// Most languages of one script: scores stand on the stack.
pub const LANGUAGES_MAX: usize = 64;

/// What one unit of an entry's weight is worth, in nats: the largest weight is 7.97, more than any feature has.
pub const WEIGHT_UNIT: f32 = 1.0 / 32.0;

const LANGUAGE_BYTES: usize = 12;
const ENTRY_BYTES: usize = 2;
const ROW_HEAD_BYTES: usize = 3;

/// One script's part of a model file.
#[derive(Clone, Copy)]
pub struct Group<'a> {
    languages: &'a [u8],
    starts: &'a [u8],
    rows: &'a [u8],
    bucket_mask: u64,
}

/// How well a text fits each language of its script.
pub struct Scores {
    languages: usize,
    scores: [f32; LANGUAGES_MAX],
    /// Features of the text that the model knows.
    pub features: u32,
}

/// Returns the bucket and the key under which a feature's row is found.
pub const fn place(hash: u64, bucket_mask: u64) -> (usize, u16) {
    ((hash & bucket_mask) as usize, (hash >> 48) as u16)
}

/// Splits a model file into its groups; nothing if it is none.
pub fn read(mut file: &[u8]) -> Option<[Group<'_>; MODELED.len()]> {
    let mut next = || {
        let (group, rest) = Group::read(file)?;
        file = rest;
        Some(group)
    };
    let groups = [next()?, next()?, next()?, next()?];
    file.is_empty().then_some(groups)
}

impl<'a> Group<'a> {
    /// Reads one group from the front of `file`; returns it and what follows.
    pub fn read(file: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let ([languages, bucket_bits], file) = file.split_first_chunk()?;
        let (rows_bytes, file) = file.split_first_chunk()?;
        let (languages, bucket_bits) = (usize::from(*languages), u32::from(*bucket_bits));
        if languages == 0 || languages > LANGUAGES_MAX || bucket_bits > 24 {
            return None;
        }
        let buckets = 1_usize << bucket_bits;
        let (languages, file) = file.split_at_checked(languages * LANGUAGE_BYTES)?;
        let (starts, file) = file.split_at_checked((buckets + 1) * 4)?;
        let (rows, file) = file.split_at_checked(u32::from_le_bytes(*rows_bytes) as usize)?;
        Some((Self { languages, starts, rows, bucket_mask: buckets as u64 - 1 }, file))
    }

    /// Returns the tags of the group's languages, in the order of their scores.
    pub fn tags(self) -> impl Iterator<Item = &'a str> {
        self.languages.chunks_exact(LANGUAGE_BYTES).map(|language| {
            let tag = language[..4].split(|byte| *byte == 0).next().unwrap_or_default();
            std::str::from_utf8(tag).unwrap_or_default()
        })
    }

    /// Scores the letters of `script` in all `texts` together.
    pub fn score(self, texts: &[&str], script: Script) -> Scores {
        let mut sums = [0_u32; LANGUAGES_MAX];
        let mut known = 0;
        for text in texts {
            features::each(text, script, |hash| {
                if let Some(entries) = self.row(hash) {
                    known += 1;
                    for entry in entries.chunks_exact(ENTRY_BYTES) {
                        sums[usize::from(entry[0]) % LANGUAGES_MAX] += u32::from(entry[1]);
                    }
                }
            });
        }
        let mut scores = [f32::NEG_INFINITY; LANGUAGES_MAX];
        for (index, language) in self.languages.chunks_exact(LANGUAGE_BYTES).enumerate() {
            scores[index] = sums[index] as f32 * WEIGHT_UNIT + float(language, 4) - known as f32 * float(language, 8);
        }
        Scores { languages: self.languages.len() / LANGUAGE_BYTES, scores, features: known }
    }

    /// Returns the entries of a feature, nothing if training did not keep it.
    fn row(self, hash: u64) -> Option<&'a [u8]> {
        let (bucket, key) = place(hash, self.bucket_mask);
        let mut rows = self.rows.get(self.start(bucket)?..self.start(bucket + 1)?)?;
        while let Some(([low, high, entries], rest)) = rows.split_first_chunk::<ROW_HEAD_BYTES>() {
            let (entries, rest) = rest.split_at_checked(usize::from(*entries) * ENTRY_BYTES)?;
            if u16::from_le_bytes([*low, *high]) == key {
                return Some(entries);
            }
            rows = rest;
        }
        None
    }

    fn start(self, bucket: usize) -> Option<usize> {
        let bytes = self.starts.get(bucket * 4..)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes) as usize)
    }
}

fn float(bytes: &[u8], at: usize) -> f32 {
    bytes[at..].first_chunk().map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
}

/// Turns a difference of scores into one of log-probabilities, for a text of one known feature. Features
/// overlap, and what a writer does once he does again: n of them say as much as their root's worth of
/// independent ones. Fitted on lines held out of training.
const SHARPNESS: f32 = 0.9;

impl Scores {
    /// Returns the place of the likeliest language; the first one of equals.
    pub fn best(&self) -> usize {
        let mut best = 0;
        for index in 1..self.languages {
            if self.scores[index] > self.scores[best] {
                best = index;
            }
        }
        best
    }

    /// Returns the probability of every language; those past the group's last one have none.
    pub fn probabilities(&self) -> [f32; LANGUAGES_MAX] {
        let highest = self.scores[self.best()];
        let scale = SHARPNESS / (self.features.max(1) as f32).sqrt();
        let mut probabilities = self.scores.map(|score| ((score - highest) * scale).exp());
        let sum: f32 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|probability| *probability /= sum);
        probabilities
    }
}
