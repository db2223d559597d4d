//! The memories of the sites whose pages are being read: loaded at first use, saved now and then.
//!
//! Losing what was learned since the last save costs a few articles their cleanest cut, so nobody waits for a save, and a store
//! that cannot answer means that a page is read by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::article::ArticleId;
use crate::normalize::{Shown, SiteMemory};
use crate::store::{Store, sites};

/// Memories that are held: 8 MiB at most. More sites than these are read at once by nobody, and one that comes back
/// costs a look into the state file.
const HELD_MAX: usize = 1_024;

/// What a crash may cost, and how long many changes to one site are one row.
const SAVE_EVERY: Duration = Duration::from_secs(10);

/// Memories in one unit of work, so that no commit waits long for half a megabyte.
const SAVE_SLICE: usize = 64;

/// One site's memory, shared by the workers that read its pages.
#[derive(Clone, Debug, Default)]
pub struct Site(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    memory: SiteMemory,
    is_changed: bool,
}

impl Site {
    /// Returns what is known now; a copy, so that nobody waits while a page is read.
    pub fn memory(&self) -> SiteMemory {
        self.lock().memory.clone()
    }

    pub fn observe(&self, article: ArticleId, shown: &Shown) {
        let mut known = self.lock();
        known.memory.observe(article, shown);
        known.is_changed = true;
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        // A memory that somebody left half-changed is a memory still.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All that are held. Cheap to clone.
#[derive(Clone)]
pub struct Sites {
    store: Store,
    held: Arc<Mutex<Held>>,
    held_max: usize,
}

#[derive(Default)]
struct Held {
    by_host: HashMap<String, (Site, u64)>,
    /// Counts uses; each site has the number of its last one.
    uses: u64,
}

impl Sites {
    pub fn new(store: Store) -> Self {
        Self { store, held: Arc::default(), held_max: HELD_MAX }
    }

    /// Returns a site's memory, or `None` when the state file has no answer.
    pub async fn of(&self, host: &str) -> Option<Site> {
        if let Some(site) = self.lock().find(host) {
            return Some(site);
        }
        let name = host.to_owned();
        let found = self.store.read(move |connection| sites::load(connection, &name)).await;
        let bytes = found.inspect_err(|error| tracing::debug!(host, %error, "a site's memory was not read")).ok()?;
        let memory = bytes.map(|bytes| SiteMemory::from_bytes(&bytes)).transpose().unwrap_or_else(|error| {
            tracing::warn!(host, %error, "a site's memory is lost; it is learned again from the next articles");
            None
        });
        Some(self.lock().hold(host, memory.unwrap_or_default(), self.held_max))
    }

    /// Saves from time to time until it is dropped.
    pub async fn run(self) {
        let mut ticks = tokio::time::interval(SAVE_EVERY);
        loop {
            ticks.tick().await;
            self.save().await;
        }
    }

    /// Saves what has changed. What cannot be saved now is saved the next time.
    pub async fn save(&self) {
        let changed = self.lock().changed();
        for slice in changed.chunks(SAVE_SLICE) {
            let rows: Vec<_> = slice.iter().map(|(host, site)| (host.clone(), site.memory().to_bytes())).collect();
            let now = Timestamp::now();
            let saved = self.store.write(move |connection| sites::save(connection, &rows, sites::SITES_MAX, now)).await;
            match saved {
                Ok(known) => metrics::gauge!("sites_remembered").set(known as f64),
                Err(error) => {
                    tracing::debug!(sites = slice.len(), %error, "what was learned of sites is saved later");
                    slice.iter().for_each(|(_, site)| site.lock().is_changed = true);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no holder panics")
    }
}

impl Held {
    fn find(&mut self, host: &str) -> Option<Site> {
        self.uses += 1;
        let (site, used) = self.by_host.get_mut(host)?;
        *used = self.uses;
        Some(site.clone())
    }

    /// Holds a memory unless somebody was faster; lets go of the one that was not used for longest, of those that are
    /// saved if there are any.
    fn hold(&mut self, host: &str, memory: SiteMemory, held_max: usize) -> Site {
        if let Some(site) = self.find(host) {
            return site;
        }
        if self.by_host.len() >= held_max {
            let oldest = self.by_host.iter().min_by_key(|(_, (site, used))| (site.lock().is_changed, *used));
            let oldest = oldest.map(|(host, _)| host.clone());
            oldest.map(|host| self.by_host.remove(&host));
        }
        let site = Site(Arc::new(Mutex::new(Known { memory, is_changed: false })));
        self.by_host.insert(host.to_owned(), (site.clone(), self.uses));
        site
    }

    /// Takes note that all is about to be saved.
    fn changed(&self) -> Vec<(String, Site)> {
        let is_changed = |site: &Site| std::mem::take(&mut site.lock().is_changed);
        let changed = self.by_host.iter().filter(|(_, (site, _))| is_changed(site));
        changed.map(|(host, (site, _))| (host.clone(), site.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A state file and its threads.
    fn open(folder: &std::path::Path) -> (Store, crate::store::Lock) {
        let (store, writer, reader, lock) = crate::store::open(&folder.join("state.db")).unwrap();
        std::thread::Builder::new().spawn(move || writer.run()).unwrap();
        std::thread::Builder::new().spawn(move || reader.run()).unwrap();
        (store, lock)
    }

    fn teach(site: &Site, article: u8) {
        site.observe(ArticleId([article; 16]), &Shown::of(&[7]));
    }

    #[tokio::test]
    async fn what_was_saved_is_known_again_and_what_was_damaged_is_learned_anew() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _lock) = open(folder.path());
        let sites = Sites::new(store.clone());
        for host in ["a.example", "b.example"] {
            teach(&sites.of(host).await.unwrap(), 1);
        }
        sites.save().await;
        let damage =
            |connection: &_| sites::save(connection, &[("b.example".to_owned(), vec![7; 50])], 10, Timestamp::now());
        store.write(damage).await.unwrap();
        let after = Sites::new(store);
        let known = sites.of("a.example").await.unwrap().memory();
        assert!(!known.is_empty());
        assert_eq!(after.of("a.example").await.unwrap().memory(), known);
        assert!(after.of("b.example").await.unwrap().memory().is_empty());
    }

    #[tokio::test]
    async fn few_are_held_and_those_with_something_to_save_longest() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _lock) = open(folder.path());
        let sites = Sites { held_max: 2, ..Sites::new(store) };
        teach(&sites.of("changed.example").await.unwrap(), 1);
        for host in ["one.example", "two.example", "three.example"] {
            sites.of(host).await.unwrap();
            assert!(sites.lock().by_host.len() <= 2);
        }
        assert!(!sites.of("changed.example").await.unwrap().memory().is_empty(), "it was never saved");
        sites.save().await;
        for host in ["one.example", "two.example"] {
            sites.of(host).await.unwrap();
        }
        assert!(!sites.lock().by_host.contains_key("changed.example"));
        assert!(!sites.of("changed.example").await.unwrap().memory().is_empty(), "it was saved");
    }

    #[tokio::test]
    async fn a_state_file_without_an_answer_means_no_memory() {
        let folder = tempfile::tempdir().unwrap();
        let (store, writer, reader, _lock) = crate::store::open(&folder.path().join("state.db")).unwrap();
        drop((writer, reader));
        assert!(Sites::new(store).of("a.example").await.is_none());
    }
}
