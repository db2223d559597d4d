//! One file per subcommand; each has its arguments and one `run`.

mod analyze;
mod check;
mod completions;
mod dead_letters;
mod demo;
mod discover;
mod extract;
mod init;
mod ledger;
mod lists;
mod parse;
mod run;
mod schema;
mod status;
mod world;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, Plan, Problems};

/// What a subcommand returns: the exit code, or an error that `main` prints with its causes (exit code 1).
pub type Outcome = anyhow::Result<ExitCode>;

/// Wrong usage or configuration.
pub const EXIT_USAGE: u8 = 2;

/// The configuration that is read when none is named: the one in the current folder.
pub const CONFIG_DEFAULT: &str = "courant.toml";

#[derive(Debug, Parser)]
#[command(name = "courant", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::Arguments),
    Run(run::Arguments),
    Init(init::Arguments),
    Discover(discover::Arguments),
    Check(check::Arguments),
    Status(status::Arguments),
    Ledger(ledger::Arguments),
    DeadLetters(dead_letters::Arguments),
    Parse(parse::Arguments),
    Extract(extract::Arguments),
    Analyze(analyze::Arguments),
    Schema(schema::Arguments),
    World(world::Arguments),
    Completions(completions::Arguments),
}

/// Runs the subcommand that the arguments name.
///
/// # Errors
/// What the user could not have known before; exit code 1.
pub fn run(arguments: Arguments) -> Outcome {
    match arguments.command {
        Command::Demo(arguments) => demo::run(arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Discover(arguments) => discover::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Status(arguments) => status::run(arguments),
        Command::Ledger(arguments) => ledger::run(arguments),
        Command::DeadLetters(arguments) => dead_letters::run(arguments),
        Command::Parse(arguments) => parse::run(arguments),
        Command::Extract(arguments) => extract::run(arguments),
        Command::Analyze(arguments) => analyze::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::World(arguments) => world::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    }
}

/// The configuration file of a subcommand that reads one.
#[derive(Debug, clap::Args)]
pub struct ConfigFile {
    /// The configuration, or what was given to `run` in its place
    #[arg(value_name = "CONFIG", default_value = CONFIG_DEFAULT)]
    pub config: PathBuf,
}

/// Reads the configuration; what is wrong with it goes to stderr, and the exit code comes back.
fn load_plan(path: &Path) -> Result<Plan, ExitCode> {
    config::load(path).map_err(|problems| refuse(&problems))
}

/// Prints what is wrong with a configuration.
pub fn refuse(problems: &Problems) -> ExitCode {
    let count = problems.count();
    let noun = if count == 1 { "problem" } else { "problems" };
    eprintln!("{problems}\n\ncourant: {count} {noun} in the configuration");
    ExitCode::from(EXIT_USAGE)
}

/// The runtime of everything that waits; CPU work has threads of its own.
fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("io").build()
}

/// Returns `text` as one line that a terminal prints and does not obey: what feeds, pages and endpoints say may hold
/// control characters, and characters that turn the direction of what follows.
fn one_line(text: &str) -> Cow<'_, str> {
    let obeys = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(obeys) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if obeys(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

/// Writes a subcommand's result to standard output. A reader that went away has seen enough.
///
/// # Errors
/// Whatever else keeps it from being written.
pub fn print(text: &str) -> Outcome {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(reason) if reason.kind() != io::ErrorKind::BrokenPipe => Err(reason.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn what_a_feed_says_is_printed_and_not_obeyed() {
        assert_eq!(one_line("200, Größe — 日本 👍"), "200, Größe — 日本 👍");
        assert_eq!(one_line("503 \u{1b}[2J\u{1b}]0;owned\u{7}\nsink ok"), r"503 \u{1b}[2J\u{1b}]0;owned\u{7}\nsink ok");
        assert_eq!(one_line("https://example.org/\u{202e}gpj.exe"), r"https://example.org/\u{202e}gpj.exe");
    }
}
