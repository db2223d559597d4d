//! The gatherers' loop: whose time has come is polled, and put back on the wheel.
//!
//! One task owns every feed's state; a feed in flight is lent to its poll and comes back with it, so there is no
//! lock and no feed is polled twice at once.

use std::collections::{HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use xxhash_rust::xxh3::xxh3_64;

use super::poll::{Obstacle, Outcome, Polled, Poller};
use crate::config;
use crate::fetch::{Hints, host_key, moves};
use crate::schedule::{self, History, Outage, Reach, Signals, TICK, Turn, Wheel};
use crate::store::catalog::{self, FeedState, Touch};
use crate::store::{Store, ending};

/// Polls that wait for their host's turn or are in flight. Requests in flight are bounded by `fetch.concurrency`;
/// this bounds the memory of those that wait.
const IN_WORK_MAX: usize = 20_000;
/// How long the outcome of polls without news may stay in memory; losing it costs a poll.
const FLUSH_EVERY: Duration = Duration::from_secs(1);
/// A clock that goes back by less is being corrected; by more, it jumped.
const STEP_BACK: SignedDuration = SignedDuration::from_mins(1);

/// A feed between two polls.
pub struct Feed {
    pub config: config::Feed,
    pub state: FeedState,
    /// It was said in the log that this one has gone quiet.
    pub is_silent: bool,
}

impl Feed {
    pub fn new(config: config::Feed, state: FeedState) -> Self {
        Self { config, state, is_silent: false }
    }
}

pub struct Gather {
    pub poller: Arc<Poller>,
    pub feeds: Vec<Feed>,
    pub settings: config::Schedule,
    pub store: Store,
    pub gate: watch::Receiver<Option<String>>,
    /// Poll each feed once, now, and then no more.
    pub one_round: bool,
    pub polled: watch::Sender<Round>,
}

/// How far a round has come; without `one_round`, how many polls there were.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub done: usize,
    /// Feeds among them that were not polled, and why.
    pub left_out: Vec<(String, String)>,
}

impl Gather {
    /// Polls until told to stop. Polls in flight are dropped then: nothing of them is lost.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let started = Timestamp::now();
        let mut wheel = Wheel::new(schedule::tick_now(started));
        let mut due: VecDeque<u32> = VecDeque::new();
        let mut looked = started;
        let mut feeds: Vec<Option<Feed>> = Vec::with_capacity(self.feeds.len());
        let hosts: HashSet<u64> = self.feeds.iter().map(host_hash).collect();
        let mut outage = Outage::new(hosts.len());
        drop(hosts);
        for (index, feed) in std::mem::take(&mut self.feeds).into_iter().enumerate() {
            let at = self.first_poll(&feed, started);
            if !self.one_round {
                wheel.insert(index as u32, schedule::tick_of(at));
            } else if feed.state.crashes >= ending::CRASHES_MAX && at > started {
                self.leave_out(&feed, format!("reading it killed the process; it rests until {at}"));
            } else {
                wheel.insert(index as u32, schedule::tick_of(started));
            }
            feeds.push(Some(feed));
        }
        let mut polls = FuturesUnordered::new();
        let mut touches = Vec::new();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        let mut flush = tokio::time::interval(FLUSH_EVERY);
        loop {
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                _ = flush.tick() => self.flush(&mut touches).await,
                Some((index, feed, polled)) = polls.next(), if !polls.is_empty() => {
                    let polled: Polled = polled;
                    let (outcome, said) = (polled.outcome, polled.said.clone());
                    let feed: Feed = self.settle(feed, polled, &mut outage, &mut touches);
                    if self.count(&feed, outcome, said) {
                        wheel.insert(index, schedule::tick_of(feed.state.next_poll));
                    }
                    feeds[index as usize] = Some(feed);
                }
                _ = tick.tick() => {
                    let now = Timestamp::now();
                    if now < looked - STEP_BACK && !self.one_round {
                        due.clear();
                        wheel = self.shifted(&mut feeds, looked, now);
                    }
                    looked = now;
                    due.extend(wheel.advance(schedule::tick_now(now)));
                }
            }
            while polls.len() < IN_WORK_MAX
                && self.gate.borrow().is_none()
                && let Some(index) = due.pop_front()
            {
                if let Some(feed) = feeds[index as usize].take() {
                    polls.push(poll(Arc::clone(&self.poller), index, feed));
                }
            }
            metrics::gauge!("gather_polls_in_work").set(polls.len() as f64);
        }
        drop(polls);
        self.flush(&mut touches).await;
    }

    /// When a feed is polled first after a start. A due time that a jumping clock moved far away is pulled back.
    fn first_poll(&self, feed: &Feed, now: Timestamp) -> Timestamp {
        if feed.state.crashes >= ending::CRASHES_MAX {
            // The rest was stored when the feed was charged: restarts do not prolong it.
            let until = feed.state.next_poll.min(now.saturating_add(ending::CRASHED_REST).unwrap_or(now));
            if until > now {
                tracing::error!(feed = %feed.config.id, %until, "reading this feed killed the process; it rests");
            }
            return until;
        }
        let every = feed.config.every.unwrap_or(self.settings.every);
        schedule::clamp_due(feed.state.next_poll, now, schedule::horizon(&self.settings, every))
    }

    /// The clock was set back: feeds at home keep their distance from now, not a due time in the far future. Those
    /// in flight get theirs when they come back.
    fn shifted(&self, feeds: &mut [Option<Feed>], before: Timestamp, now: Timestamp) -> Wheel {
        let jump = now.duration_since(before);
        tracing::warn!(%jump, "the clock was set back; due times move with it");
        let mut wheel = Wheel::new(schedule::tick_now(now));
        for (index, feed) in feeds.iter_mut().enumerate() {
            if let Some(feed) = feed {
                feed.state.next_poll = feed.state.next_poll.saturating_add(jump).unwrap_or(now);
                feed.state.next_poll = self.first_poll(feed, now);
                wheel.insert(index as u32, schedule::tick_of(feed.state.next_poll));
            }
        }
        wheel
    }

    fn settle(&self, mut feed: Feed, polled: Polled, outage: &mut Outage, touches: &mut Vec<Touch>) -> Feed {
        let now = Timestamp::now();
        if let Some(reach) = polled.reach {
            note_reach(outage, &feed, reach);
        }
        let state = &mut feed.state;
        let (name, is_poll) = match polled.outcome {
            Outcome::Unchanged => ("unchanged", true),
            Outcome::Read { .. } => ("read", true),
            Outcome::Failed { .. } => ("failed", true),
            Outcome::Postponed(_) => ("postponed", false),
        };
        metrics::counter!("gather_polls_total", "outcome" => name).increment(1);
        let is_own_fault = polled.reach == Some(Reach::Unreachable) && outage.is_on();
        if is_poll {
            state.polls += 1;
            state.crashes = 0;
        }
        match polled.outcome {
            Outcome::Failed { .. } if is_own_fault => {}
            Outcome::Failed { .. } => {
                state.failures = state.failures.saturating_add(1);
                state.moved = moves::failed(state.moved.take(), state.failures);
                tracing::warn!(feed = %feed.config.id, reason = %polled.said, failures = state.failures, "poll failed");
            }
            Outcome::Unchanged | Outcome::Read { .. } => {
                state.failures = 0;
                tracing::debug!(feed = %feed.config.id, outcome = %polled.said, "polled");
                listen_for_silence(&mut feed, now);
            }
            Outcome::Postponed(_) => {}
        }
        let state = &mut feed.state;
        state.next_poll = next_poll(&self.settings, &feed.config, state, &polled, now);
        touches.push(Touch {
            feed: state.key,
            next_poll: state.next_poll,
            polls: state.polls,
            failures: state.failures,
            last_poll: now,
            outcome: polled.said,
            crashes: state.crashes,
            validators: (polled.outcome == Outcome::Unchanged).then(|| state.validators.clone()),
            moved: state.moved.clone(),
        });
        feed
    }

    /// The round is over for this feed, with or without a poll.
    fn leave_out(&self, feed: &Feed, why: String) {
        self.polled.send_modify(|polled| {
            polled.done += 1;
            polled.left_out.push((feed.config.id.clone(), why));
        });
    }

    /// Counts the poll; returns whether the feed has to be put back, because the round is not over for it: what came
    /// could only not be stored.
    fn count(&self, feed: &Feed, outcome: Outcome, said: String) -> bool {
        match outcome {
            Outcome::Postponed(Obstacle::Store) => return true,
            Outcome::Postponed(_) if self.one_round => self.leave_out(feed, said),
            _ => self.polled.send_modify(|polled| polled.done += 1),
        }
        !self.one_round
    }

    async fn flush(&self, touches: &mut Vec<Touch>) {
        if touches.is_empty() {
            return;
        }
        let batch = std::mem::take(touches);
        if let Err(error) = self.store.write(move |connection| catalog::touch(connection, &batch)).await {
            tracing::warn!(%error, "the outcome of some polls was not stored; they are made again");
        }
    }
}

async fn poll(poller: Arc<Poller>, index: u32, mut feed: Feed) -> (u32, Feed, Polled) {
    let polling = AssertUnwindSafe(poller.poll(&feed.config, &mut feed.state)).catch_unwind();
    // All feeds are polled by one task: a panic may cost one poll, not the task.
    let polled = polling.await.unwrap_or_else(|_| Polled::panicked());
    (index, feed, polled)
}

fn host_hash(feed: &Feed) -> u64 {
    xxh3_64(host_key(&feed.config.url).as_bytes())
}

fn note_reach(outage: &mut Outage, feed: &Feed, reach: Reach) {
    match outage.note(host_hash(feed), reach) {
        Some(Turn::Begins) => {
            tracing::error!("no host can be reached: the network of this machine seems down; no feed is blamed for it");
        }
        Some(Turn::Ends) => tracing::info!("hosts can be reached again"),
        None => {}
    }
    metrics::gauge!("gather_network_down").set(if outage.is_on() { 1.0 } else { 0.0 });
}

/// Says once that a feed that answers well has brought nothing for much longer than it used to.
fn listen_for_silence(feed: &mut Feed, now: Timestamp) {
    let is_silent = schedule::is_silent(feed.state.rhythm, feed.state.newest, now);
    if is_silent == feed.is_silent {
        return;
    }
    feed.is_silent = is_silent;
    let change = if is_silent { 1.0 } else { -1.0 };
    metrics::gauge!("feeds_silent").increment(change);
    if is_silent {
        let newest = feed.state.newest.map(|at| at.to_string()).unwrap_or_default();
        tracing::warn!(feed = %feed.config.id, %newest, "the feed answers, but has gone quiet for much longer than it used to");
    }
}

fn next_poll(
    settings: &config::Schedule,
    feed: &config::Feed,
    state: &FeedState,
    polled: &Polled,
    now: Timestamp,
) -> Timestamp {
    let Hints { retry_after, max_age } = polled.hints;
    if let (Outcome::Postponed(_), Some(pause)) = (polled.outcome, retry_after) {
        return now.saturating_add(pause).unwrap_or(now);
    }
    let history = History { feed_id: feed.id.clone(), polls: state.polls, failures: state.failures };
    let gone = polled.outcome == Outcome::Failed { gone: true };
    let Some(every) = feed.every else {
        let signals = Signals { floor: max_age.max(state.wishes.interval), retry_after, gone };
        let due = schedule::next_poll(&history, &signals, settings, settings.every, now);
        return state.wishes.open_from(due);
    };
    // An operator who gives this very feed an interval knows better than what the feed says to everybody.
    let signals = Signals { floor: None, retry_after, gone };
    schedule::next_poll(&history, &signals, settings, every, now)
}
