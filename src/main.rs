//! Arguments to one function of `commands`; errors to stderr and an exit code.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match courant::commands::run(courant::commands::Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("courant: {error:#}");
            ExitCode::FAILURE
        }
    }
}
