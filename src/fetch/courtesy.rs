//! When a host may be asked again.
//!
//! Every request takes a [`Turn`] first and gives it back by dropping it. A turn is three things: one
//! of the host's few slots, a distance to the host's previous request, and one of the daemon's slots.
//! A host that asked to be left alone gives no turns at all, to feeds and pages alike, so nobody can
//! forget to obey.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

use super::hints::PAUSE_MAX;
use crate::config;

/// Below this many hosts nothing is cleaned up: they fit in a few hundred kilobytes.
const HOSTS_SWEPT_FROM: usize = 1024;

/// Bounds the hosts that are remembered only because they asked to be left alone. Past it, those whose
/// pause ends first are forgotten; the feeds' own schedules still remember them.
const HOSTS_MAX: usize = 100_000;

/// Hands out turns. One for the whole daemon, shared by feeds, pages and robots.txt.
pub struct Courtesy {
    per_host: usize,
    gap: Duration,
    requests: Arc<Semaphore>,
    hosts: Mutex<Hosts>,
}

/// Permission for one request. Dropping it gives the slots back.
#[must_use = "a turn that is dropped at once protects nobody"]
pub struct Turn {
    _request: OwnedSemaphorePermit,
    _slot: OwnedSemaphorePermit,
    /// Keeps the host's memory alive.
    _host: Arc<Host>,
}

/// The host asked to be left alone for this long, counted from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Postponed {
    pub remaining: Duration,
}

struct Hosts {
    by_key: HashMap<String, Arc<Host>>,
    /// Number of hosts at which idle ones are looked for next.
    sweep_at: usize,
}

struct Host {
    /// The head of the queue. It is fair, so turns are given in the order in which they were asked for;
    /// whoever stands here waits for a slot and for the gap.
    head: Semaphore,
    slots: Arc<Semaphore>,
    times: Mutex<Times>,
}

#[derive(Clone, Copy, Default)]
struct Times {
    last_start: Option<Instant>,
    postponed_until: Option<Instant>,
}

/// Returns the name under which a host is known to [`Courtesy`]: the host alone at the default ports
/// of http and https, which are one server to its operator; `host:port` elsewhere, because on one
/// machine (loopback, a shared box) each port is a server of its own.
pub fn host_key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        None | Some(80 | 443) => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

impl Courtesy {
    /// Takes `concurrency`, `per_host` and `gap` from `settings`; at least one request is always allowed.
    pub fn new(settings: &config::Fetch) -> Self {
        Self {
            per_host: settings.per_host.max(1),
            gap: settings.gap,
            requests: Arc::new(Semaphore::new(settings.concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            hosts: Mutex::new(Hosts { by_key: HashMap::new(), sweep_at: HOSTS_SWEPT_FROM }),
        }
    }

    /// Waits until `host` (see [`host_key`]) may be asked: in order per host, at most `per_host` at once,
    /// starts at least `gap` apart.
    ///
    /// Never waits for a postponed host. A caller must not hold another turn meanwhile: with one slot
    /// it would wait for itself. Cancel safe: a dropped call loses its place and nothing else.
    ///
    /// # Errors
    /// [`Postponed`], also if the host is postponed while this call waits.
    pub async fn turn(&self, host: &str) -> Result<Turn, Postponed> {
        let host = self.host(host);
        host.check_postponed()?;
        let head = host.head.acquire().await.expect("is never closed");
        let slot = Arc::clone(&host.slots).acquire_owned().await.expect("is never closed");
        if let Some(last_start) = host.times().last_start
            && last_start + self.gap > Instant::now()
        {
            sleep_until(last_start + self.gap).await;
        }
        let request = Arc::clone(&self.requests).acquire_owned().await.expect("is never closed");
        host.check_postponed()?;
        host.update(|times| times.last_start = Some(Instant::now()));
        drop(head);
        Ok(Turn { _request: request, _slot: slot, _host: host })
    }

    /// Leaves `host` alone for `pause`, at most 24 hours. A pause is never shortened.
    pub fn postpone(&self, host: &str, pause: Duration) {
        let until = Instant::now() + pause.min(PAUSE_MAX);
        self.host(host).update(|times| times.postponed_until = times.postponed_until.max(Some(until)));
    }

    /// Returns how long `host` is still to be left alone.
    pub fn postponed_for(&self, host: &str) -> Option<Duration> {
        let hosts = self.hosts.lock().expect("nothing panics under this lock");
        hosts.by_key.get(host)?.check_postponed().err().map(|postponed| postponed.remaining)
    }

    #[cfg(test)]
    pub(super) fn hosts_known(&self) -> usize {
        self.hosts.lock().expect("nothing panics under this lock").by_key.len()
    }

    fn host(&self, key: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().expect("nothing panics under this lock");
        if let Some(host) = hosts.by_key.get(key) {
            return Arc::clone(host);
        }
        hosts.sweep(Instant::now(), self.gap);
        let host = Arc::new(Host {
            head: Semaphore::new(1),
            slots: Arc::new(Semaphore::new(self.per_host)),
            times: Mutex::default(),
        });
        hosts.by_key.insert(key.to_owned(), Arc::clone(&host));
        host
    }
}

impl Hosts {
    /// Forgets hosts that nobody waits for and whose past no longer matters.
    fn sweep(&mut self, now: Instant, gap: Duration) {
        if self.by_key.len() < self.sweep_at {
            return;
        }
        self.by_key.retain(|_, host| !host.is_free() || host.matters(now, gap));
        if self.by_key.len() >= HOSTS_MAX {
            self.forget_postponed();
        }
        self.sweep_at = (2 * self.by_key.len()).clamp(HOSTS_SWEPT_FROM, HOSTS_MAX.max(self.by_key.len() + 1));
    }

    fn forget_postponed(&mut self) {
        let free = self.by_key.iter().filter(|(_, host)| host.is_free());
        let mut free: Vec<_> = free.map(|(key, host)| (host.times().postponed_until, key.clone())).collect();
        free.sort_unstable();
        let excess = self.by_key.len().saturating_sub(HOSTS_MAX / 2);
        for (_, key) in free.into_iter().take(excess) {
            self.by_key.remove(&key);
        }
    }
}

impl Host {
    /// Nobody holds a turn or waits for one: only the map knows the host. Asked under the map's lock.
    fn is_free(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) == 1
    }

    fn matters(&self, now: Instant, gap: Duration) -> bool {
        let Times { last_start, postponed_until } = self.times();
        last_start.is_some_and(|start| start + gap > now) || postponed_until.is_some_and(|until| until > now)
    }

    fn check_postponed(&self) -> Result<(), Postponed> {
        let now = Instant::now();
        match self.times().postponed_until {
            Some(until) if until > now => Err(Postponed { remaining: until - now }),
            _ => Ok(()),
        }
    }

    fn times(&self) -> Times {
        *self.times.lock().expect("nothing panics under this lock")
    }

    fn update(&self, change: impl FnOnce(&mut Times)) {
        change(&mut self.times.lock().expect("nothing panics under this lock"));
    }
}
