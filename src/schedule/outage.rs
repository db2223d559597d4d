//! When every host fails at once, it is our own network that is down, and no feed's fault.

use std::collections::HashSet;

/// So many different hosts in a row without one answer are no coincidence.
const HOSTS_MAX: usize = 5;
/// With fewer hosts than that, all of them; but one host alone says nothing about the network.
const HOSTS_MIN: usize = 2;

/// How a poll went, as far as the network is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The host answered, with whatever.
    Answered,
    /// No answer: DNS, connection, timeout.
    Unreachable,
}

/// What a change of mind means for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Begins,
    Ends,
}

/// Watches polls in the order in which they end.
#[derive(Debug)]
pub struct Outage {
    enough: usize,
    unreachable: HashSet<u64>,
}

impl Outage {
    /// `hosts` is how many different hosts are polled at all.
    pub fn new(hosts: usize) -> Self {
        Self { enough: hosts.clamp(HOSTS_MIN, HOSTS_MAX), unreachable: HashSet::new() }
    }

    /// Takes note of a poll of a host, given by its hash.
    pub fn note(&mut self, host: u64, reach: Reach) -> Option<Turn> {
        let was_down = self.is_on();
        match reach {
            Reach::Answered => self.unreachable.clear(),
            // More than enough need not be remembered.
            Reach::Unreachable if was_down => {}
            Reach::Unreachable => {
                self.unreachable.insert(host);
            }
        }
        match (was_down, self.is_on()) {
            (false, true) => Some(Turn::Begins),
            (true, false) => Some(Turn::Ends),
            _ => None,
        }
    }

    /// While it is on, a failure counts against no feed.
    pub fn is_on(&self) -> bool {
        self.unreachable.len() >= self.enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hosts_in_a_row_are_an_outage_until_one_answers() {
        let mut outage = Outage::new(100);
        for host in 0..4 {
            assert_eq!(outage.note(host, Reach::Unreachable), None);
            assert_eq!(outage.note(host, Reach::Unreachable), None, "the same host again says nothing new");
        }
        assert_eq!(outage.note(4, Reach::Unreachable), Some(Turn::Begins));
        assert!(outage.is_on());
        assert_eq!(outage.note(0, Reach::Answered), Some(Turn::Ends));
        assert!(!outage.is_on());
    }

    #[test]
    fn an_answer_in_between_makes_it_the_hosts_own_trouble() {
        let mut outage = Outage::new(100);
        for host in 0..50 {
            assert_eq!(outage.note(host, Reach::Unreachable), None);
            if host % 4 == 3 {
                assert_eq!(outage.note(1_000, Reach::Answered), None);
            }
        }
    }

    #[test]
    fn one_host_alone_says_nothing_about_the_network() {
        let mut outage = Outage::new(1);
        for _ in 0..10 {
            assert_eq!(outage.note(1, Reach::Unreachable), None);
        }
        let mut outage = Outage::new(2);
        outage.note(1, Reach::Unreachable);
        assert_eq!(outage.note(2, Reach::Unreachable), Some(Turn::Begins), "all there are");
    }
}
