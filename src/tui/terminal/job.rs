//! Job control on Unix. Signals that stop or end the program restore the terminal first; when the
//! program resumes, it enters the terminal again.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver};
use std::{mem, thread};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{SetArg, SpecialCharacterIndices, tcgetattr, tcsetattr};
use nix::unistd::{Pid, getpgrp, getppid, getsid};
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP,
    SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level::{emulate_default_handler, pipe, raise};

use super::session::{
    ACTIVE, NEEDS_REDRAW, RESUME_ERROR, enter, lock_screen, restore, restore_through,
};

/// The signals that end the program.
const FATAL: [i32; 14] = [
    SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGVTALRM, SIGXCPU, SIGXFSZ,
];

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
        let mut signals = Signals::new(FATAL.iter().chain(&[SIGTSTP, SIGCONT]))?;
        wait_on_abort()?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGCONT => resume(),
                    SIGTSTP if !can_be_resumed() => {}
                    SIGABRT => abort(),
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

/// Lets a thread that aborts the program, for example because there is no memory left, wait until
/// [`abort`] has restored the terminal on the thread for signals. All that a handler can do without
/// unsafe code is write to a pipe, so it writes to one that is full.
fn wait_on_abort() -> io::Result<()> {
    let (reader, mut writer) = io::pipe()?;
    // This makes the pipe non-blocking.
    pipe::register(SIGABRT, writer.try_clone()?)?;
    // Most of it at once.
    for chunk in [&[0; 4096][..], &[0]] {
        while fits(writer.write(chunk))? {}
    }
    fcntl(writer.as_raw_fd(), FcntlArg::F_SETFL(OFlag::empty()))?;
    // Writing would fail if no one could read.
    mem::forget(reader);
    Ok(())
}

/// Whether the pipe was not full.
fn fits(written: io::Result<usize>) -> io::Result<bool> {
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error),
    }
}

/// Restores the terminal and ends the program. The thread that aborted it may hold the screen and
/// never release it.
#[expect(clippy::disallowed_methods, reason = "nothing of the input is written")]
fn abort() {
    if let Ok(screen) = io::stdout().as_fd().try_clone_to_owned() {
        restore_through(&mut File::from(screen));
    }
    let message = b"errdex: aborted, perhaps because there is not enough memory\n";
    // Standard error may be closed.
    let _ = io::stderr().write_all(message);
    let _ = emulate_default_handler(SIGABRT);
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
