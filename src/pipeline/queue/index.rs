//! Which item is next: in turn over the hosts, so that one slow host holds up nobody else's articles.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use jiff::Timestamp;

use crate::store::catalog::Waiting;
use crate::store::intake::Ready;

/// Items of one host in work at a time; more would only wait for the host's turn and take others' places.
const PER_HOST_MAX: usize = 8;

/// Ids only: the rows stay in the store.
#[derive(Default)]
pub(super) struct Index {
    hosts: HashMap<String, Host>,
    /// Hosts with waiting items, the next one first.
    turn: VecDeque<String>,
    later: BinaryHeap<Reverse<(Timestamp, i64, String)>>,
    suspects: HashSet<i64>,
    in_work: usize,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<i64>,
    in_work: usize,
}

impl Index {
    pub fn load(waiting: Vec<Waiting>, now: Timestamp) -> Self {
        let mut index = Self::default();
        for item in waiting {
            if item.is_suspect {
                index.suspects.insert(item.ready.id);
            }
            if item.not_before > now {
                index.later.push(Reverse((item.not_before, item.ready.id, item.ready.host)));
            } else {
                index.offer(item.ready);
            }
        }
        index
    }

    pub fn offer(&mut self, ready: Ready) {
        let host = self.hosts.entry(ready.host.clone()).or_default();
        if host.waiting.is_empty() {
            self.turn.push_back(ready.host);
        }
        host.waiting.push_back(ready.id);
    }

    pub fn postpone(&mut self, ready: Ready, until: Timestamp) {
        self.later.push(Reverse((until, ready.id, ready.host)));
    }

    /// Takes the next item whose host has room.
    pub fn take(&mut self, now: Timestamp) -> Option<Ready> {
        self.wake(now);
        for _ in 0..self.turn.len() {
            let name = self.turn.pop_front()?;
            let host = self.hosts.get_mut(&name).expect("a host in turn has items");
            if !name.is_empty() && host.in_work >= PER_HOST_MAX {
                self.turn.push_back(name);
                continue;
            }
            let id = host.waiting.pop_front().expect("a host in turn has items");
            host.in_work += 1;
            if !host.waiting.is_empty() {
                self.turn.push_back(name.clone());
            }
            self.in_work += 1;
            return Some(Ready { id, host: name });
        }
        None
    }

    /// The item is out of hands, whatever became of it.
    pub fn release(&mut self, host: &str) {
        self.in_work -= 1;
        if let Some(state) = self.hosts.get_mut(host) {
            state.in_work -= 1;
            if state.in_work == 0 && state.waiting.is_empty() {
                self.hosts.remove(host);
            }
        }
    }

    pub fn is_suspect(&self, id: i64) -> bool {
        self.suspects.contains(&id)
    }

    pub fn acquit(&mut self, id: i64) {
        self.suspects.remove(&id);
    }

    /// When the next postponed item is due.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.later.peek().map(|Reverse((at, ..))| *at)
    }

    /// Items in work or ready to be; postponed ones do not count.
    pub fn busy(&self) -> usize {
        self.in_work + self.hosts.values().map(|host| host.waiting.len()).sum::<usize>()
    }

    pub fn postponed(&self) -> usize {
        self.later.len()
    }

    fn wake(&mut self, now: Timestamp) {
        while let Some(Reverse((at, ..))) = self.later.peek()
            && *at <= now
        {
            let Reverse((_, id, host)) = self.later.pop().expect("peeked");
            self.offer(Ready { id, host });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(id: i64, host: &str) -> Ready {
        Ready { id, host: host.to_owned() }
    }

    #[test]
    fn a_host_with_many_items_lets_the_others_go_in_between() {
        let mut index = Index::default();
        for id in 0..20 {
            index.offer(ready(id, "slow"));
        }
        index.offer(ready(100, "quick"));
        let now = Timestamp::UNIX_EPOCH;
        let order: Vec<i64> = std::iter::from_fn(|| index.take(now)).map(|ready| ready.id).collect();
        assert_eq!(order, [0, 100, 1, 2, 3, 4, 5, 6, 7], "in turn, and no more than the host's share");
        index.release("slow");
        assert_eq!(index.take(now), Some(ready(8, "slow")));
    }

    #[test]
    fn a_postponed_item_comes_back_when_it_is_due() {
        let mut index = Index::default();
        let due = Timestamp::from_second(10).unwrap();
        index.postpone(ready(1, "host"), due);
        assert_eq!(index.take(Timestamp::from_second(9).unwrap()), None);
        assert_eq!(index.next_due(), Some(due));
        assert_eq!(index.take(due), Some(ready(1, "host")));
        assert_eq!(index.busy(), 1);
    }
}
