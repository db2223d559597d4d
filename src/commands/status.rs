//! `courant status`: how feeds and sinks stand, from the state file.

use std::process::ExitCode;

use jiff::{SpanRound, Timestamp, Unit};

use super::one_line;
use crate::store::status::{FeedStatus, SinkStatus, Status};
use crate::store::{self, status};

/// Show how feeds and sinks stand
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    file: super::ConfigFile,
    /// One JSON object with everything
    #[arg(long)]
    json: bool,
    /// List every feed, not only those in trouble
    #[arg(long)]
    all: bool,
}

pub fn run(arguments: Arguments) -> super::Outcome {
    let plan = match super::load_plan(&arguments.file.config) {
        Ok(plan) => plan,
        Err(code) => return Ok(code),
    };
    let mut connection = store::open_reading(&plan.state)?;
    let status = status::read(&mut connection)?;
    if arguments.json {
        super::print(&format!("{}\n", serde_json::to_string(&status)?))?;
    } else {
        super::print(&describe(&status, arguments.all, Timestamp::now()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(status: &Status, all: bool, now: Timestamp) -> String {
    let mut text = String::new();
    if let Some(reason) = &status.intake_stopped {
        text += &format!("INTAKE STOPPED: {}\n\n", one_line(reason));
    }
    let failing = status.feeds.iter().filter(|feed| feed.failures > 0).count();
    let sum = |of: fn(&FeedStatus) -> u64| status.feeds.iter().map(of).sum::<u64>();
    text += &format!(
        "feeds    {} ({failing} failing), {} entries seen: {} emitted, {} unchanged, {} duplicate, {} superseded, {} filtered, {} rejected, {} pending\n",
        status.feeds.len(),
        sum(|feed| feed.totals.seen),
        sum(|feed| feed.totals.emitted),
        sum(|feed| feed.totals.unchanged),
        sum(|feed| feed.totals.duplicate),
        sum(|feed| feed.totals.superseded),
        sum(|feed| feed.totals.filtered),
        sum(|feed| feed.totals.rejected),
        sum(|feed| feed.totals.pending),
    );
    let gaps = sum(|feed| feed.gaps);
    if gaps > 0 {
        text +=
            &format!("         {gaps} polls found none of the entries of the poll before: some may have been missed\n");
    }
    text += &format!(
        "outbox   {} records, {} bytes; last seq {}\n",
        status.outbox_records, status.outbox_bytes, status.head
    );
    for sink in &status.sinks {
        text += &describe_sink(sink);
    }
    if status.dead_letters > 0 {
        text += &format!("dead     {} letters; see `courant dead-letters list`\n", status.dead_letters);
    }
    let unbalanced = status.feeds.iter().filter(|feed| !feed.totals.balances()).count();
    if unbalanced > 0 {
        text += &format!("LEDGER   {unbalanced} feeds do not balance; please report this\n");
    }
    let wants_a_look = |feed: &&FeedStatus| all || feed.failures > 0 || feed.silent || feed.moved_to.is_some();
    for feed in status.feeds.iter().filter(wants_a_look) {
        text += &describe_feed(feed, now);
    }
    text
}

fn describe_sink(sink: &SinkStatus) -> String {
    let state = match (&sink.disabled, &sink.trouble) {
        (Some(reason), _) => format!("DISABLED: {}", one_line(reason)),
        (None, Some(trouble)) => format!("in trouble: {}", one_line(trouble)),
        (None, None) => "ok".to_owned(),
    };
    let skipped = if sink.skipped > 0 { format!(", {} too old", sink.skipped) } else { String::new() };
    format!(
        "sink     {} ({}): {} delivered{skipped}, {} behind; {state}\n",
        sink.id, sink.kind, sink.delivered, sink.behind
    )
}

fn describe_feed(feed: &FeedStatus, now: Timestamp) -> String {
    let ago = |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| format!("{} ago", span(at, now)));
    format!(
        "\n{}  {}\n  last poll {}: {}\n  last new {}; next poll in {}; {} failures in a row; {} emitted of {} seen\n{}",
        feed.id,
        feed.url,
        ago(feed.last_poll),
        one_line(feed.outcome.as_deref().unwrap_or("not polled yet")),
        ago(feed.last_new),
        span(now, feed.next_poll),
        feed.failures,
        feed.totals.emitted,
        feed.totals.seen,
        remarks(feed, now)
    )
}

/// What an operator may want to do something about.
fn remarks(feed: &FeedStatus, now: Timestamp) -> String {
    let mut text = String::new();
    if let Some(newest) = feed.newest.filter(|_| feed.silent) {
        text += &format!("  silent: it answers, but its newest entry is {} old\n", span(newest, now));
    }
    if let Some(there) = &feed.moved_to {
        text += &format!("  moved for good to {there}; write that into the configuration\n");
    }
    text
}

fn span(from: Timestamp, to: Timestamp) -> String {
    if to <= from {
        return "0s".to_owned();
    }
    let rounded = (to - from).round(SpanRound::new().largest(Unit::Hour).smallest(Unit::Second));
    rounded.map_or_else(|_| "?".to_owned(), |span| format!("{span:#}"))
}
