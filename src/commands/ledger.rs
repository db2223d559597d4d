//! `courant ledger`: what became of every entry, and why.

use std::process::ExitCode;

use crate::article::ArticleId;
use crate::store;
use crate::store::ledger::{self, Line, Question};

/// Show what became of entries, newest first
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    file: super::ConfigFile,
    /// Only this feed's entries
    #[arg(long)]
    feed: Option<String>,
    /// Only entries with this link
    #[arg(long)]
    url: Option<String>,
    /// Only this article (a record's `id`)
    #[arg(long)]
    article: Option<ArticleId>,
    /// Only this ending
    #[arg(long, value_parser = ["emitted", "unchanged", "duplicate", "superseded", "filtered", "rejected", "pending"])]
    ending: Option<String>,
    /// Lines at most
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// Totals per feed instead of lines
    #[arg(long)]
    totals: bool,
    /// JSON, one object a line
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: Arguments) -> super::Outcome {
    let plan = match super::load_plan(&arguments.file.config) {
        Ok(plan) => plan,
        Err(code) => return Ok(code),
    };
    let connection = store::open_reading(&plan.state)?;
    if arguments.totals {
        return totals(&connection, arguments.json);
    }
    let question = Question {
        feed: arguments.feed,
        url: arguments.url,
        article: arguments.article,
        ending: arguments.ending,
        limit: arguments.limit,
    };
    for line in ledger::lines(&connection, &question)? {
        let text = if arguments.json { serde_json::to_string(&line)? } else { describe(&line) };
        super::print(&format!("{text}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(line: &Line) -> String {
    let version = line.version.map(|version| format!(" version {version}")).unwrap_or_default();
    let seq = line.seq.map(|seq| format!(" seq {seq}")).unwrap_or_default();
    let reason = line.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let text = format!(
        "{:.0}  {:<10} {}  {}  {}{version}{seq}{reason}",
        line.seen,
        line.ending,
        line.feed.as_deref().unwrap_or("(feed forgotten)"),
        line.article,
        line.url.as_deref().unwrap_or("(no link)"),
    );
    super::one_line(&text).into_owned()
}

fn totals(connection: &store::Connection, json: bool) -> super::Outcome {
    let mut all_balance = true;
    for (feed, totals) in ledger::totals(connection)? {
        all_balance &= totals.balances();
        if json {
            super::print(&format!("{}\n", serde_json::json!({ "feed": feed, "totals": totals })))?;
        } else {
            let t = &totals;
            super::print(&format!(
                "{feed}: {} seen = {} emitted + {} unchanged + {} duplicate + {} superseded + {} filtered + {} rejected + {} pending{}\n",
                t.seen,
                t.emitted,
                t.unchanged,
                t.duplicate,
                t.superseded,
                t.filtered,
                t.rejected,
                t.pending,
                if t.balances() { "" } else { "  DOES NOT BALANCE" }
            ))?;
        }
    }
    Ok(if all_balance { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
