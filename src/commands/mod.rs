//! One file per subcommand; each has its arguments and one `run`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a subcommand returns: the exit code, or an error that `main` prints with its causes (exit code 1).
pub type Outcome = anyhow::Result<ExitCode>;

/// Wrong usage or configuration.
pub const EXIT_USAGE: u8 = 2;

#[derive(Debug, Parser)]
#[command(name = "courant", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {}

/// Runs the subcommand that the arguments name.
pub fn run(arguments: Arguments) -> Outcome {
    match arguments.command {}
}
