//! Which item is next: in turn over the hosts, so that one slow host holds up nobody else's articles.
//!
//! Items that want a page stand in line by the page's host. The others only want a processor; they stand in line by
//! feed, and no page that does not come keeps them waiting.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::store::intake::{Line, Ready, Waiting};

/// Items of one host in work at a time; more would only wait for the host's turn and take others' places.
const PER_HOST_MAX: usize = 8;
/// Items in work whose pages are being fetched or wait for their host's turn.
const PAGES_MAX: usize = 512;
/// Items in work that want no page: enough to keep every processor busy while commits are under way.
const PLAIN_MAX: usize = 256;
/// Nothing is put off for longer: hosts may ask for a day, and what is further away comes from a clock that jumped.
const LATER_MAX: SignedDuration = SignedDuration::from_hours(24);
/// A clock that goes back by less is being corrected; by more, it jumped.
const STEP_BACK: SignedDuration = SignedDuration::from_mins(1);

/// Ids only: the rows stay in the store.
#[derive(Default)]
pub(super) struct Index {
    pages: Queue<String>,
    plain: Queue<i64>,
    /// Whose turn it is when both could go.
    is_pages_turn: bool,
    later: BinaryHeap<Reverse<(Timestamp, Ready)>>,
    /// The clock at the last look.
    looked: Timestamp,
    suspects: HashSet<i64>,
}

/// Lines of ids, served in turn.
struct Queue<K> {
    lines: HashMap<K, Standing>,
    /// Lines with waiting items, the next one first.
    turn: VecDeque<K>,
    in_work: usize,
}

impl<K> Default for Queue<K> {
    fn default() -> Self {
        Self { lines: HashMap::new(), turn: VecDeque::new(), in_work: 0 }
    }
}

#[derive(Default)]
struct Standing {
    waiting: VecDeque<i64>,
    in_work: usize,
}

impl<K: Clone + Eq + std::hash::Hash> Queue<K> {
    fn offer(&mut self, key: K, id: i64) {
        let line = self.lines.entry(key.clone()).or_default();
        if line.waiting.is_empty() {
            self.turn.push_back(key);
        }
        line.waiting.push_back(id);
    }

    /// Takes the next item of the next line that has fewer than `per_line_max` in work.
    fn take(&mut self, per_line_max: usize) -> Option<(i64, K)> {
        for _ in 0..self.turn.len() {
            let key = self.turn.pop_front()?;
            let line = self.lines.get_mut(&key).expect("a line in turn has items");
            if line.in_work >= per_line_max {
                self.turn.push_back(key);
                continue;
            }
            let id = line.waiting.pop_front().expect("a line in turn has items");
            line.in_work += 1;
            if !line.waiting.is_empty() {
                self.turn.push_back(key.clone());
            }
            self.in_work += 1;
            return Some((id, key));
        }
        None
    }

    fn release(&mut self, key: &K) {
        self.in_work -= 1;
        if let Some(line) = self.lines.get_mut(key) {
            line.in_work -= 1;
            if line.in_work == 0 && line.waiting.is_empty() {
                self.lines.remove(key);
            }
        }
    }

    fn busy(&self) -> usize {
        self.in_work + self.lines.values().map(|line| line.waiting.len()).sum::<usize>()
    }
}

impl Index {
    pub fn load(waiting: Vec<Waiting>, now: Timestamp) -> Self {
        let mut index = Self { looked: now, ..Self::default() };
        for item in waiting {
            index.admit(item, now);
        }
        index
    }

    /// Takes in an item that nobody has worked on in this process: at once, or when its time has come.
    pub fn admit(&mut self, item: Waiting, now: Timestamp) {
        if item.is_suspect {
            self.suspects.insert(item.ready.id);
        }
        if item.not_before > now {
            self.postpone(item.ready, item.not_before);
        } else {
            self.offer(item.ready);
        }
    }

    pub fn offer(&mut self, ready: Ready) {
        match ready.line {
            Line::Feed(feed) => self.plain.offer(feed, ready.id),
            Line::Host(host) => self.pages.offer(host, ready.id),
        }
    }

    /// Offers the item again at `until`, which is at most a day away.
    pub fn postpone(&mut self, ready: Ready, until: Timestamp) {
        self.later.push(Reverse((until.min(latest(self.looked)), ready)));
    }

    /// Takes the next item for which there is room.
    pub fn take(&mut self, now: Timestamp) -> Option<Ready> {
        self.wake(now);
        self.is_pages_turn = !self.is_pages_turn;
        if self.is_pages_turn {
            self.take_page().or_else(|| self.take_plain())
        } else {
            self.take_plain().or_else(|| self.take_page())
        }
    }

    fn take_page(&mut self) -> Option<Ready> {
        let taken = (self.pages.in_work < PAGES_MAX).then(|| self.pages.take(PER_HOST_MAX)).flatten();
        taken.map(|(id, host)| Ready { id, line: Line::Host(host) })
    }

    fn take_plain(&mut self) -> Option<Ready> {
        let taken = (self.plain.in_work < PLAIN_MAX).then(|| self.plain.take(PLAIN_MAX)).flatten();
        taken.map(|(id, feed)| Ready { id, line: Line::Feed(feed) })
    }

    /// The item is out of hands, whatever became of it.
    pub fn release(&mut self, line: &Line) {
        match line {
            Line::Feed(feed) => self.plain.release(feed),
            Line::Host(host) => self.pages.release(host),
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
        self.pages.busy() + self.plain.busy()
    }

    pub fn postponed(&self) -> usize {
        self.later.len()
    }

    fn wake(&mut self, now: Timestamp) {
        if now < self.looked - STEP_BACK {
            let most = latest(now);
            let later = std::mem::take(&mut self.later).into_iter();
            self.later = later.map(|Reverse((at, ready))| Reverse((at.min(most), ready))).collect();
        }
        self.looked = now;
        while let Some(Reverse((at, ..))) = self.later.peek()
            && *at <= now
        {
            let Reverse((_, ready)) = self.later.pop().expect("peeked");
            self.offer(ready);
        }
    }
}

fn latest(now: Timestamp) -> Timestamp {
    now.saturating_add(LATER_MAX).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(id: i64, host: &str) -> Ready {
        Ready { id, line: Line::Host(host.to_owned()) }
    }

    fn plain(id: i64, feed: i64) -> Ready {
        Ready { id, line: Line::Feed(feed) }
    }

    fn take_all(index: &mut Index) -> Vec<i64> {
        std::iter::from_fn(|| index.take(Timestamp::UNIX_EPOCH)).map(|ready| ready.id).collect()
    }

    #[test]
    fn a_host_with_many_items_lets_the_others_go_in_between() {
        let mut index = Index::default();
        for id in 0..20 {
            index.offer(page(id, "slow"));
        }
        index.offer(page(100, "quick"));
        assert_eq!(take_all(&mut index), [0, 100, 1, 2, 3, 4, 5, 6, 7], "in turn, and no more than the host's share");
        index.release(&Line::Host("slow".to_owned()));
        assert_eq!(index.take(Timestamp::UNIX_EPOCH), Some(page(8, "slow")));
    }

    #[test]
    fn pages_that_do_not_come_keep_no_item_without_one_waiting() {
        let mut index = Index::default();
        for id in 0..10_000 {
            index.offer(page(id, &format!("host{}", id % 1_000)));
        }
        assert_eq!(take_all(&mut index).len(), PAGES_MAX);
        index.offer(plain(20_000, 1));
        assert_eq!(take_all(&mut index), [20_000]);
    }

    #[test]
    fn a_feed_with_many_items_lets_the_others_go_in_between() {
        let mut index = Index::default();
        for id in 0..1_000 {
            index.offer(plain(id, 1));
        }
        index.offer(plain(5_000, 2));
        assert_eq!(take_all(&mut index)[..3], [0, 5_000, 1]);
    }

    #[test]
    fn a_postponed_item_comes_back_when_it_is_due() {
        let mut index = Index::default();
        let due = Timestamp::from_second(10).unwrap();
        index.postpone(page(1, "host"), due);
        assert_eq!(index.take(Timestamp::from_second(9).unwrap()), None);
        assert_eq!(index.next_due(), Some(due));
        assert_eq!(index.take(due), Some(page(1, "host")));
        assert_eq!(index.busy(), 1);
    }

    #[test]
    fn a_clock_that_jumps_puts_nothing_off_for_longer_than_a_day() {
        let at = |hour: i64| Timestamp::from_second(hour * 3_600).unwrap();
        let waiting = Waiting { ready: page(1, "host"), not_before: at(1_000_000), is_suspect: false };
        let mut index = Index::load(vec![waiting], at(100_000));
        assert_eq!(index.next_due(), Some(at(100_024)), "stored while the clock was ahead");
        assert_eq!(index.take(at(0)), None);
        assert_eq!(index.next_due(), Some(at(24)), "the clock was set back");
        assert_eq!(index.take(at(24)), Some(page(1, "host")));
    }
}
