//! Job control on Unix. Signals that stop or end the program restore the terminal first; when the
//! program resumes, it enters the terminal again.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{SetArg, SpecialCharacterIndices, tcgetattr, tcsetattr};
use nix::unistd::{Pid, getpgrp, getppid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, raise};

use super::session::{ACTIVE, NEEDS_REDRAW, RESUME_ERROR, enter, lock_screen, restore};

/// The whole process group: if a script runs errdex, the shell expects the script to stop too.
const PROCESS_GROUP: Pid = Pid::from_raw(0);

/// The thread that handles signals.
#[derive(Debug)]
pub struct JobControl {
    /// Receives a message when the program resumes, or could not be stopped.
    resumed: Receiver<()>,
}

impl JobControl {
    /// Starts the thread. Closing the terminal arrives as a signal too.
    pub fn start() -> io::Result<Self> {
        let (sender, resumed) = mpsc::channel();
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGCONT => resume(),
                    SIGTSTP if !can_be_resumed() => {}
                    _ => {
                        let _screen = lock_screen();
                        restore();
                        let _ = emulate_default_handler(signal);
                        continue;
                    }
                }
                // Fails if the session has ended.
                let _ = sender.send(());
            }
        })?;
        Ok(Self { resumed })
    }

    /// Stops the job. Returns when it resumes, or immediately if nothing could resume it.
    pub fn suspend(&self) -> io::Result<()> {
        // Discard messages about stops that another process caused.
        while self.resumed.try_recv().is_ok() {}
        kill(PROCESS_GROUP, Signal::SIGTSTP)?;
        // Fails if the thread has ended.
        let _ = self.resumed.recv();
        Ok(())
    }
}

/// Enters the terminal again. Restores it first: SIGSTOP cannot be handled, and the shell may have
/// changed the modes since.
fn resume() {
    let _screen = lock_screen();
    if ACTIVE.load(Ordering::SeqCst) {
        restore();
        *RESUME_ERROR.lock().unwrap_or_else(PoisonError::into_inner) = enter().err();
        NEEDS_REDRAW.store(true, Ordering::SeqCst);
        // Wakes the event loop; the size may have changed.
        let _ = raise(SIGWINCH);
    }
}

/// Whether a shell could resume the program. In an orphaned process group (POSIX), stopping would be
/// final.
fn can_be_resumed() -> bool {
    // The kernel reports processes outside of a container's namespace as 0.
    let parent = getppid();
    let session = getsid(None);
    parent.as_raw() != 0 && getsid(Some(parent)) == session && session != Ok(getpgrp())
}

/// Sets VMIN to 0 so that reads never block. crossterm reads until nothing is left, and would block
/// on an incomplete sequence, or on a key that the shell has consumed.
pub fn disable_blocking_reads() -> io::Result<()> {
    // The same terminal that crossterm reads from.
    let stdin = io::stdin();
    let tty = if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()?
    } else {
        File::options().read(true).write(true).open("/dev/tty")?.into()
    };
    let mut modes = tcgetattr(&tty)?;
    modes.control_chars[SpecialCharacterIndices::VMIN as usize] = 0;
    tcsetattr(&tty, SetArg::TCSANOW, &modes)?;
    Ok(())
}
