//! Exit codes. The numbers are stable, and listed in `--help`.

use std::process::ExitCode;

/// An exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Something was found, or the browser was closed.
    Found = 0,
    /// Nothing was found.
    NotFound = 1,
    /// An error or invalid usage.
    Error = 2,
    /// Several codes match equally well, or findings are only possible.
    NotCertain = 3,
}

impl Exit {
    /// The exit code of a search.
    pub fn found(any: bool) -> Self {
        if any { Self::Found } else { Self::NotFound }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
