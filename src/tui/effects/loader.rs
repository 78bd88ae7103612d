//! Loads the user's catalogs on a background thread, and notices when their files change.

use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::catalog::Catalogs;
use crate::decode::Decoder;
use crate::files::{Fingerprint, UserFiles};
use crate::search::Index;
use crate::tui::effects::{Lazy, lazy};

/// All catalogs, with what is built from them.
#[derive(Debug, Clone)]
pub struct LoadedCatalogs {
    /// The catalogs.
    pub catalogs: Catalogs,
    /// The index, already built.
    pub index: Lazy<Index>,
    /// The decoder, already built.
    pub decoder: Lazy<Decoder>,
    /// One line for each file that cannot be used.
    pub errors: Vec<String>,
    /// Whether the user asked for it.
    pub is_requested: bool,
}

impl PartialEq for LoadedCatalogs {
    fn eq(&self, other: &Self) -> bool {
        self.catalogs.iter().eq(other.catalogs.iter()) && self.errors == other.errors
    }
}

/// The background thread, while it loads.
#[derive(Debug)]
pub struct Loader {
    files: UserFiles,
    /// The catalogs to list first.
    vendors: Vec<String>,
    pending: Option<Receiver<Option<LoadedCatalogs>>>,
    /// The files that were loaded last.
    loaded: Option<Fingerprint>,
}

impl Loader {
    pub fn new(files: UserFiles, vendors: Vec<String>) -> Self {
        Self { files, vendors, pending: None, loaded: None }
    }

    /// Where the user's files are.
    pub fn files(&self) -> &UserFiles {
        &self.files
    }

    /// Starts to load the catalogs, unless they are those of the last time. Returns whether it did.
    pub fn start(&mut self, is_requested: bool) -> bool {
        let fingerprint = self.files.fingerprint();
        if self.loaded.as_ref() == Some(&fingerprint) {
            return false;
        }
        let is_first = self.loaded.replace(fingerprint).is_none();
        let (sender, receiver) = channel();
        let (files, vendors) = (self.files.clone(), self.vendors.clone());
        let load = move || {
            // Fails only when the browser ends.
            let _ = sender.send(load(&files, &vendors, is_first, is_requested));
        };
        let is_started = thread::Builder::new().name("catalogs".into()).spawn(load).is_ok();
        if is_started {
            self.pending = Some(receiver);
        }
        is_started
    }

    /// Whether catalogs are being loaded.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// The catalogs, once they are loaded and differ from those shown.
    pub fn poll(&mut self) -> Option<LoadedCatalogs> {
        let result = self.pending.as_ref()?.recv_timeout(Duration::ZERO);
        if !matches!(result, Err(RecvTimeoutError::Timeout)) {
            self.pending = None;
        }
        result.ok().flatten()
    }
}

/// Loads the catalogs. `None` if there is nothing besides the built-in ones, which are shown first.
fn load(
    files: &UserFiles,
    vendors: &[String],
    is_first: bool,
    is_requested: bool,
) -> Option<LoadedCatalogs> {
    let builtin = Catalogs::builtin();
    let loaded = files.load(&builtin);
    let errors: Vec<_> = loaded.errors().collect();
    let catalogs = loaded.merged.catalogs;
    if is_first && catalogs.is_same(&builtin) && errors.is_empty() {
        return None;
    }
    let catalogs = catalogs.with_first(vendors);
    let index = lazy(&catalogs, Index::new);
    LazyLock::force(&index);
    let decoder = lazy(&catalogs, Decoder::new);
    LazyLock::force(&decoder);
    Some(LoadedCatalogs { catalogs, index, decoder, errors, is_requested })
}
