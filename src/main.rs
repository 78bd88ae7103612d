//! Arguments, dispatch, exit code.

// Output passes through `text::Sanitizer`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod cli;
mod commands;
mod exit;
mod panic_report;

use std::panic;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use commands::{error_message, message};
use exit::Exit;

fn main() -> ExitCode {
    panic_report::install();
    panic::catch_unwind(run).unwrap_or(Exit::Error).into()
}

fn run() -> Exit {
    match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli).unwrap_or_else(|error| error_message(&error)),
        // The message quotes what was typed, so it is made printable like all others.
        Err(error) if error.use_stderr() => {
            message(error.render());
            Exit::Error
        }
        Err(help) => match help.print().context(commands::STDOUT) {
            Ok(()) => Exit::Found,
            Err(error) => error_message(&error),
        },
    }
}
