//! Saves on a background thread, since a disk or a network file system can take long.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::tui::effects::Outcome;

/// The background thread, while it saves.
#[derive(Debug, Default)]
pub struct Saver {
    pending: Option<Receiver<Outcome>>,
}

impl Saver {
    /// Starts to save, unless something else is being saved. Returns the outcome if it cannot.
    pub fn start(&mut self, save: impl FnOnce() -> Outcome + Send + 'static) -> Option<Outcome> {
        if self.is_busy() {
            return Some(Outcome::Message("still saving".to_owned()));
        }
        let (sender, receiver) = channel();
        let save = move || {
            // Fails only when the browser ends.
            let _ = sender.send(save());
        };
        match thread::Builder::new().name("save".into()).spawn(save) {
            Ok(_) => self.pending = Some(receiver),
            Err(error) => return Some(Outcome::Message(format!("cannot save: {error}"))),
        }
        None
    }

    /// Whether something is being saved.
    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// The outcome, once it is saved.
    pub fn poll(&mut self) -> Option<Outcome> {
        let result = self.pending.as_ref()?.try_recv();
        if result != Err(TryRecvError::Empty) {
            self.pending = None;
        }
        result.ok()
    }

    /// Waits until it is saved, so that the end of the program does not prevent it.
    pub fn finish(&mut self) {
        if let Some(pending) = self.pending.take() {
            // Disconnected: the thread panicked, which ends the program.
            let _ = pending.recv();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn saved() -> Outcome {
        Outcome::Saved("saved".to_owned())
    }

    #[test]
    fn saves_one_at_a_time() {
        let (release, wait) = channel::<()>();
        let mut saver = Saver::default();
        let first = saver.start(move || {
            wait.recv().unwrap();
            saved()
        });
        assert_eq!((first, saver.poll(), saver.is_busy()), (None, None, true));
        assert_eq!(saver.start(saved), Some(Outcome::Message("still saving".to_owned())));
        release.send(()).unwrap();
        let outcome = loop {
            if let Some(outcome) = saver.poll() {
                break outcome;
            }
            thread::sleep(Duration::from_millis(1));
        };
        assert_eq!((outcome, saver.is_busy()), (saved(), false));
    }

    #[test]
    fn waits_for_what_is_being_saved() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note");
        let mut saver = Saver::default();
        let copy = path.clone();
        let started = saver.start(move || {
            thread::sleep(Duration::from_millis(20));
            std::fs::write(copy, "text").unwrap();
            saved()
        });
        saver.finish();
        assert_eq!((started, path.exists(), saver.is_busy()), (None, true, false));
    }
}
