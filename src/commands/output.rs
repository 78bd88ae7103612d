//! Standard output. Its errors carry their context, so that commands need not add it.

use std::io::{self, BufWriter, Stdout, Write};

use anstream::{AutoStream, ColorChoice};

/// The context of an error.
pub const STDOUT: &str = "cannot write to standard output";

/// Buffered standard output, with its colours or without.
pub type Output = BufWriter<Styled>;

/// Opens standard output.
pub fn open(color: ColorChoice) -> Output {
    BufWriter::new(Styled(AutoStream::new(io::stdout(), color)))
}

/// Standard output before it is buffered.
#[derive(Debug)]
pub struct Styled(AutoStream<Stdout>);

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
