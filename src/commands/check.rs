//! `courant check`: says what is wrong with a configuration, or what it means.

mod online;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::config::{self, Compress, Feed, From, FullText, Plan, Sink, SinkKind, duration_text, size_text};
use crate::store::{self, status};

use super::{ConfigFile, Outcome, print, refuse};

/// Feeds that are listed one by one; the others are counted.
const FEEDS_SHOWN: usize = 20;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Check a configuration and print the plan that it makes
///
/// Every problem is reported at once, with its line, the reason and a remedy. Exit code 0: no problem; 2: problems.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    file: ConfigFile,
    /// Try each feed, too
    #[arg(long)]
    online: bool,
}

/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: Arguments) -> Outcome {
    let plan = match config::load(&arguments.file.config) {
        Ok(plan) => plan,
        Err(problems) => return Ok(refuse(&problems)),
    };
    for id in known_sinks(&plan).iter().filter(|id| plan.sinks.iter().all(|sink| sink.id != **id)) {
        eprintln!(
            "courant: the sink \"{id}\" is not configured any more; the next start drops its place in the stream, \
             and a sink of that name would start anew"
        );
    }
    let outcome = print(&format!("{} is valid\n\n{}", arguments.file.config.display(), description(&plan)));
    if arguments.online { online::run(plan) } else { outcome }
}

/// Returns the ids of the sinks that the state file has a place for; none where there is no state file (yet).
fn known_sinks(plan: &Plan) -> Vec<String> {
    let Ok(connection) = store::open_reading(&plan.state) else { return Vec::new() };
    status::sinks(&connection).map_or(Vec::new(), |sinks| sinks.into_iter().map(|sink| sink.id).collect())
}

/// Describes a plan, a line for each thing that runs.
fn description(plan: &Plan) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name:<10}{value}");
    };
    line("state", &plan.state.display().to_string());
    line("feeds", &intervals(plan));
    for feed in plan.feeds.iter().take(FEEDS_SHOWN) {
        line("", &format!("{} {}", feed.id, feed.url));
    }
    if plan.feeds.len() > FEEDS_SHOWN {
        line("", &format!("and {} more", plan.feeds.len() - FEEDS_SHOWN));
    }
    for list in &plan.feed_lists {
        line("", &format!("and what {list} lists at the start"));
    }
    let a_day = |feed| DAY.as_secs_f64() / interval(plan, feed).as_secs_f64();
    let requests = plan.feeds.iter().fold(0.0, |sum, feed| sum + a_day(feed));
    line("requests", &format!("{requests:.0} a day for feeds, besides those for pages"));
    line("pages", pages(plan.normalize.full_text));
    let rules = &plan.normalize.rules;
    if !rules.is_empty() {
        line("rules", &format!("{} for {}", counted(rules.len(), "site rule"), counted(rules.hosts(), "host")));
    }
    let stages: Vec<&str> = plan.analyze.iter().map(|stage| stage.stage.as_str()).collect();
    line("stages", &if stages.is_empty() { "none".to_owned() } else { stages.join(", ") });
    for sink in &plan.sinks {
        line("sink", &sink_line(sink));
    }
    let pages = plan.observe.listen.map(|address| format!("http://{address}/healthz and /metrics"));
    line("health", pages.as_deref().unwrap_or("not served"));
    text
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn interval(plan: &Plan, feed: &Feed) -> Duration {
    feed.every.unwrap_or(plan.schedule.every)
}

fn intervals(plan: &Plan) -> String {
    let mut counts: BTreeMap<Duration, usize> = BTreeMap::new();
    for feed in &plan.feeds {
        *counts.entry(interval(plan, feed)).or_default() += 1;
    }
    let parts: Vec<String> =
        counts.iter().map(|(every, count)| format!("{count} every {}", duration_text(*every))).collect();
    if parts.is_empty() { "none yet".to_owned() } else { parts.join(", ") }
}

fn pages(full_text: FullText) -> &'static str {
    match full_text {
        FullText::Auto => "fetched unless the feed carries the whole article",
        FullText::Always => "always fetched",
        FullText::Never => "never fetched",
    }
}

fn sink_line(sink: &Sink) -> String {
    let what = match &sink.kind {
        SinkKind::Jsonl(files) => {
            let (every, size) = (duration_text(files.rotate_every), size_text(files.rotate_size));
            let compressed = match files.compress {
                Compress::None => "not compressed",
                Compress::Gzip => "compressed with gzip",
                Compress::Zstd => "compressed with zstd",
            };
            format!("{}/, a new file every {every} or {size}, closed ones {compressed}", files.path.display())
        }
        SinkKind::Webhook(hook) => {
            let signed = if hook.secret.is_some() { "signed" } else { "not signed" };
            format!("{}, {signed}, {} attempts", hook.url, hook.attempts)
        }
        SinkKind::Stdout => "standard output".to_owned(),
    };
    let start = match sink.from {
        From::Now => "starts with what comes now",
        From::Oldest => "starts with the oldest record",
    };
    let age = sink.max_age.map(|age| format!(", nothing older than {}", duration_text(age))).unwrap_or_default();
    format!("{} ({}): {what}; {start}{age}", sink.id, sink.type_name())
}
