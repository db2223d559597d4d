//! What goes wrong on purpose: which kinds, how often, and the seeded decision for one request.

use std::str::FromStr;

use fastrand::Rng;
use xxhash_rust::xxh3::xxh3_64;

/// Probability of a kind that is named without one.
const NAMED_ODDS: f64 = 0.05;

/// One way in which an answer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mischief {
    /// 500.
    Error,
    /// 503 with `Retry-After`, in seconds.
    Unavailable { retry_after: u8 },
    /// 429 with `Retry-After`, in seconds.
    TooMany { retry_after: u8 },
    /// 404 for a feed that is there; a page gets a 503, because a reader may take a page's 404 for its last word.
    Missing,
    /// The connection ends after this share of the promised bytes.
    Cut { at: f64 },
    /// The connection ends between two chunks, after this share of the body.
    CutChunked { at: f64 },
    /// The whole body, slowly.
    Trickle,
    /// The connection is reset without an answer.
    Reset,
    /// The same document stands under another address.
    Redirect { permanent: bool },
}

/// Names, and the odds under `mild` and `wild`.
const KINDS: [(&str, f64, f64); 9] = [
    ("error", 0.01, 0.05),
    ("unavailable", 0.01, 0.04),
    ("too_many", 0.01, 0.03),
    ("missing", 0.005, 0.03),
    ("cut", 0.015, 0.06),
    ("cut_chunked", 0.01, 0.04),
    ("trickle", 0.01, 0.03),
    ("reset", 0.01, 0.05),
    ("redirect", 0.01, 0.04),
];

/// The odds of every kind of mischief, for each request to a feed or page.
#[derive(Clone, Debug, PartialEq)]
pub struct Chaos {
    odds: [f64; KINDS.len()],
}

/// A level or kind of mischief that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no kind of chaos; use `none`, `mild`, `wild` or a list of {}, each with a probability like `cut=0.2` if wanted",
    kinds()
)]
pub struct UnknownChaos {
    found: String,
}

fn kinds() -> String {
    KINDS.map(|(name, ..)| format!("`{name}`")).join(", ")
}

impl Chaos {
    pub fn none() -> Self {
        Self { odds: [0.0; KINDS.len()] }
    }

    /// About every eleventh request.
    pub fn mild() -> Self {
        Self { odds: KINDS.map(|(_, mild, _)| mild) }
    }

    /// More than every third request.
    pub fn wild() -> Self {
        Self { odds: KINDS.map(|(.., wild)| wild) }
    }

    /// Decides for the `count`-th request to one resource; the same for the same seed, resource and count,
    /// whatever else is asked for in between.
    pub(super) fn decide(&self, seed: u64, resource: u64, count: u32) -> Option<Mischief> {
        let mut key = [0; 20];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&resource.to_le_bytes());
        key[16..].copy_from_slice(&count.to_le_bytes());
        let mut rng = Rng::with_seed(xxh3_64(&key));
        let mut draw = rng.f64();
        for ((name, ..), odds) in KINDS.iter().zip(self.odds) {
            if draw < odds {
                return Some(Mischief::draw(name, &mut rng));
            }
            draw -= odds;
        }
        None
    }
}

impl Mischief {
    fn draw(name: &str, rng: &mut Rng) -> Self {
        match name {
            "error" => Self::Error,
            "unavailable" => Self::Unavailable { retry_after: rng.u8(1..=2) },
            "too_many" => Self::TooMany { retry_after: rng.u8(1..=2) },
            "missing" => Self::Missing,
            "cut" => Self::Cut { at: 0.05 + 0.9 * rng.f64() },
            "cut_chunked" => Self::CutChunked { at: 0.05 + 0.9 * rng.f64() },
            "trickle" => Self::Trickle,
            "reset" => Self::Reset,
            "redirect" => Self::Redirect { permanent: rng.bool() },
            other => unreachable!("{other} is not in KINDS"),
        }
    }
}

impl FromStr for Chaos {
    type Err = UnknownChaos;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "none" => return Ok(Self::none()),
            "mild" => return Ok(Self::mild()),
            "wild" => return Ok(Self::wild()),
            _ => {}
        }
        let mut chaos = Self::none();
        for part in text.split(',').map(str::trim) {
            let unknown = || UnknownChaos { found: part.to_owned() };
            let (name, odds) = part.split_once('=').unwrap_or((part, ""));
            let kind = KINDS.iter().position(|(kind, ..)| *kind == name).ok_or_else(unknown)?;
            let odds = if odds.is_empty() { NAMED_ODDS } else { odds.parse().map_err(|_| unknown())? };
            if !(0.0..=1.0).contains(&odds) {
                return Err(unknown());
            }
            chaos.odds[kind] = odds;
        }
        Ok(chaos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_request_meets_the_same_mischief() {
        let wild = Chaos::wild();
        for count in 0..200 {
            assert_eq!(wild.decide(7, 3, count), wild.decide(7, 3, count));
        }
    }

    #[test]
    fn wild_is_more_than_a_third_and_shows_every_kind() {
        let wild = Chaos::wild();
        let met: Vec<Mischief> = (0..4_000).filter_map(|count| wild.decide(1, 1, count)).collect();
        assert!((1_300..1_700).contains(&met.len()), "{} of 4000", met.len());
        let kinds: std::collections::HashSet<_> = met.iter().map(std::mem::discriminant).collect();
        assert_eq!(kinds.len(), KINDS.len());
    }

    #[test]
    fn a_list_names_kinds_and_odds() {
        let certain: Chaos = "cut=1".parse().unwrap();
        assert!(matches!(certain.decide(1, 1, 1), Some(Mischief::Cut { .. })));
        assert!("cut,reset=0.5".parse::<Chaos>().is_ok());
        assert!("cuts".parse::<Chaos>().unwrap_err().to_string().contains("`cut_chunked`"));
        assert!("cut=2".parse::<Chaos>().is_err());
    }
}
