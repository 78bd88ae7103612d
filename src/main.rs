//! Arguments, dispatch, exit code.

mod cli;
mod commands;
mod panic_report;

use std::panic;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use commands::Exit;

fn main() -> ExitCode {
    panic_report::install();
    #[cfg(unix)]
    errdex::files::outlive_size_limit();
    panic::catch_unwind(run).unwrap_or(Exit::Error).into()
}

fn run() -> Exit {
    match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli).unwrap_or_else(|error| commands::fault(&error)),
        // What was typed is echoed here, so it goes the way of all other messages.
        Err(error) if error.use_stderr() => {
            commands::tell(error.render());
            Exit::Error
        }
        Err(help) => match help.print().context(commands::STDOUT) {
            Ok(()) => Exit::Found,
            Err(error) => commands::fault(&error),
        },
    }
}
