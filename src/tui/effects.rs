//! Effects on the world outside the browser's state, and the code that runs them.

mod clipboard;
mod effect;
mod lazy;
mod loader;
mod log;
mod run;
mod worker;

pub use effect::{Effect, Outcome};
pub use lazy::{Lazy, build_in_background, lazy};
pub use loader::{LoadedCatalogs, Loader};
pub use log::{
    LogBatch, LogEvent, LogInput, LogJob, LogReader, LogSource, LogText, LogTextJob, LogUpdate,
};
pub use run::run;
pub use worker::{DecodeJob, Decoded, JobHandle, Worker};
