//! Standard output, and messages to the user on standard error: the only places that open them for
//! text. Both are behind a [`Sanitizer`]. The errors of standard output carry their context, so that
//! commands need not add it.

use std::fmt::Display;
use std::io::{self, BufWriter, Stderr, Stdout, Write};

use anstream::{AutoStream, ColorChoice};
use errdex::error;
use errdex::text::{Sanitizer, printable_lines};

use crate::exit::Exit;

/// The context of an error.
pub const STDOUT: &str = "cannot write to standard output";

/// Buffered standard output, with its colours or without.
pub type Output = BufWriter<Styled>;

/// Opens standard output.
#[expect(clippy::disallowed_methods, reason = "it is sanitized")]
pub fn open(color: ColorChoice) -> Output {
    BufWriter::new(Styled(Sanitizer::new(AutoStream::new(io::stdout(), color))))
}

/// Standard output before it is buffered.
#[derive(Debug)]
pub struct Styled(Sanitizer<AutoStream<Stdout>>);

/// Opens standard error.
#[expect(clippy::disallowed_methods, reason = "it is sanitized")]
pub fn open_stderr() -> BufWriter<Sanitizer<AutoStream<Stderr>>> {
    BufWriter::new(Sanitizer::new(AutoStream::auto(io::stderr())))
}

#[derive(Debug, thiserror::Error)]
#[error("{STDOUT}")]
struct OutputError(#[source] io::Error);

impl Write for Styled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(with_context)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(with_context)
    }
}

fn with_context(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), OutputError(error))
}

/// Prints a message.
pub fn message(message: impl Display) {
    let mut out = open_stderr();
    // Standard error may be closed.
    let _ = writeln!(out, "{}", printable_lines(&message.to_string()));
    let _ = out.flush();
}

/// Prints an error and returns the exit code. A broken pipe is not an error.
pub fn error_message(error: &anyhow::Error) -> Exit {
    if error.chain().any(is_broken_pipe) {
        return Exit::Found;
    }
    message(format!("errdex: {}", error::describe(error.as_ref())));
    Exit::Error
}

fn is_broken_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    let error: Option<&io::Error> = cause.downcast_ref();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
