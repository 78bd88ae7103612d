//! What is built from the catalogs on first use, since the first frame waits for nothing.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::catalog::Catalogs;

/// A value built from the catalogs on first use. Clones share it.
#[derive(Debug)]
pub struct Lazy<T> {
    catalogs: Catalogs,
    build: fn(&Catalogs) -> T,
    cell: Arc<OnceLock<T>>,
}

impl<T> Lazy<T> {
    pub fn new(catalogs: &Catalogs, build: fn(&Catalogs) -> T) -> Self {
        Self { catalogs: catalogs.clone(), build, cell: Arc::default() }
    }
}

impl<T: Send + Sync + 'static> Lazy<T> {
    /// Starts to build the value on a thread; who needs it earlier waits for that thread.
    pub fn build_in_background(&self) {
        let lazy = self.clone();
        // Without a thread the value is built where it is needed.
        let _ = thread::Builder::new().name("index".into()).spawn(move || {
            let _ = &*lazy;
        });
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self { catalogs: self.catalogs.clone(), build: self.build, cell: Arc::clone(&self.cell) }
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.cell.get_or_init(|| (self.build)(&self.catalogs))
    }
}
