//! Whether a page shows its article at all: walls, errors, logins, lists, and pages whose subject is no text.
//!
//! ```text
//! walked page ─▶ whole ─┐
//! kept blocks ──────────┼▶ seen ─▶ one rule a flag ─▶ scores ─▶ verdicts ─▶ flags, and who gives the text
//! metadata, address ────┘
//! ```
//!
//! Every rule adds up signs: the shape of the page and the place of a line first, words second. A long text is an
//! article whatever stands around it, so no rule looks at words before it has found the text short.

mod confidence;
mod index;
mod notices;
mod seen;
mod stated;
mod walls;
mod words;

use url::Url;

pub use self::confidence::{OF_A_RULE, OF_ANOTHER, of_feed, of_page};
pub use self::seen::{Seen, Whole};
pub use self::stated::Stated;
use super::blocks::Block;
use super::metadata::Metadata;
use crate::article::Flag;

/// Score from which a page is flagged. A wrong flag takes an article away, a missing one leaves a line too many.
const FLAGGED_MIN: f32 = 0.5;

/// One flag, and how sure it is: 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    pub flag: Flag,
    pub score: f32,
}

/// What is held against a page; at most one of what excludes the article, and else what bars or illustrates it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts(Vec<Verdict>);

impl Verdicts {
    #[cfg(test)]
    pub fn of(flag: Flag) -> Self {
        Self(vec![Verdict { flag, score: 1.0 }])
    }

    pub fn flags(&self) -> impl Iterator<Item = Flag> {
        self.0.iter().map(|verdict| verdict.flag)
    }

    /// Whether what the page shows is another thing than the article.
    pub fn is_elsewhere(&self) -> bool {
        self.flags().any(is_elsewhere)
    }

    /// Whether the page shows a part of the article only.
    pub fn is_barred(&self) -> bool {
        self.flags().any(|flag| flag == Flag::Paywall)
    }

    /// Whether the page shows less than the article.
    pub fn is_against(&self) -> bool {
        self.is_elsewhere() || self.is_barred()
    }

    /// The surest of what speaks against the text.
    pub fn worst(&self) -> f32 {
        let against = self.0.iter().filter(|verdict| is_elsewhere(verdict.flag) || verdict.flag == Flag::Paywall);
        against.map(|verdict| verdict.score).fold(0.0, f32::max)
    }
}

fn is_elsewhere(flag: Flag) -> bool {
    matches!(flag, Flag::ConsentWall | Flag::Login | Flag::ErrorPage | Flag::IndexPage)
}

/// Judges a page by all of it and by the blocks that were kept.
pub fn judge(url: &Url, metadata: &Metadata, whole: &Whole, kept: &[Block]) -> Verdicts {
    let seen = Seen::new(url, metadata, whole, kept);
    let mut verdicts: Vec<Verdict> = [
        (Flag::ErrorPage, notices::error_page(&seen)),
        (Flag::ConsentWall, walls::consent_wall(&seen)),
        (Flag::Login, notices::login(&seen)),
        (Flag::IndexPage, index::index_page(&seen)),
        (Flag::Paywall, walls::paywall(&seen)),
        (Flag::Video, index::video(&seen)),
        (Flag::Gallery, index::gallery(&seen)),
    ]
    .into_iter()
    .map(|(flag, score)| Verdict { flag, score: score.clamp(0.0, 1.0) })
    .filter(|verdict| verdict.score >= FLAGGED_MIN)
    .collect();
    let surest = verdicts
        .iter()
        .filter(|verdict| is_elsewhere(verdict.flag))
        .max_by(|a, b| a.score.total_cmp(&b.score))
        .copied();
    if let Some(surest) = surest {
        verdicts = vec![surest];
    }
    Verdicts(verdicts)
}

/// Adds up the signs that are there.
fn sum(signs: &[(bool, f32)]) -> f32 {
    signs.iter().filter(|(is_there, _)| *is_there).map(|(_, weight)| weight).sum()
}

fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

#[cfg(test)]
mod tests;
