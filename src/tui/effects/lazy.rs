//! Values built lazily from the catalogs, to keep start-up fast.

use std::sync::{Arc, LazyLock};
use std::thread;

use crate::catalog::Catalogs;

/// A value built on first use. Clones share it.
pub type Lazy<T> = Arc<LazyLock<T, Box<dyn FnOnce() -> T + Send>>>;

/// A value built from the catalogs on first use.
pub fn lazy<T: 'static>(catalogs: &Catalogs, build: fn(&Catalogs) -> T) -> Lazy<T> {
    let catalogs = catalogs.clone();
    Arc::new(LazyLock::new(Box::new(move || build(&catalogs))))
}

/// Starts to build the value on a thread. Its first use waits for that thread.
pub fn build_in_background<T: Send + Sync + 'static>(lazy: Lazy<T>) {
    // Without a thread the value is built where it is needed.
    let _ = thread::Builder::new().name("index".into()).spawn(move || {
        LazyLock::force(&lazy);
    });
}
