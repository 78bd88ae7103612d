//! Messages to the user, on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use errdex::{error, text};

use crate::exit::Exit;

/// Prints a message.
pub fn print(message: impl Display) {
    for line in message.to_string().lines() {
        // Standard error may be closed.
        let _ = writeln!(io::stderr(), "{}", text::printable(line));
    }
}

/// Prints an error and returns the exit code. A broken pipe is not an error.
pub fn print_error(error: &anyhow::Error) -> Exit {
    if error.chain().any(is_broken_pipe) {
        return Exit::Found;
    }
    print(format!("errdex: {}", error::describe(error.as_ref())));
    Exit::Error
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let error: Option<&io::Error> = cause.downcast_ref();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
