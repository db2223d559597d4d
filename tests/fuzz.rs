//! Whatever the bytes: no panic, no endless work, no output out of proportion.
//!
//! Each target mutates small documents of every dialect. What makes the reader say something new joins the pool
//! that the next mutations start from. `COURANT_FUZZ_SECONDS` (default 3) sets the processor time of each target,
//! `COURANT_FUZZ_SEED` replays a run. A finding is written to a file whose name is printed; once mended, it moves
//! to `tests/fixtures/hostile/` and is read again in every run of the tests; what ends in `.unmended` waits for that.
#![allow(clippy::disallowed_methods, reason = "tests may spawn")]

#[path = "fuzz/corpus.rs"]
mod corpus;
#[path = "fuzz/examine.rs"]
mod examine;
#[path = "fuzz/measure.rs"]
mod measure;
#[path = "fuzz/mutation.rs"]
mod mutation;
#[path = "fuzz/pages.rs"]
mod pages;

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use examine::Sample;
use fastrand::Rng;
use measure::{Clock, Pace};
use mutation::mutated;

/// As the daemon's own threads have; without optimization frames are larger, so this is the stricter test.
const STACK_BYTES: usize = 8 << 20;

/// One execution that takes longer has no end.
const HANG: Duration = Duration::from_secs(60);

/// Samples that taught something; the oldest of them give way.
const POOL_MAX: usize = 2_000;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Panics that the reader itself caught, by place. A finding all the same, but not one that harms.
static CAUGHT: LazyLock<Mutex<BTreeMap<String, u64>>> = LazyLock::new(|| {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or("nowhere".to_owned(), ToString::to_string);
        *CAUGHT.lock().expect("no holder panics").entry(place).or_default() += 1;
    }));
    Mutex::default()
});

/// A reader under test.
#[derive(Clone, Copy)]
struct Target {
    name: &'static str,
    /// Longer mutations are cut.
    bytes_max: usize,
    /// What is done to a sample after the common mutations.
    finish: fn(&mut Rng, &mut Sample),
    /// Returns a hash of what the sample taught, or why this must not be.
    examine: fn(&Sample) -> Result<u64, String>,
}

const DOCUMENTS: Target =
    Target { name: "documents", bytes_max: 192 * 1024, finish: |_, _| (), examine: examine::document };

/// Twice what the reader looks at.
const DATES: Target = Target { name: "dates", bytes_max: 160, finish: |_, _| (), examine: examine::date };

const PAGES: Target =
    Target { name: "pages", bytes_max: pages::BYTES_MAX, finish: pages::exploded, examine: examine::page };

struct Run {
    target: Target,
    rng: Rng,
    pool: Vec<Sample>,
    seeds: usize,
    known: HashSet<u64>,
    clock: Clock,
    pace: Pace,
    /// Holds the sample in work, in case that it kills the process.
    pending: File,
    pending_path: PathBuf,
    executions: Arc<AtomicU64>,
}

impl Run {
    fn new(target: Target, seeds: Vec<Sample>) -> Self {
        LazyLock::force(&CAUGHT);
        let seed = variable("COURANT_FUZZ_SEED").unwrap_or_else(|| fastrand::u64(..));
        eprintln!("{}: COURANT_FUZZ_SEED={seed}", target.name);
        let clock = Clock::of_this_thread();
        let inputs: Vec<&[u8]> = seeds.iter().map(|sample| sample.bytes.as_slice()).collect();
        let pace = Pace::measured(&clock, &inputs, |bytes| {
            (target.examine)(&Sample::new(bytes)).expect("the seeds are harmless");
        });
        let pending_path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}-{}.pending", target.name, std::process::id()));
        let pending = File::create(&pending_path).expect("the target folder is writable");
        Self {
            target,
            rng: Rng::with_seed(seed),
            seeds: seeds.len(),
            pool: seeds,
            known: HashSet::new(),
            clock,
            pace,
            pending,
            pending_path,
            executions: Arc::default(),
        }
    }

    /// Mutates and examines until the time is over; panics with the first finding.
    fn go(mut self) {
        watch_for_hang(self.target.name, &self.pending_path, &self.executions);
        let patience = Duration::from_secs(variable("COURANT_FUZZ_SECONDS").unwrap_or(3));
        let begin = self.clock.now();
        while self.clock.now() - begin < patience {
            // Half of the time from a seed: the pool drifts towards what is large and odd.
            let from = if self.rng.bool() { self.seeds } else { self.pool.len() };
            let (base, other) = (self.rng.usize(0..from), self.rng.usize(0..self.pool.len()));
            let mut sample = mutated(&mut self.rng, &self.pool[base], &self.pool[other], self.target.bytes_max);
            (self.target.finish)(&mut self.rng, &mut sample);
            self.note_pending(&sample).expect("the target folder is writable");
            let learned = self.run_one(&sample);
            self.executions.fetch_add(1, Ordering::Relaxed);
            if self.known.insert(learned) {
                if self.pool.len() >= POOL_MAX {
                    self.pool.remove(self.seeds);
                }
                self.pool.push(sample);
            }
        }
        let _ = std::fs::remove_file(&self.pending_path);
        let executions = self.executions.load(Ordering::Relaxed);
        let caught = CAUGHT.lock().expect("no holder panics").clone();
        eprintln!(
            "{}: {executions} executions in {:?}, {}, {} kinds of answers; panics caught inside: {caught:?}",
            self.target.name,
            self.clock.now() - begin,
            self.pace,
            self.known.len()
        );
    }

    fn note_pending(&self, sample: &Sample) -> std::io::Result<()> {
        self.pending.write_all_at(&sample.bytes, 0)?;
        self.pending.set_len(sample.bytes.len() as u64)
    }

    fn run_one(&self, sample: &Sample) -> u64 {
        let allowed = self.pace.allowed(sample.bytes.len());
        let mut took = Duration::MAX;
        // What is slow once may be unlucky; three times is a finding.
        for _ in 0..3 {
            let begin = self.clock.now();
            let verdict = catch_unwind(AssertUnwindSafe(|| (self.target.examine)(sample)));
            took = took.min(self.clock.now() - begin);
            match verdict {
                Ok(Ok(learned)) if took <= allowed => return learned,
                Ok(Ok(_)) => {}
                Ok(Err(complaint)) => self.found(sample, &complaint),
                Err(_) => {
                    let places = CAUGHT.lock().expect("no holder panics").clone();
                    self.found(sample, &format!("a panic came out; places: {places:?}"));
                }
            }
        }
        self.found(sample, &format!("{} bytes took {took:?}, at most {allowed:?} is in proportion", sample.bytes.len()))
    }

    fn found(&self, sample: &Sample, complaint: &str) -> ! {
        let mut hash = DefaultHasher::new();
        sample.bytes.hash(&mut hash);
        let file = self.pending_path.with_extension(format!("{:016x}", hash.finish()));
        std::fs::write(&file, &sample.bytes).expect("the target folder is writable");
        let (name, content_type) = (self.target.name, &sample.content_type);
        eprintln!("{name}: {complaint}\ncontent type {content_type:?}, input in {}", file.display());
        panic!("{name}: {complaint}");
    }
}

/// Ends the process when one execution does not end: nothing else can stop a loop.
fn watch_for_hang(target: &'static str, pending: &Path, executions: &Arc<AtomicU64>) {
    let (executions, pending) = (Arc::clone(executions), pending.to_owned());
    std::thread::spawn(move || {
        let (mut last, mut since) = (0, Instant::now());
        loop {
            std::thread::sleep(Duration::from_millis(500));
            match executions.load(Ordering::Relaxed) {
                u64::MAX => return,
                now if now != last => (last, since) = (now, Instant::now()),
                _ if since.elapsed() > HANG => {
                    eprintln!("{target}: no end after {HANG:?}, input in {}", pending.display());
                    std::process::abort();
                }
                _ => {}
            }
        }
    });
}

impl Drop for Run {
    /// Lets the watch go home, after a finding too.
    fn drop(&mut self) {
        self.executions.store(u64::MAX, Ordering::Relaxed);
    }
}

fn on_a_thread_like_the_daemons(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).expect("a thread starts");
    if thread.join().is_err() {
        panic!("see above");
    }
}

#[test]
fn no_page_takes_the_extractor_down() {
    on_a_thread_like_the_daemons(|| {
        let seeds = pages::PAGES.iter().map(|text| Sample::new(*text)).collect();
        Run::new(PAGES, seeds).go();
    });
}

#[test]
fn no_document_takes_the_reader_down() {
    on_a_thread_like_the_daemons(|| {
        let seeds: Vec<Sample> = corpus::DOCUMENTS.iter().map(|text| Sample::new(*text)).chain(fixtures()).collect();
        Run::new(DOCUMENTS, seeds).go();
    });
}

#[test]
fn no_date_takes_the_reader_down() {
    on_a_thread_like_the_daemons(|| {
        let seeds = corpus::DATES.iter().map(|text| Sample::new(*text)).collect();
        Run::new(DATES, seeds).go();
    });
}

/// What was found once, in the order of the names; those that are too large to mutate stay out.
fn fixtures() -> Vec<Sample> {
    let small = |(name, sample): &(String, Sample)| {
        !name.ends_with(".date") && !name.ends_with(".html") && sample.bytes.len() < 4_096
    };
    stored().into_iter().filter(small).map(|(_, sample)| sample).collect()
}

fn stored() -> Vec<(String, Sample)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile");
    let mut found: Vec<(String, Sample)> = std::fs::read_dir(folder)
        .expect("the folder is part of the tree")
        .map(|entry| entry.expect("is readable").path())
        .map(|path| (path.display().to_string(), Sample::new(std::fs::read(path).expect("is readable"))))
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[test]
fn what_was_found_once_stays_harmless() {
    on_a_thread_like_the_daemons(|| {
        let clock = Clock::of_this_thread();
        let seeds: Vec<&[u8]> = corpus::DOCUMENTS.iter().map(|text| text.as_bytes()).collect();
        let pace = Pace::measured(&clock, &seeds, |bytes| {
            examine::document(&Sample::new(bytes)).expect("the seeds are harmless");
        });
        for (name, sample) in stored() {
            let begin = clock.now();
            let examine = match name.rsplit('.').next() {
                Some("date") => examine::date,
                Some("html") => examine::page,
                _ => examine::document,
            };
            if let Err(complaint) = examine(&sample) {
                panic!("{name}: {complaint}");
            }
            let (took, allowed) = (clock.now() - begin, pace.allowed(sample.bytes.len()));
            assert!(took <= allowed, "{name}: took {took:?}, at most {allowed:?} is in proportion");
        }
    });
}
