//! The program as a job of a shell, on Unix: signals that end or stop it find the terminal given
//! back, and whoever lets it go on finds it taken again.

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

use super::session::{ANEW, LOST, OPEN, give_back, screen, take};

/// All processes of the job: also a script that errdex runs in, which the shell expects to stop too.
const OWN_GROUP: Pid = Pid::from_raw(0);

/// The thread that answers signals.
#[derive(Debug)]
pub(super) struct Job {
    /// Tells that the program goes on after a stop, or could not be stopped.
    goes_on: Receiver<()>,
}

impl Job {
    /// Does from now on what a signal asks for, with the terminal given back: ends the program, or
    /// stops it. A terminal that is closed comes as a signal too.
    pub(super) fn answer_signals() -> io::Result<Self> {
        let (tell, goes_on) = mpsc::channel();
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGCONT => go_on(),
                    SIGTSTP if !has_shell() => {}
                    _ => {
                        let _screen = screen();
                        give_back();
                        let _ = emulate_default_handler(signal);
                        continue;
                    }
                }
                // Nobody may be waiting.
                let _ = tell.send(());
            }
        })?;
        Ok(Self { goes_on })
    }

    /// Stops the job, and returns when it goes on, or when nobody could let it go on.
    pub(super) fn stop(&self) -> io::Result<()> {
        // Of stops that came from outside.
        while self.goes_on.try_recv().is_ok() {}
        kill(OWN_GROUP, Signal::SIGTSTP)?;
        // Nothing comes any more once the thread is gone.
        let _ = self.goes_on.recv();
        Ok(())
    }
}

/// Takes the terminal again after a stop. Also after one that could not be seen coming, when the
/// shell has since had the terminal its own way.
fn go_on() {
    let _screen = screen();
    if OPEN.load(Ordering::SeqCst) {
        give_back();
        // Drawing will say so where it can't be had.
        *LOST.lock().unwrap_or_else(PoisonError::into_inner) = take().err();
        ANEW.store(true, Ordering::SeqCst);
        // Wakes the browser, whose size may be another by now.
        let _ = raise(SIGWINCH);
    }
}

/// Whether anybody could let the program go on. In an orphaned process group, as POSIX calls it,
/// nobody could, and a stop would be the end.
fn has_shell() -> bool {
    // What is outside of a container's namespace is 0 to those inside.
    let parent = getppid();
    let session = getsid(None);
    parent.as_raw() != 0 && getsid(Some(parent)) == session && session != Ok(getpgrp())
}

/// Has a read return what is there, be it nothing. crossterm reads on until nothing is left, and
/// would wait there for the rest of a torn sequence, or for a key that the shell has had before us.
pub(super) fn read_without_waiting() -> io::Result<()> {
    // The one that crossterm reads.
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
