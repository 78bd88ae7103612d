//! Arguments, dispatch, exit code.

mod cli;
mod commands;

use std::process::ExitCode;

use clap::Parser;

use commands::Exit;

fn main() -> ExitCode {
    let exit = match cli::Cli::try_parse() {
        Ok(cli) => commands::run(cli).unwrap_or_else(|error| commands::fault(&error)),
        // What was typed is echoed here, so it goes the way of all other messages.
        Err(error) if error.use_stderr() => {
            commands::tell(error.render());
            Exit::Fault
        }
        Err(help) => help.print().map_or(Exit::Fault, |()| Exit::Found),
    };
    exit.into()
}
