//! A timing wheel: which feeds are due now, out of a million.
//!
//! The near wheel has a slot a tick and holds bare feed numbers; the far wheel has a slot for each turn of
//! the near one. When the near wheel has turned once, the next slot of the far one is dealt out over it.
//! What lies beyond both waits in a list that is looked through once a turn of the far wheel. Putting a
//! feed in and taking it out again costs a few nanoseconds and four bytes, wherever it goes.
//!
//! There is no taking out by number: a feed that was put in twice comes out twice, and the caller, who
//! knows when each feed is due, lets the stale one pass.

/// Slots of either wheel. In ticks of 100 ms the near one turns in seven minutes, the far one in three weeks.
const SLOTS: usize = 4096;
const TURN: i64 = 4096;

/// Feeds by the tick at which they are due. What a tick is, is the caller's business.
pub struct Wheel {
    /// The next tick to be handed over; everything in the wheels is due then or later.
    next: i64,
    near: Vec<Vec<u32>>,
    /// Feed, and its tick within the turn.
    far: Vec<Vec<(u32, u32)>>,
    beyond: Vec<(u32, i64)>,
    ready: Vec<u32>,
    count: usize,
}

impl Wheel {
    /// Returns an empty wheel at `now`.
    pub fn new(now: i64) -> Self {
        Self {
            next: now,
            near: vec![Vec::new(); SLOTS],
            far: vec![Vec::new(); SLOTS],
            beyond: Vec::new(),
            ready: Vec::new(),
            count: 0,
        }
    }

    /// Number of feeds in the wheel; one that was put in twice counts twice.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Puts `feed` in, to be handed over at `due`, or at the next tick where `due` has passed already.
    pub fn insert(&mut self, feed: u32, due: i64) {
        self.count += 1;
        self.place(feed, due.max(self.next));
    }

    /// Hands over every feed that is due at `now` or before, in the order of their times.
    ///
    /// A clock that jumps, in whichever direction, costs one rebuilding of the wheel: nothing comes out before
    /// its time, and nothing is left behind. Feeds that are not taken from the iterator are gone all the same.
    pub fn advance(&mut self, now: i64) -> impl Iterator<Item = u32> + use<'_> {
        self.ready.clear();
        if now < self.next - 1 || now - self.next >= TURN {
            self.jump(now);
        }
        while self.next <= now {
            self.ready.append(&mut self.near[slot(self.next)]);
            self.next += 1;
            if self.next.rem_euclid(TURN) == 0 {
                self.deal();
            }
        }
        self.count -= self.ready.len();
        self.ready.drain(..)
    }

    fn place(&mut self, feed: u32, due: i64) {
        let turns = due.div_euclid(TURN) - self.next.div_euclid(TURN);
        if turns == 0 {
            self.near[slot(due)].push(feed);
        } else if turns < TURN {
            let within = u32::try_from(due.rem_euclid(TURN)).expect("less than a turn");
            self.far[slot(due.div_euclid(TURN))].push((feed, within));
        } else {
            self.beyond.push((feed, due));
        }
    }

    /// A turn of the near wheel begins: its feeds come in from the far one.
    fn deal(&mut self) {
        let turn = self.next.div_euclid(TURN);
        if turn.rem_euclid(TURN) == 0 {
            for (feed, due) in std::mem::take(&mut self.beyond) {
                self.place(feed, due);
            }
        }
        for (feed, within) in std::mem::take(&mut self.far[slot(turn)]) {
            self.near[within as usize].push(feed);
        }
    }

    /// Takes everything out and puts it in again as seen from `now`; what is due by then is ready.
    fn jump(&mut self, now: i64) {
        let mut all = std::mem::take(&mut self.beyond);
        let (first, turn) = (self.next, self.next.div_euclid(TURN));
        for (at, feeds) in self.near.iter_mut().enumerate() {
            let due = turn * TURN + i64::try_from(at).expect("a slot");
            debug_assert!(feeds.is_empty() || due >= first, "a slot behind the next tick is empty");
            all.extend(feeds.drain(..).map(|feed| (feed, due)));
        }
        for ahead in 1..TURN {
            let start = (turn + ahead) * TURN;
            let feeds = std::mem::take(&mut self.far[slot(turn + ahead)]);
            all.extend(feeds.into_iter().map(|(feed, within)| (feed, start + i64::from(within))));
        }
        all.sort_by_key(|(_, due)| *due);
        self.next = now + 1;
        for (feed, due) in all {
            if due <= now {
                self.ready.push(feed);
            } else {
                self.place(feed, due);
            }
        }
    }
}

fn slot(number: i64) -> usize {
    usize::try_from(number.rem_euclid(TURN)).expect("less than a turn")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        /// Due so many ticks after now.
        Insert(i64),
        Advance(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        let ahead = prop_oneof![
            -10..10i64,
            0..2 * TURN,
            0..TURN * TURN,
            (TURN - 2) * TURN..(TURN + 2) * TURN,
            0..5 * TURN * TURN
        ];
        let pace = prop_oneof![
            5 => 0..50i64,
            5 => 0..TURN,
            2 => -3 * TURN..3 * TURN,
            1 => (TURN - 2) * TURN..(TURN + 2) * TURN,
            1 => -2 * TURN * TURN..3 * TURN * TURN
        ];
        prop_oneof![3 => ahead.prop_map(Step::Insert), 2 => pace.prop_map(Step::Advance)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// The model is a sorted set. It includes clocks that jump in either direction, and times before 1970.
        #[test]
        fn a_wheel_is_a_sorted_set_of_times(start in -1_000_000i64..1_000_000, steps in prop::collection::vec(step(), 1..80)) {
            let (mut wheel, mut model, mut now, mut next) = (Wheel::new(start), BTreeSet::new(), start, start);
            for (feed, step) in (0u32..).zip(steps) {
                match step {
                    Step::Insert(ahead) => {
                        wheel.insert(feed, now + ahead);
                        model.insert(((now + ahead).max(next), feed));
                    }
                    Step::Advance(pace) => {
                        now += pace;
                        let due: BTreeSet<u32> = wheel.advance(now).collect();
                        let later = model.split_off(&(now + 1, 0));
                        let expected = std::mem::replace(&mut model, later).into_iter().map(|(_, feed)| feed).collect();
                        prop_assert_eq!(due, expected);
                        next = now + 1;
                    }
                }
                prop_assert_eq!(wheel.len(), model.len());
            }
        }
    }

    #[test]
    fn feeds_come_out_in_the_order_of_their_times() {
        let mut wheel = Wheel::new(0);
        for (feed, due) in [(1, 9000), (2, 10), (3, 5000), (4, 9)] {
            wheel.insert(feed, due);
        }
        assert_eq!(wheel.advance(4000).collect::<Vec<_>>(), [4, 2]);
        assert_eq!(wheel.advance(8000).collect::<Vec<_>>(), [3]);
        assert_eq!(wheel.advance(20_000).collect::<Vec<_>>(), [1]);
        assert!(wheel.is_empty());
    }

    #[test]
    fn a_feed_put_in_late_waits_for_the_next_tick_and_no_longer() {
        let mut wheel = Wheel::new(100);
        assert_eq!(wheel.advance(100).count(), 0);
        wheel.insert(7, 50);
        assert_eq!(wheel.advance(100).count(), 0);
        assert_eq!(wheel.advance(101).collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn a_clock_set_back_hands_over_nothing_before_its_time() {
        let mut wheel = Wheel::new(1_000_000);
        wheel.insert(1, 1_000_010);
        assert_eq!(wheel.advance(10).count(), 0);
        wheel.insert(2, 20);
        assert_eq!(wheel.advance(20).collect::<Vec<_>>(), [2]);
        assert_eq!(wheel.advance(1_000_010).collect::<Vec<_>>(), [1]);
    }

    /// Walking there takes weeks of ticks, so this looks inside once the far wheel has turned.
    #[test]
    fn what_lies_beyond_comes_in_when_the_far_wheel_has_turned() {
        let mut wheel = Wheel::new(TURN * TURN - 10);
        wheel.insert(1, 2 * TURN * TURN - 1);
        assert_eq!(wheel.beyond.len(), 1);
        assert_eq!(wheel.advance(TURN * TURN).count(), 0);
        assert!(wheel.beyond.is_empty());
        assert_eq!(wheel.advance(2 * TURN * TURN - 2).count(), 0);
        assert_eq!(wheel.advance(2 * TURN * TURN - 1).collect::<Vec<_>>(), [1]);
    }
}
