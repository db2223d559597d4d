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
use crate::pipeline::deliver::Report;
use crate::pipeline::gather::Round;
use crate::pipeline::wiring::{self, Options, Running, Stopped};
use crate::store::status::{self, SinkStatus};

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
                tracing::warn!("stopped before every sink had everything; the next start goes on there");
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
    let is_interrupted = tokio::select! {
        () = idle(&running, plan) => false,
        () = signals.next_stop() => true,
    };
    let (polled, gate) = (running.polled.clone(), running.gate.clone());
    running.stop(plan.observe.stop_timeout).await;
    let round = polled.borrow().clone();
    let unpolled = plan.feeds.len().saturating_sub(round.done);
    report_pending(plan, &Outcome { round, unpolled, is_interrupted, intake_stopped: gate.reason() })
}

/// How a round ended, as far as the state does not say.
struct Outcome {
    round: Round,
    /// Feeds whose turn did not come.
    unpolled: usize,
    is_interrupted: bool,
    intake_stopped: Option<String>,
}

/// Returns when every feed had its turn, no item is ready and every sink is done, or its deadline passed; or when intake
/// stood still for as long and nothing went on.
async fn idle(running: &Running, plan: &Plan) {
    let bar = progress(plan.feeds.len() as u64);
    let patience = plan.observe.stop_timeout;
    let mut stillness = Stillness::default();
    let mut sinks_until = None;
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let (polled, head) = (running.polled.borrow().done, running.outbox.head());
        bar.set_position(polled as u64);
        bar.set_message(format!("{head} articles"));
        let cursors = running.reports.iter().map(|(_, report)| report.borrow().cursor).sum();
        let still = stillness.look((polled, head, cursors), running.gate.reason().is_some(), Instant::now());
        if polled < plan.feeds.len() || running.items.counts().0 > 0 {
            if still > patience {
                break;
            }
            sinks_until = None;
            continue;
        }
        let until = *sinks_until.get_or_insert_with(|| Instant::now() + patience);
        let is_done = |report: &Report| report.cursor >= head || report.is_stopped;
        if running.reports.iter().all(|(_, report)| is_done(&report.borrow())) || Instant::now() >= until {
            break;
        }
    }
    bar.finish_and_clear();
}

/// For how long nothing has gone on since the gate was closed. That it opens now and then is no progress; slow hosts
/// behind an open gate are no stillness.
#[derive(Default)]
struct Stillness {
    /// Polls done, records made, records delivered: each only grows.
    progress: (usize, i64, i64),
    closed_at: Option<Instant>,
}

impl Stillness {
    fn look(&mut self, progress: (usize, i64, i64), is_closed: bool, now: Instant) -> Duration {
        if progress != self.progress {
            *self = Self { progress, closed_at: None };
        }
        if is_closed {
            self.closed_at.get_or_insert(now);
        }
        self.closed_at.map_or(Duration::ZERO, |at| now - at)
    }
}

fn progress(feeds: u64) -> indicatif::ProgressBar {
    if !std::io::stderr().is_terminal() {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{bar:32} {pos}/{len} feeds · {msg} · {elapsed}")
        .expect("the template is a constant");
    indicatif::ProgressBar::new(feeds).with_style(style)
}

/// Exit code 0 when every feed was polled and nothing is pending, else 1 with what is, on stderr.
fn report_pending(plan: &Plan, outcome: &Outcome) -> super::Outcome {
    let mut connection = crate::store::open_reading(&plan.state)?;
    let status = status::read(&mut connection)?;
    let failed: Vec<_> = status.feeds.iter().filter(|feed| feed.failures > 0).collect();
    for feed in &failed {
        eprintln!("feed `{}` gave nothing: {}", feed.id, feed.outcome.as_deref().unwrap_or("not polled"));
    }
    let Round { done, left_out } = &outcome.round;
    let articles: u64 = status.feeds.iter().map(|feed| feed.totals.emitted).sum();
    let polled = done - left_out.len();
    eprintln!("{polled} feeds polled, {} failed, {articles} records so far", failed.len());
    // Items of feeds that left the configuration are worked on too.
    let pending = pending(outcome, status::totals(&connection)?.pending, &status.sinks);
    for line in &pending {
        eprintln!("pending: {line}");
    }
    Ok(if pending.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns what the round did not get done, a line each.
fn pending(outcome: &Outcome, items: u64, sinks: &[SinkStatus]) -> Vec<String> {
    let left_out = outcome.round.left_out.iter();
    let mut lines: Vec<String> = left_out.map(|(id, why)| format!("feed `{id}` was not polled: {why}")).collect();
    if outcome.unpolled > 0 {
        lines.push(format!("{} feeds, whose turn did not come", outcome.unpolled));
    }
    if items > 0 {
        lines.push(format!(
            "{items} articles that are not finished (most wait for their page); run again, or see `courant ledger --ending pending`"
        ));
    }
    for sink in sinks.iter().filter(|sink| sink.behind > 0) {
        let why = sink.trouble.as_deref().unwrap_or("it needs more time");
        lines.push(format!("{} records for sink `{}`: {why}", sink.behind, sink.id));
    }
    if outcome.is_interrupted {
        lines.push("the round was interrupted by a signal".to_owned());
    }
    // Closed at the end of a round that got everything done, the gate is the next one's trouble.
    if let Some(reason) = outcome.intake_stopped.as_ref().filter(|_| !lines.is_empty()) {
        lines.push(format!("intake stopped: {reason}"));
    }
    lines
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

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome() -> Outcome {
        let round = Round { done: 2, left_out: Vec::new() };
        Outcome { round, unpolled: 0, is_interrupted: false, intake_stopped: None }
    }

    /// A round that intake stopped at its first feed once exited with 0: what was never polled has nothing pending.
    #[test]
    fn a_round_is_done_only_when_every_feed_was_polled_and_nothing_is_pending() {
        assert!(pending(&outcome(), 0, &[]).is_empty());
        assert_eq!(pending(&outcome(), 3, &[]).len(), 1, "also of feeds that are not in the configuration any more");
        assert_eq!(pending(&Outcome { is_interrupted: true, ..outcome() }, 0, &[]).len(), 1);
        let round = Round { done: 2, left_out: vec![("a".to_owned(), "it rests".to_owned())] };
        assert_eq!(pending(&Outcome { round, ..outcome() }, 0, &[]), ["feed `a` was not polled: it rests"]);
        let stopped = Outcome { unpolled: 1, intake_stopped: Some("the disk is full".to_owned()), ..outcome() };
        assert_eq!(pending(&stopped, 0, &[]), ["1 feeds, whose turn did not come", "intake stopped: the disk is full"]);
    }

    /// A gate that was closed for a moment once ended the round; one that opened again and again never did.
    #[test]
    fn a_gate_that_opens_now_and_then_is_stillness_unless_something_goes_on() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut stillness = Stillness::default();
        assert_eq!(stillness.look((0, 0, 0), false, at(0)), Duration::ZERO);
        assert_eq!(stillness.look((0, 0, 0), false, at(50)), Duration::ZERO, "a slow host");
        assert_eq!(stillness.look((0, 0, 0), true, at(60)), Duration::ZERO);
        assert_eq!(stillness.look((0, 0, 0), false, at(70)), Duration::from_secs(10));
        assert_eq!(stillness.look((0, 0, 0), true, at(80)), Duration::from_secs(20));
        assert_eq!(stillness.look((0, 0, 1), true, at(81)), Duration::ZERO, "a record was delivered");
    }
}
