//! The only file that spawns. It builds the picture downstream first and takes it down upstream first.
//!
//! CPU steps run on named threads, everything that waits runs on tokio. Every channel is bounded and flows one
//! way; every task ends because its inlet closed or because it was told to stop. What is in flight at a stop is
//! lent, not owned: dropping it loses nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::control::Control;
use super::deliver::{Mood, Report, Runner};
use super::gate::Gate;
use super::gather::{Feed, Gather, Round};
use super::housekeeping::Housekeeping;
use super::poll::{self, Poller};
use super::queue::{Items, Outbox};
use super::refine::{self, Pages, Post};
use super::sites::Sites;
use super::work::{Collector, Crew, Dealer, LANE_DEPTH, Work};
use crate::analyze::{self, Built};
use crate::config::{Feed as FeedConfig, Plan};
use crate::fetch::{Courtesy, Fetcher, Robots};
use crate::observe::http::Health;
use crate::sink::{self, Sink};
use crate::store::flight::FlightRecorder;
use crate::store::{self, Lock, OpenError, Store, StoreError};

/// Bodies that wait for a parser; each may be large.
const PARSE_WAITING_MAX: usize = 8;
/// Articles that the stages remember at start.
const REMEMBERED_MAX: usize = 500_000;

/// Why the daemon does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    State(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("sink `{id}`: {reason}")]
    Sink { id: String, reason: String },
    #[error("cannot set up fetching: {0}")]
    Fetch(#[from] crate::fetch::SetupError),
    #[error("{what}: {source}")]
    Io {
        what: String,
        #[source]
        source: std::io::Error,
    },
}

/// What is running. Dropping it does not stop it: see [`Running::stop`].
pub struct Running {
    pub store: Store,
    pub gate: Gate,
    pub items: Items,
    pub outbox: Outbox,
    pub polled: watch::Receiver<Round>,
    pub reports: Vec<(String, watch::Receiver<Report>)>,
    /// For whoever ends the process while workers are busy.
    pub flight: Arc<FlightRecorder>,
    stop: watch::Sender<bool>,
    finish: watch::Sender<Option<Instant>>,
    intake: JoinSet<()>,
    sinks: JoinSet<()>,
    upkeep: JoinSet<()>,
    sites: Option<Sites>,
    threads: Vec<JoinHandle<()>>,
    _lock: Lock,
}

/// A sink that is not in the configuration: the demo's view.
pub type ExtraSink = (String, Box<dyn Sink>);

/// How a run differs from the plan.
#[derive(Default)]
pub struct Options {
    /// Poll each feed once, now, and then no more.
    pub one_round: bool,
    pub extra_sinks: Vec<ExtraSink>,
}

/// Starts everything that the plan asks for.
///
/// # Errors
/// Says what is in the way; nothing runs then, and nothing was changed but the state's own upgrade.
#[expect(clippy::too_many_lines, reason = "it reads top to bottom as the picture")]
pub async fn start(plan: &Plan, options: Options) -> Result<Running, StartError> {
    let (store, writer, reader, lock) = store::open(&plan.state)?;
    let mut threads = vec![thread("store-write", move || writer.run())?, thread("store-read", move || reader.run())?];
    let gate = Gate::default();
    let lanes = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let flight = recall_flight(plan, &store, lanes).await?;

    // Deliver.
    let outbox = Outbox::open(store.clone()).await?;
    let (finish, _) = watch::channel(None);
    let mut sinks = JoinSet::new();
    let mut reports = Vec::new();
    let opened = open_sinks(plan, &store, outbox.head(), options.extra_sinks).await?;
    for (id, state, sink, max_age) in opened {
        let (report, reported) = watch::channel(Report { cursor: state.cursor, ..Report::default() });
        reports.push((id.clone(), reported));
        let runner = Runner {
            id,
            store: store.clone(),
            outbox: outbox.clone(),
            cursor: state.cursor,
            disabled: state.disabled,
            max_age,
            report,
            mood: Mood::default(),
        };
        sinks.spawn(runner.run(sink, finish.subscribe()));
    }

    // Refine.
    let (stop, stopped) = watch::channel(false);
    let mut intake = JoinSet::new();
    let items = Items::open(store.clone(), outbox.clone(), gate.clone()).await?;
    let crew = Crew::new((lanes * LANE_DEPTH) as u32);
    let (dealer, works) = refiners(plan, &store, &flight, lanes, &mut threads).await?;
    intake.spawn(refine::commit_loop(items.clone(), works));
    let fetcher = Arc::new(Fetcher::new(&plan.fetch)?);
    let courtesy = courtesy(plan, &store).await?;
    let sites = plan.normalize.site_memory.then(|| Sites::new(store.clone()));
    let pages = Pages {
        items: items.clone(),
        fetcher: Arc::clone(&fetcher),
        courtesy: Arc::clone(&courtesy),
        robots: Robots::new(),
        crew: crew.clone(),
        asks_robots: plan.fetch.robots,
        settings: plan.normalize.clone(),
        sites: sites.clone(),
        gate: gate.watch(),
    };
    intake.spawn(pages.run(dealer, stopped.clone()));

    // Gather.
    let parsers = parsers(&flight, lanes, &mut threads)?;
    let poller = Poller {
        fetcher,
        courtesy,
        crew,
        parsers,
        store: store.clone(),
        items: items.clone(),
        gate: gate.clone(),
        full_text: plan.normalize.full_text,
        first_poll: plan.schedule.first_poll,
    };
    let (polled, polled_count) = watch::channel(Round::default());
    let gather = Gather {
        poller: Arc::new(poller),
        feeds: enroll(&store, &plan.feeds).await?,
        settings: plan.schedule.clone(),
        store: store.clone(),
        gate: gate.watch(),
        one_round: options.one_round,
        polled,
    };
    intake.spawn(gather.run(stopped));

    // Upkeep.
    let mut upkeep = JoinSet::new();
    let housekeeping = Housekeeping {
        store: store.clone(),
        items: items.clone(),
        outbox: outbox.clone(),
        gate: gate.clone(),
        flight: Arc::clone(&flight),
        settings: plan.store.clone(),
    };
    upkeep.spawn(housekeeping.run());
    if let Some(sites) = sites.clone() {
        upkeep.spawn(sites.run());
    }
    let health = Health::new(gate.clone(), reports.clone());
    if let Some(server) = crate::observe::http::bind(plan.observe.listen, health).await {
        upkeep.spawn(server);
    }
    if let Some(control) = Control::bind(&plan.state, store.clone(), items.clone()) {
        upkeep.spawn(control.run());
    }
    // Last: a start that fails takes nobody's place away.
    forget_removed_sinks(&store, reports.iter().map(|(id, _)| id.clone()).collect()).await?;
    let running = Running {
        store,
        gate,
        items,
        outbox,
        polled: polled_count,
        reports,
        flight,
        stop,
        finish,
        intake,
        sinks,
        upkeep,
        sites,
        threads,
        _lock: lock,
    };
    Ok(running)
}

impl Running {
    /// Stops upstream first; what is not flushed when `patience` is over is cut off. Nothing is lost either way.
    pub async fn stop(self, patience: Duration) -> Stopped {
        self.end(patience, LET_GO_MAX).await
    }

    /// Like [`Running::stop`], for a start that follows in this very process: it waits longer for whoever still holds
    /// the state or a folder, because a slow sink is no reason to end the daemon.
    pub async fn make_way(self, patience: Duration) -> Stopped {
        self.end(patience, MAKE_WAY_MAX).await
    }

    async fn end(mut self, patience: Duration, let_go: Duration) -> Stopped {
        let deadline = Instant::now() + patience;
        self.stop.send_replace(true);
        let intake_is_dry = join(&mut self.intake, deadline).await;
        self.intake.shutdown().await;
        self.finish.send_replace(Some(deadline));
        let sinks_are_done = join(&mut self.sinks, deadline + let_go).await;
        self.sinks.abort_all();
        self.upkeep.shutdown().await;
        if let Some(sites) = self.sites.take() {
            // What does not get through by the deadline is learned again.
            let _ = tokio::time::timeout_at(deadline, sites.save()).await;
        }
        let gone_by = (deadline + let_go).max(Instant::now() + ABORT_MAX);
        let are_flushed = intake_is_dry && sinks_are_done && self.reports_are_at(self.outbox.head());
        let Self { store, items, outbox, threads, flight, mut sinks, _lock: lock, .. } = self;
        drop((store, items, outbox));
        // Joining blocks, and one step may never come back: it must not keep the deadline from being heard. The state
        // stays locked until the last one has let go of it.
        #[expect(clippy::disallowed_methods, reason = "this is the one file that spawns")]
        let ended = tokio::task::spawn_blocking(move || {
            let _lock = lock;
            threads.into_iter().all(|thread| thread.join().is_ok())
        });
        let all_ended = async { join(&mut sinks, gone_by).await && ended.await.is_ok_and(|all| all) };
        match tokio::time::timeout_at(gone_by, all_ended).await {
            Ok(true) if are_flushed => Stopped::Flushed,
            Ok(true) => Stopped::CutShort,
            _ => {
                flight.acquit_all();
                Stopped::Stuck
            }
        }
    }

    fn reports_are_at(&self, head: i64) -> bool {
        self.reports.iter().all(|(_, report)| report.borrow().cursor >= head)
    }

    /// Returns when a part ends that nobody told to end: a bug. The rows are still there; the process should go.
    pub async fn broken(&mut self) {
        tokio::select! {
            Some(_) = self.intake.join_next() => {}
            Some(_) = self.sinks.join_next() => {}
        }
    }
}

/// How a stop went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Every sink has everything.
    Flushed,
    /// The deadline cut something off, or a sink is behind; the next start goes on there. Nothing runs any more.
    CutShort,
    /// A step or a sink does not come back: only the end of the process frees the state.
    Stuck,
}

/// What sinks and steps may take after the deadline to close a file, to end the article in hands.
const LET_GO_MAX: Duration = Duration::from_secs(5);
/// What whoever was cut off only then (a commit on a full disk) may take to be gone.
const ABORT_MAX: Duration = Duration::from_secs(1);
/// The same as [`LET_GO_MAX`] when the process is to live on: a large part may take so long to be compressed, and no step may take longer.
const MAKE_WAY_MAX: Duration = Duration::from_secs(120);

async fn join(tasks: &mut JoinSet<()>, deadline: Instant) -> bool {
    let all = async { while tasks.join_next().await.is_some() {} };
    tokio::time::timeout_at(deadline, all).await.is_ok()
}

/// Charges what the last process died with, and makes the recorder of this one.
async fn recall_flight(plan: &Plan, store: &Store, lanes: usize) -> Result<Arc<FlightRecorder>, StartError> {
    let path = store::beside(&plan.state, "flight");
    let slots = lanes * (plan.analyze.len() + 2) + plan.analyze.len() + 2;
    let (flight, recovered) = FlightRecorder::open(&path, slots)
        .map_err(|source| StartError::Io { what: format!("cannot open `{}`", path.display()), source })?;
    for found in &recovered {
        tracing::warn!(cargo = ?found.cargo, step = %found.step, "the last process died while it worked on this");
    }
    store.write(move |connection| store::dead_letters::charge(connection, &recovered, Timestamp::now())).await?;
    Ok(Arc::new(flight))
}

type Opened = (String, store::outbox::SinkState, Box<dyn Sink>, Option<Duration>);

async fn open_sinks(plan: &Plan, store: &Store, head: i64, extra: Vec<ExtraSink>) -> Result<Vec<Opened>, StartError> {
    let state_id = store.read(store::schema::identity).await?;
    let mut opened: Vec<Opened> = Vec::new();
    for settings in &plan.sinks {
        let (id, kind, from) = (settings.id.clone(), sink::kind(settings), settings.from);
        let state = store
            .write(move |connection| {
                store::outbox::register(connection, &id, kind, from == crate::config::From::Oldest)
            })
            .await?;
        let made = sink::open(settings, &state_id, &state, head)
            .map_err(|reason| StartError::Sink { id: settings.id.clone(), reason })?;
        opened.push((settings.id.clone(), state, made, settings.max_age));
    }
    for (id, made) in extra {
        let name = id.clone();
        let state = store.write(move |connection| store::outbox::register(connection, &name, "view", false)).await?;
        opened.push((id, state, made, None));
    }
    Ok(opened)
}

async fn forget_removed_sinks(store: &Store, configured: Vec<String>) -> Result<(), StoreError> {
    let gone = store.write(move |connection| store::outbox::unregister_others(connection, &configured)).await?;
    for id in gone {
        tracing::warn!(sink = %id, "the sink is not in the configuration any more; its cursor is forgotten");
    }
    Ok(())
}

/// One chain of threads a lane, from `normalize` through the pure stages; then, one after the other, the stages
/// with memory and the serializer.
async fn refiners(
    plan: &Plan,
    store: &Store,
    flight: &Arc<FlightRecorder>,
    lanes: usize,
    threads: &mut Vec<JoinHandle<()>>,
) -> Result<(Dealer, mpsc::Receiver<Work>), StartError> {
    let (mut pure, mut stream) = (Vec::new(), Vec::new());
    for stage in &plan.analyze {
        let known = analyze::STAGES.iter().find(|known| known.name == stage.stage);
        let known = known.expect("stage names are checked with the configuration");
        match (known.build)() {
            Built::Pure(stage) => pure.push((known.name, Arc::<dyn analyze::Stage>::from(stage))),
            Built::Stream(stage) => stream.push((known.name, stage)),
        }
    }
    let mut slots = 0..;
    let mut post = |inlet, outlet| {
        let slot = slots.next().expect("the range has no end");
        Post { inlet, outlet, flight: Arc::clone(flight), slot }
    };
    let (mut inlets, mut outlets) = (Vec::new(), Vec::new());
    for lane in 0..lanes {
        let (inlet, works) = mpsc::channel(LANE_DEPTH);
        inlets.push(inlet);
        let (sender, mut works_on) = mpsc::channel(LANE_DEPTH);
        let (here, rules, hash) = (post(works, sender), Arc::clone(&plan.normalize.rules), plan.hash.clone());
        threads.push(thread(&format!("normalize-{lane}"), move || refine::normalize_loop(here, &rules, &hash))?);
        for (name, stage) in &pure {
            let (sender, next) = mpsc::channel(LANE_DEPTH);
            let (here, name, stage) = (post(works_on, sender), *name, Arc::clone(stage));
            threads.push(thread(&format!("{name}-{lane}"), move || refine::stage_loop(here, name, &*stage))?);
            works_on = next;
        }
        outlets.push(works_on);
    }
    let (sender, mut works) = mpsc::channel(LANE_DEPTH);
    threads.push(thread("collect", move || refine::collect_loop(Collector::new(outlets), &sender))?);
    for (name, mut stage) in stream {
        stage.recall(&store.read(|connection| store::catalog::remembered(connection, REMEMBERED_MAX)).await?);
        let (sender, next) = mpsc::channel(LANE_DEPTH);
        let here = post(works, sender);
        threads.push(thread(name, move || refine::stream_loop(here, name, stage))?);
        works = next;
    }
    let (sender, records) = mpsc::channel(LANE_DEPTH);
    let here = post(works, sender);
    threads.push(thread("record", move || refine::record_loop(here))?);
    Ok((Dealer::new(inlets), records))
}

/// The parsers take the recorder's last slots.
fn parsers(
    flight: &Arc<FlightRecorder>,
    lanes: usize,
    threads: &mut Vec<JoinHandle<()>>,
) -> Result<mpsc::Sender<poll::ParseJob>, StartError> {
    let (sender, jobs) = mpsc::channel(PARSE_WAITING_MAX);
    let jobs = Arc::new(Mutex::new(jobs));
    for parser in 0..lanes {
        let (jobs, flight, slot) = (Arc::clone(&jobs), Arc::clone(flight), flight.slots() - 1 - parser);
        threads.push(thread(&format!("parse-{parser}"), move || poll::parse_loop(&jobs, &flight, slot))?);
    }
    Ok(sender)
}

/// Brings back the hosts that asked to be left alone before the restart.
async fn courtesy(plan: &Plan, store: &Store) -> Result<Arc<Courtesy>, StoreError> {
    let courtesy = Courtesy::new(&plan.fetch);
    let now = Timestamp::now();
    for (host, until) in store.write(move |connection| store::catalog::postponed_hosts(connection, now)).await? {
        courtesy.postpone(&host, Duration::try_from(until.duration_since(now)).unwrap_or_default());
    }
    Ok(Arc::new(courtesy))
}

async fn enroll(store: &Store, feeds: &[FeedConfig]) -> Result<Vec<Feed>, StoreError> {
    let names: Vec<(String, String)> = feeds.iter().map(|feed| (feed.id.clone(), feed.url.to_string())).collect();
    let states = store.write(move |connection| store::catalog::enroll(connection, &names, Timestamp::now())).await?;
    let join = |(config, state): (&FeedConfig, _)| Feed::new(config.clone(), state);
    Ok(feeds.iter().zip(states).map(join).collect())
}

/// Starts a thread. Whatever may panic inside is caught there and costs one article; a panic that reaches this far is
/// a loop's own, and a pipeline with a hole in it must not look alive: the process ends, and its rows are still there.
fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StartError> {
    let guarded = move || {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            tracing::error!("a thread that must not end has panicked; ending the process, the next start goes on");
            std::process::abort();
        }
    };
    std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(THREAD_STACK_BYTES)
        .spawn(guarded)
        .map_err(|source| StartError::Io { what: format!("cannot start the thread `{name}`"), source })
}

/// HTML trees are deep; their libraries recurse.
const THREAD_STACK_BYTES: usize = 8 << 20;

/// Applies `work` to every input on all cores and hands the results to `take` in the order of the inputs; holds
/// only a bounded number of them at once.
pub fn in_order<I: Send, O: Send>(
    inputs: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let lanes = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let (mut inlets, mut outlets) = (Vec::new(), Vec::new());
        for _ in 0..lanes {
            let (inlet, jobs) = std::sync::mpsc::sync_channel::<I>(LANE_DEPTH);
            let (sender, outlet) = std::sync::mpsc::sync_channel::<O>(LANE_DEPTH);
            let work = &work;
            std::thread::Builder::new().stack_size(THREAD_STACK_BYTES).spawn_scoped(scope, move || {
                for job in jobs {
                    if sender.send(work(job)).is_err() {
                        return;
                    }
                }
            })?;
            inlets.push(inlet);
            outlets.push(outlet);
        }
        scope.spawn(move || {
            for (number, input) in inputs.enumerate() {
                if inlets[number % lanes].send(input).is_err() {
                    return;
                }
            }
        });
        let mut number = 0;
        while let Ok(result) = outlets[number % lanes].recv() {
            take(result)?;
            number += 1;
        }
        Ok(())
    })
}
