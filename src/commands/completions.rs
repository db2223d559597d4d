//! `courant completions`: completion scripts for shells.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Outcome, print};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "courant", &mut script);
    print(&String::from_utf8_lossy(&script))
}
