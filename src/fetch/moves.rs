//! Feeds that say they have moved for good: believed only when they have said so, and shown a feed there, often enough.

use url::Url;

/// Sightings before the new address is asked directly: a hotel's login page answers 301, too, but not for days.
pub const SIGHTINGS_MIN: u32 = 3;

/// Where permanent redirects lead, and how often in a row a feed was read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub to: Url,
    pub sightings: u32,
}

impl Move {
    /// Whether the new address is asked instead of the configured one.
    pub fn is_believed(&self) -> bool {
        self.sightings >= SIGHTINGS_MIN
    }
}

/// Takes note of a feed that was read; `moved_to` is where permanent redirects led from the address that was asked.
pub fn read(known: Option<Move>, moved_to: Option<&Url>) -> Option<Move> {
    match (known, moved_to) {
        (Some(known), Some(to)) if known.to == *to => {
            Some(Move { sightings: known.sightings.saturating_add(1), ..known })
        }
        // A believed move is not given up for another one: the redirect is followed from there as well.
        (Some(known), _) if known.is_believed() => Some(known),
        (_, Some(to)) => Some(Move { to: to.clone(), sightings: 1 }),
        (_, None) => None,
    }
}

/// Takes note of a poll that gave no feed, the `failures`-th in a row: a new address that does not work is given up.
pub fn failed(known: Option<Move>, failures: u32) -> Option<Move> {
    known.filter(|known| !known.is_believed() || failures < SIGHTINGS_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn three_sightings_in_a_row_are_believed_and_then_kept() {
        let there = url("https://example.org/new");
        let mut known = None;
        for sightings in 1..=3 {
            assert!(!known.as_ref().is_some_and(Move::is_believed), "after {} sightings", sightings - 1);
            known = read(known, Some(&there));
        }
        assert!(known.as_ref().unwrap().is_believed());
        assert_eq!(read(known.clone(), None), known, "asked directly, it does not redirect any more");
    }

    #[test]
    fn a_redirect_that_ends_or_changes_starts_anew() {
        let (here, there) = (url("https://example.org/a"), url("https://example.org/b"));
        let known = read(read(None, Some(&here)), Some(&here));
        assert_eq!(read(known.clone(), None), None);
        assert_eq!(read(known, Some(&there)), Some(Move { to: there, sightings: 1 }));
    }

    /// The first address may be dead by now: going back to it would lose the feed.
    #[test]
    fn a_believed_move_is_kept_when_it_leads_on() {
        let known = Some(Move { to: url("https://example.org/new"), sightings: 3 });
        assert_eq!(read(known.clone(), Some(&url("https://example.net/newer"))), known);
    }

    #[test]
    fn a_new_address_that_fails_is_given_up() {
        let known = Some(Move { to: url("https://example.org/new"), sightings: 3 });
        assert_eq!(failed(known.clone(), 2), known);
        assert_eq!(failed(known, 3), None);
    }
}
