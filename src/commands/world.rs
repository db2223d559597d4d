//! `courant world`: the loopback newsroom alone, for trying things out and for tests from outside.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use crate::world::{Chaos, Keep, Settings, World};

/// Serving fits into one thread; the second one keeps signals and timers prompt.
const WORKERS: usize = 2;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Port of the base address and of every outlet; 0 picks a free one
    #[arg(long, default_value_t = 8480)]
    port: u16,
    /// Decides what is published, and what goes wrong
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many outlets there are; each has two to four feeds
    #[arg(long, default_value_t = 12)]
    outlets: usize,
    /// New articles per minute over all outlets
    #[arg(long, default_value_t = 30.0)]
    rate: f64,
    /// How much faster than the clock things happen: scales rate and updates
    #[arg(long, default_value_t = 1.0)]
    speed: f64,
    /// `none`, `mild`, `wild`, or kinds of mischief with their odds: `cut=0.2,reset`
    #[arg(long, default_value = "none")]
    chaos: Chaos,
    /// Append what was published and served whole to this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// End after this time, for example `20s` or `5m`
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    duration: Option<Duration>,
    /// Publish no new article after so many, those of the back window included
    #[arg(long, value_name = "N")]
    total: Option<u32>,
    /// Entries that a feed shows: `natural`, `all` or a number
    #[arg(long, default_value = "natural")]
    keep: Keep,
}

/// Serves until the time is over or a signal comes; prints the summary as one JSON line on stdout.
///
/// # Errors
/// When the world cannot open, or the truth file could not be written to its end.
pub fn run(arguments: Arguments) -> super::Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(serve(arguments.settings()))
}

impl Arguments {
    fn settings(self) -> Settings {
        Settings {
            port: self.port,
            seed: self.seed,
            outlets: self.outlets,
            rate: self.rate,
            speed: self.speed,
            total: self.total,
            keep: self.keep,
            chaos: self.chaos,
            truth: self.truth,
            duration: self.duration,
        }
    }
}

async fn serve(settings: Settings) -> super::Outcome {
    let mut terminated = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupted = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let world = World::bind(settings).await?;
    let base = world.base();
    eprintln!("the world is open at {base} with {} feeds", world.feeds().len());
    eprintln!("  all feed addresses:  curl -s {base}feeds.txt");
    eprintln!("  no new articles:     curl -s {base}control/freeze     (thaw: {base}control/thaw)");
    eprintln!("  no more mischief:    curl -s {base}control/quiet      (again: {base}control/loud)");
    eprintln!("  where things stand:  curl -s {base}control/status");
    eprintln!("readers must allow private addresses: `allow_private = true` under `[fetch]`; stop with Ctrl-C");
    let summary = world
        .serve(async {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = interrupted.recv() => {}
            }
        })
        .await;
    super::print(&format!("{}\n", serde_json::to_string(&summary).context("cannot write the summary")?))?;
    if let Some(failure) = summary.truth_failure {
        anyhow::bail!("the truth file ends early: {failure}");
    }
    Ok(ExitCode::SUCCESS)
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed = text.parse::<jiff::SignedDuration>().ok().and_then(|duration| Duration::try_from(duration).ok());
    parsed
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "not a duration; write `20s`, `5m` or `1h30m`".to_owned())
}
