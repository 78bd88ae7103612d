//! The terminal as the browser has it: raw, on the alternate screen, with bracketed paste; and
//! given back on every way out, be it the end, an error, a panic or a signal.

#[cfg(unix)]
use std::cell::RefCell;
use std::fmt;
use std::io::{self, StdoutLock, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, Event, KeyEventKind,
};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{Command, execute, queue};
use ratatui::{Frame, Terminal};

use crate::text::printable;
use crate::tui::terminal::background;

/// Whether there is a session, which a stop only interrupts.
pub(super) static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is ours and must be given back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was taken anew, so that nothing is known of what is on it.
pub(super) static ANEW: AtomicBool = AtomicBool::new(false);

/// Why the terminal could not be taken again after a stop.
pub(super) static LOST: Mutex<Option<io::Error>> = Mutex::new(None);

/// Held by whoever draws, while the program is stopped, and from giving the terminal back to the
/// end, so that no frame comes after that.
pub(super) fn screen() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// The terminal while the browser has it; dropping it gives it back.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<Pending>>,
    pending: Pending,
    /// Whether the mouse is ours too.
    mouse: bool,
    #[cfg(unix)]
    job: super::job::Job,
}

impl Session {
    /// Takes the terminal.
    ///
    /// # Errors
    ///
    /// When there is no terminal, or when it doesn't take the modes.
    pub fn enter() -> io::Result<Self> {
        give_back_on_panic();
        #[cfg(unix)]
        let job = super::job::Job::answer_signals()?;
        take()?;
        OPEN.store(true, Ordering::SeqCst);
        let pending = Pending::default();
        let terminal = Terminal::new(CrosstermBackend::new(pending.clone()));
        terminal
            .map(|terminal| Self {
                terminal,
                pending,
                mouse: false,
                #[cfg(unix)]
                job,
            })
            .inspect_err(|_| give_back())
    }

    /// Has the mouse told from now on: its buttons and its wheel, not its way.
    ///
    /// # Errors
    ///
    /// When the terminal can't be written to.
    pub fn enable_mouse(&mut self) -> io::Result<()> {
        self.mouse = true;
        execute!(screen(), TakeMouse)
    }

    /// Stops the program as Ctrl-Z does outside, and returns when the shell lets it go on: what is
    /// typed meanwhile is the shell's. Where nobody could let it go on, nothing happens.
    ///
    /// # Errors
    ///
    /// When the signal can't be sent.
    #[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, clippy::unused_self))]
    pub fn suspend(&self) -> io::Result<()> {
        #[cfg(unix)]
        self.job.stop()?;
        Ok(())
    }

    /// Asks the terminal for its background; the answer comes among the keys.
    ///
    /// # Errors
    ///
    /// When the terminal can't be written to.
    pub fn query_background() -> io::Result<()> {
        let mut out = screen();
        out.write_all(background::QUESTION.as_bytes())?;
        out.flush()
    }

    /// Shows a text alone on the terminal's own screen, which wraps, scrolls and selects as ever,
    /// until a key is pressed. The text stays there when the browser is left.
    ///
    /// # Errors
    ///
    /// When the terminal doesn't take the text or gives no key.
    pub fn show(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout();
        execute!(out, DisableMouseCapture, LeaveAlternateScreen, Show)?;
        for line in text.lines().chain(["", "Press a key to go back."]) {
            // Raw mode leaves the carriage return to us.
            write!(out, "{}\r\n", printable(line))?;
        }
        out.flush()?;
        while !matches!(event::read()?, Event::Key(key) if key.kind != KeyEventKind::Release) {}
        execute!(out, EnterAlternateScreen)?;
        self.begin_anew()
    }

    /// Takes the mouse again if it was ours, and forgets what is on the screen, so that the next
    /// frame is drawn whole.
    fn begin_anew(&mut self) -> io::Result<()> {
        if self.mouse {
            self.enable_mouse()?;
        }
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Draws one frame.
    ///
    /// # Errors
    ///
    /// When the terminal can't be written to, or could not be taken again after a stop.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let mut out = screen();
        if !TAKEN.load(Ordering::SeqCst) {
            // It goes on at once, and will be drawn then, unless it can't.
            return lost().map_or(Ok(()), Err);
        }
        if ANEW.swap(false, Ordering::SeqCst) {
            self.begin_anew()?;
        }
        self.terminal.draw(draw)?;
        let mut frame = Vec::new();
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.append(&mut self.pending.0.borrow_mut());
        queue!(frame, EndSynchronizedUpdate)?;
        out.write_all(&frame)?;
        out.flush()
    }

    /// Columns and rows.
    ///
    /// # Errors
    ///
    /// When the terminal doesn't tell.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(Into::into)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        OPEN.store(false, Ordering::SeqCst);
        give_back();
    }
}

/// What a frame is made of until it is whole: ratatui flushes several times a frame, and nothing of
/// one that a panic cut off may reach the terminal after it was given back.
#[derive(Debug, Clone, Default)]
struct Pending(Rc<RefCell<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Crossterm's own command also asks for every move, and each would wake the browser for nothing.
struct TakeMouse;

impl Command for TakeMouse {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("\x1b[?1000h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        ratatui::crossterm::event::EnableMouseCapture.execute_winapi()
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Takes the terminal, or leaves it as it was.
pub(super) fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    #[cfg(unix)]
    super::job::read_without_waiting().inspect_err(|_| give_back())?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste).inspect_err(|_| give_back())
}

/// Why the terminal could not be taken again, told once.
fn lost() -> Option<io::Error> {
    LOST.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Gives the terminal back, once.
pub(super) fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Where the terminal is gone there is nobody to tell.
        let _ = leave(&mut io::stdout());
        let _ = disable_raw_mode();
    }
}

/// Undoes every mode, in the order in which a terminal that loses the rest is least hurt.
fn leave(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    )
}

/// Lets the panic message be readable: first the terminal, then the message.
fn give_back_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let _screen = screen();
        give_back();
        report(info);
    }));
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_mode_is_undone() {
        let mut out = Vec::new();
        super::leave(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        for (mode, name) in [
            ("\x1b[?2026l", "synchronised output"),
            ("\x1b[?2004l", "bracketed paste"),
            ("\x1b[?1000l", "the mouse's buttons"),
            ("\x1b[?1006l", "the mouse's way of telling"),
            ("\x1b[?1049l", "alternate screen"),
            ("\x1b[?25h", "hidden cursor"),
        ] {
            assert!(out.contains(mode), "{name} stays on");
        }
    }
}
