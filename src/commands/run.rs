//! `courant run`: the daemon, or one round of it.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;

use crate::config::{self, Plan};
use crate::observe::telemetry::{self, LogFormat};
use crate::pipeline::wiring::{self, Options, Running, Stopped};
use crate::store::status;

/// How often a round is asked whether it is over.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Collect articles until told to stop
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Configuration file; or a list of feeds (.txt, .opml), or the address of one or of a feed, with defaults for all else
    #[arg(default_value = "courant.toml")]
    config: String,
    /// One round: poll each feed once now, try each page once, give each sink one deadline, then exit
    #[arg(long)]
    until_idle: bool,
    /// How logs are written to stderr; COURANT_LOG sets the level (`courant=debug`)
    #[arg(long, value_enum, default_value_t)]
    log: LogFormat,
}

pub fn run(arguments: Arguments) -> super::Outcome {
    telemetry::start_logs(arguments.log);
    telemetry::metrics();
    let path = PathBuf::from(&arguments.config);
    let plan = match super::load_plan(&path) {
        Ok(plan) => plan,
        Err(code) => return Ok(code),
    };
    let runtime = super::runtime()?;
    let outcome = runtime.block_on(async {
        let plan = super::lists::download(plan).await?;
        if arguments.until_idle { one_round(&plan).await } else { serve(plan, &path).await }
    });
    // Whatever did not end by its deadline is cut off here; its rows are still in the state.
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// Runs until told to stop. SIGHUP reads the configuration again: a valid one runs from there, after everything in
/// work was flushed; an invalid one changes nothing.
async fn serve(mut plan: Plan, path: &Path) -> super::Outcome {
    let mut signals = Signals::new()?;
    let mut running = wiring::start(&plan, Options::default()).await?;
    announce(&plan);
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    loop {
        let name = tokio::select! {
            name = signals.next() => name,
            () = running.broken() => anyhow::bail!("a part of the pipeline ended by itself, see the log; start again: nothing is lost"),
        };
        if name != RELOAD {
            return stop(running, &plan, name, &mut signals).await;
        }
        let Some(next) = reload(path).await else { continue };
        if running.make_way(plan.observe.stop_timeout).await == Stopped::Stuck {
            anyhow::bail!(
                "a step or a sink did not let go of the state in time for the reload; start again: nothing is lost"
            );
        }
        running = match wiring::start(&next, Options::default()).await {
            Ok(running) => {
                plan = next;
                running
            }
            Err(error) => {
                tracing::error!(%error, "the new configuration does not start; the old one runs on");
                wiring::start(&plan, Options::default()).await?
            }
        };
        announce(&plan);
    }
}

fn announce(plan: &Plan) {
    tracing::info!(feeds = plan.feeds.len(), sinks = plan.sinks.len(), state = %plan.state.display(), "running");
}

/// Reads the configuration again; `None` when something is wrong with it, which is logged.
async fn reload(path: &Path) -> Option<Plan> {
    tracing::info!(config = %path.display(), "reloading");
    let plan = match config::load(path) {
        Ok(plan) => plan,
        Err(problems) => {
            tracing::error!(problems = problems.count(), "the new configuration is not valid; the old one runs on");
            eprintln!("{problems}");
            return None;
        }
    };
    let plan = super::lists::download(plan).await;
    plan.inspect_err(|error| tracing::error!(error = format!("{error:#}"), "the old configuration runs on")).ok()
}

async fn stop(running: Running, plan: &Plan, signal: &str, signals: &mut Signals) -> super::Outcome {
    tracing::info!(signal, "stopping; a second signal stops at once");
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    let flight = Arc::clone(&running.flight);
    tokio::select! {
        stopped = running.stop(plan.observe.stop_timeout) => {
            if stopped == Stopped::Flushed {
                tracing::info!("stopped; everything is on disk");
            } else {
                tracing::warn!("the deadline passed before everything was delivered; the next start goes on there");
            }
            Ok(ExitCode::SUCCESS)
        }
        () = signals.next_stop() => {
            flight.acquit_all();
            tracing::warn!("stopped at once; the next start goes on where this one was");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn one_round(plan: &Plan) -> super::Outcome {
    let mut signals = Signals::new()?;
    let running = wiring::start(plan, Options { one_round: true, ..Options::default() }).await?;
    tokio::select! {
        () = idle(&running, plan) => {}
        () = signals.next_stop() => tracing::warn!("interrupted before the round was over"),
    }
    running.stop(plan.observe.stop_timeout).await;
    report_pending(plan)
}

/// Returns when every feed was polled, no item is ready and every sink is done, or its deadline passed.
async fn idle(running: &Running, plan: &Plan) {
    let bar = progress(plan.feeds.len() as u64);
    let mut sinks_until = None;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let polled = running.polled.borrow().done;
        bar.set_position(polled as u64);
        bar.set_message(format!("{} articles", running.outbox.head()));
        let is_working = polled < plan.feeds.len() || running.items.counts().0 > 0;
        if is_working && running.gate.reason().is_none() {
            sinks_until = None;
            continue;
        }
        let until = *sinks_until.get_or_insert_with(|| Instant::now() + plan.observe.stop_timeout);
        let head = running.outbox.head();
        let is_done = |report: &crate::pipeline::deliver::Report| report.cursor >= head || report.is_stopped;
        if running.reports.iter().all(|(_, report)| is_done(&report.borrow())) || Instant::now() >= until {
            break;
        }
    }
    bar.finish_and_clear();
}

fn progress(feeds: u64) -> indicatif::ProgressBar {
    if !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{bar:32} {pos}/{len} feeds · {msg} · {elapsed}")
        .expect("the template is a constant");
    indicatif::ProgressBar::new(feeds).with_style(style)
}

/// Exit code 0 when nothing is pending, else 1 with what is, on stderr.
fn report_pending(plan: &Plan) -> super::Outcome {
    let mut connection = crate::store::open_reading(&plan.state)?;
    let status = status::read(&mut connection)?;
    let failed: Vec<_> = status.feeds.iter().filter(|feed| feed.failures > 0).collect();
    for feed in &failed {
        eprintln!("feed `{}` gave nothing: {}", feed.id, feed.outcome.as_deref().unwrap_or("not polled"));
    }
    let items: u64 = status.feeds.iter().map(|feed| feed.totals.pending).sum();
    let articles: u64 = status.feeds.iter().map(|feed| feed.totals.emitted).sum();
    let behind: Vec<_> = status.sinks.iter().filter(|sink| sink.behind > 0).collect();
    eprintln!("{} feeds polled, {} failed, {articles} records so far", status.feeds.len(), failed.len());
    if items == 0 && behind.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if items > 0 {
        eprintln!(
            "pending: {items} articles whose page did not come yet; run again, or see `courant ledger --ending pending`"
        );
    }
    for sink in behind {
        let why = sink.trouble.as_deref().unwrap_or("it needs more time");
        eprintln!("pending: {} records for sink `{}`: {why}", sink.behind, sink.id);
    }
    Ok(ExitCode::FAILURE)
}

/// What [`Signals::next`] calls SIGHUP.
const RELOAD: &str = "SIGHUP";

/// SIGTERM, SIGINT and SIGHUP.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
}

impl Signals {
    pub(super) fn new() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next one and returns its name.
    pub(super) async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.hangup.recv() => RELOAD,
        }
    }

    /// Waits for one that asks to stop.
    pub(super) async fn next_stop(&mut self) {
        while self.next().await == RELOAD {}
    }
}
