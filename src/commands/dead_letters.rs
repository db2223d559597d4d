//! `courant dead-letters`: look at what nobody could digest, try it again or throw it away.

use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;

use crate::pipeline::control::{self, Command};
use crate::store;
use crate::store::dead_letters::{self, DeadLetter, Which};

/// Letters shown at most.
const LIST_MAX: u32 = 10_000;

/// List, retry or drop what nobody could digest
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show them, oldest first
    List {
        #[command(flatten)]
        file: super::ConfigFile,
        /// JSON, one object a line
        #[arg(long)]
        json: bool,
    },
    /// Offer them again: records to their sink (which is enabled again), articles to the pipeline
    Retry(Target),
    /// Throw them away
    Drop(Target),
}

#[derive(Debug, clap::Args)]
struct Target {
    /// Number of a letter, or `all`
    #[arg(value_parser = which)]
    which: Which,
    #[command(flatten)]
    file: super::ConfigFile,
}

fn which(text: &str) -> Result<Which, String> {
    if text == "all" {
        return Ok(Which::All);
    }
    text.parse()
        .map(Which::One)
        .map_err(|_| "give the number that `courant dead-letters list` shows, or `all`".to_owned())
}

pub fn run(arguments: Arguments) -> super::Outcome {
    match arguments.action {
        Action::List { file, json } => list(&file.config, json),
        Action::Retry(target) => change(&target, Command::Retry(target.which), "will be tried again"),
        Action::Drop(target) => change(&target, Command::Drop(target.which), "dropped"),
    }
}

fn list(config: &Path, json: bool) -> super::Outcome {
    let plan = match super::load_plan(config) {
        Ok(plan) => plan,
        Err(code) => return Ok(code),
    };
    let connection = store::open_reading(&plan.state)?;
    for letter in dead_letters::list(&connection, LIST_MAX)? {
        let text = if json { serde_json::to_string(&letter)? } else { describe(&letter) };
        super::print(&format!("{text}\n"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(letter: &DeadLetter) -> String {
    let whose = letter.sink.as_ref().map_or("pipeline".to_owned(), |sink| format!("sink `{sink}`"));
    let seq = letter.seq.map(|seq| format!(" seq {seq}")).unwrap_or_default();
    let retry = if letter.retry { "; will be tried again" } else { "" };
    let text = format!(
        "{}  {:.0}  {whose}{seq} article {}: {} ({} attempts{retry})",
        letter.id, letter.at, letter.article, letter.reason, letter.attempts
    );
    super::one_line(&text).into_owned()
}

/// Through the running daemon, or in the state file when none runs.
fn change(target: &Target, command: Command, done: &str) -> super::Outcome {
    let plan = match super::load_plan(&target.file.config) {
        Ok(plan) => plan,
        Err(code) => return Ok(code),
    };
    let count = match control::ask(&plan.state, command) {
        Some(answer) => answer.map_err(|reason| anyhow::anyhow!("the running daemon refused: {reason}"))?,
        None => {
            let (mut connection, _lock) = store::open_alone(&plan.state)?;
            let changing = connection.transaction()?;
            let count = match command {
                Command::Retry(which) => dead_letters::retry(&changing, which, Timestamp::now())?.0,
                Command::Drop(which) => dead_letters::drop_letters(&changing, which)?,
            };
            changing.commit()?;
            count
        }
    };
    eprintln!("{count} dead letters {done}");
    Ok(ExitCode::SUCCESS)
}
