//! `courant demo`: the whole pipeline on a small newsroom of its own, live, without any set-up.

mod audience;
mod ending;
mod screen;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tokio::time::Instant;

use crate::config::{self, Plan};
use crate::pipeline::wiring::{self, Options, Running};
use crate::store::status;
use crate::world::{Chaos, Settings, World};
use audience::Audience;
use screen::{Scene, Screen};

/// How often the screen is drawn.
const FRAME: Duration = Duration::from_millis(100);
/// A quarter of an hour of the newsroom's time passes in the default show, so that there are updates to see, too.
const SPEED: f64 = 45.0;
/// News a minute of the newsroom's time; about three a second of the viewer's.
const ARTICLES_PER_MINUTE: f64 = 4.5;
/// Time left for what is in flight when the show is over.
const STOP_MAX: Duration = Duration::from_secs(10);

/// Watch the whole pipeline work on a small newsroom of its own
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// How long
    #[arg(long = "for", default_value = "20s", value_parser = config::duration)]
    time: Duration,
    /// How many of the newsroom's feeds to read
    #[arg(long)]
    feeds: Option<usize>,
    /// Where the files go; a folder of an earlier demo is replaced
    #[arg(long, default_value = "courant-demo")]
    out: PathBuf,
}

pub fn run(arguments: Arguments) -> super::Outcome {
    let runtime = super::runtime()?;
    let outcome = runtime.block_on(show(&arguments));
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

async fn show(arguments: &Arguments) -> super::Outcome {
    make_room(&arguments.out)?;
    let settings = Settings {
        rate: ARTICLES_PER_MINUTE,
        speed: SPEED,
        chaos: Chaos::mild(),
        truth: Some(arguments.out.join("truth.ndjson")),
        ..Settings::default()
    };
    let world = World::bind(settings).await?;
    let feeds = world.feeds();
    let count = arguments.feeds.unwrap_or(feeds.len()).min(feeds.len());
    let plan = plan(&arguments.out, feeds.into_iter().take(count))?;
    let audience = Audience::default();
    let extra_sinks: Vec<wiring::ExtraSink> = vec![("view".to_owned(), Box::new(audience.seat()))];
    let (curtain, closed) = tokio::sync::oneshot::channel::<()>();
    let stage = world.serve(async move {
        let _ = closed.await;
    });
    let play = async {
        let running = wiring::start(&plan, Options { extra_sinks, ..Options::default() }).await?;
        let outcome = watch(&running, &audience, arguments.time, count).await;
        running.stop(STOP_MAX).await;
        let _ = curtain.send(());
        outcome
    };
    let (_, outcome) = tokio::join!(stage, play);
    outcome?;
    ending::print(&arguments.out, &plan, &audience)?;
    Ok(ExitCode::SUCCESS)
}

/// Draws until the time is over or somebody presses Ctrl-C.
async fn watch(running: &Running, audience: &Audience, time: Duration, feeds: usize) -> anyhow::Result<()> {
    let mut signals = super::run::Signals::new()?;
    let mut screen = Screen::open(feeds);
    let started = Instant::now();
    let mut frames = tokio::time::interval(FRAME);
    loop {
        tokio::select! {
            _ = signals.next() => break,
            _ = frames.tick() => {}
        }
        let elapsed = started.elapsed();
        let totals = running.store.read(status::totals).await?;
        let polls = running.polled.borrow().done;
        screen.draw(&Scene { elapsed, time, polls, totals, audience })?;
        if elapsed >= time {
            break;
        }
    }
    screen.close();
    Ok(())
}

/// Empties the folder, if it is one that a demo made.
fn make_room(out: &Path) -> anyhow::Result<()> {
    let mark = out.join(MARK);
    if out.exists() {
        let is_ours = mark.exists() || std::fs::read_dir(out)?.next().is_none();
        anyhow::ensure!(
            is_ours,
            "`{}` exists and was not made by a demo; name another folder with `--out`",
            out.display()
        );
        std::fs::remove_dir_all(out).with_context(|| format!("cannot empty `{}`", out.display()))?;
    }
    std::fs::create_dir_all(out).with_context(|| format!("cannot make `{}`", out.display()))?;
    std::fs::write(&mark, "made by `courant demo`, which replaces this folder when it runs again\n")?;
    Ok(())
}

const MARK: &str = "made-by-courant-demo.txt";

/// Writes a configuration that goes on working after the demo (`courant status courant-demo/courant.toml`) and reads it.
fn plan(out: &Path, feeds: impl Iterator<Item = url::Url>) -> anyhow::Result<Plan> {
    let text = format!(
        "state = {state:?}\nfeeds = [\"feeds.txt\"]\n\n\
         [fetch]\nallow_private = true\ngap = \"50ms\"\n\n[schedule]\nevery = \"2s\"\n\n[normalize]\npage_retry = \"1s\"\n\n\
         [observe]\nlisten = \"none\"\n\n[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = {path:?}\ncompress = \"none\"\n",
        state = out.join("courant.db").display().to_string(),
        path = out.join("articles").display().to_string(),
    );
    let config = out.join("courant.toml");
    std::fs::write(&config, text)?;
    std::fs::write(out.join("feeds.txt"), feeds.map(|url| format!("{url}\n")).collect::<String>())?;
    config::load(&config).map_err(|problems| anyhow::anyhow!("{problems}"))
}
