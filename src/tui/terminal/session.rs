//! The terminal session: raw mode, alternate screen and bracketed paste. The terminal is restored on
//! every way out: at the end, and on errors, panics and signals.

#[cfg(unix)]
use std::cell::RefCell;
use std::io::{self, StdoutLock, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, Event, KeyEventKind,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::prelude::{CrosstermBackend, Frame, Terminal};

use crate::text::printable;
use crate::tui::terminal::background;

/// Whether there is a session, even if it is suspended.
pub static ACTIVE: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is in raw mode and must be restored.
static RAW: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was entered again, so that its contents are unknown.
pub static NEEDS_REDRAW: AtomicBool = AtomicBool::new(false);

/// Why the terminal could not be entered again after a stop.
pub static RESUME_ERROR: Mutex<Option<io::Error>> = Mutex::new(None);

/// Unlike crossterm's own command, does not report every motion, which would wake the browser.
#[cfg(not(windows))]
const ENABLE_MOUSE: Print<&str> = Print("\x1b[?1000h\x1b[?1006h");
#[cfg(windows)]
const ENABLE_MOUSE: event::EnableMouseCapture = event::EnableMouseCapture;

/// Locks the screen: while drawing, while the program is stopped, and from restoring the terminal to
/// the exit, so that no frame is drawn after that.
pub fn lock_screen() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// A terminal session; dropping it restores the terminal.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<FrameBuffer>>,
    frame: FrameBuffer,
    /// Whether the mouse is reported too.
    mouse: bool,
    #[cfg(unix)]
    job: super::job::JobControl,
}

impl Session {
    /// Enters the terminal.
    ///
    /// # Errors
    ///
    /// If there is no terminal, or its modes cannot be set.
    pub fn enter() -> io::Result<Self> {
        restore_on_panic();
        #[cfg(unix)]
        let job = super::job::JobControl::start()?;
        enter()?;
        ACTIVE.store(true, Ordering::SeqCst);
        let frame = FrameBuffer::default();
        let terminal = Terminal::new(CrosstermBackend::new(frame.clone()));
        Ok(Self {
            terminal: terminal.inspect_err(|_| restore())?,
            frame,
            mouse: false,
            #[cfg(unix)]
            job,
        })
    }

    /// Enables mouse reporting for buttons and wheel, without motion.
    ///
    /// # Errors
    ///
    /// If writing to the terminal fails.
    pub fn enable_mouse(&mut self) -> io::Result<()> {
        self.mouse = true;
        execute!(lock_screen(), ENABLE_MOUSE)
    }

    /// Suspends the program and returns when the shell resumes it. Does nothing if no shell could.
    ///
    /// # Errors
    ///
    /// If the signal cannot be sent.
    #[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, clippy::unused_self))]
    pub fn suspend(&self) -> io::Result<()> {
        #[cfg(unix)]
        self.job.suspend()?;
        Ok(())
    }

    /// Asks the terminal for its background; the reply arrives as key events.
    ///
    /// # Errors
    ///
    /// If writing to the terminal fails.
    pub fn query_background() -> io::Result<()> {
        execute!(lock_screen(), Print(background::QUERY))
    }

    /// Shows `text` on the main screen until a key is pressed, so that the terminal can wrap, scroll
    /// and select it. It remains there after the browser exits.
    ///
    /// # Errors
    ///
    /// If the terminal cannot be written to or read from.
    pub fn show(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout();
        execute!(out, DisableMouseCapture, LeaveAlternateScreen, Show)?;
        for line in text.lines().chain(["", "Press any key to go back."]) {
            // Raw mode needs an explicit carriage return.
            write!(out, "{}\r\n", printable(line))?;
        }
        out.flush()?;
        while !matches!(event::read()?, Event::Key(key) if key.kind != KeyEventKind::Release) {}
        execute!(out, EnterAlternateScreen)?;
        self.reset()
    }

    /// Enables the mouse again if it was enabled, and makes the next frame a full redraw.
    fn reset(&mut self) -> io::Result<()> {
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
    /// If writing to the terminal fails, or it could not be entered again after a stop.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let mut out = lock_screen();
        if !RAW.load(Ordering::SeqCst) {
            // Stopped: resuming draws the next frame.
            let error = RESUME_ERROR.lock().unwrap_or_else(PoisonError::into_inner).take();
            return error.map_or(Ok(()), Err);
        }
        queue!(self.frame, BeginSynchronizedUpdate)?;
        if NEEDS_REDRAW.swap(false, Ordering::SeqCst) {
            self.reset()?;
        }
        self.terminal.draw(draw)?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        out.write_all(&self.frame.0.take())?;
        out.flush()
    }

    /// The number of columns and rows.
    ///
    /// # Errors
    ///
    /// If the terminal does not report its size.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(Into::into)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        ACTIVE.store(false, Ordering::SeqCst);
        restore();
    }
}

/// Collects the output of a whole frame. ratatui flushes several times per frame; if one of them
/// panics, nothing of it may reach the restored terminal.
#[derive(Debug, Clone, Default)]
struct FrameBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sets the modes of the session, or leaves the terminal as it was.
pub fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    RAW.store(true, Ordering::SeqCst);
    #[cfg(unix)]
    super::job::disable_blocking_reads().inspect_err(|_| restore())?;
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)
        .inspect_err(|_| restore())
}

/// Restores the terminal, once.
pub fn restore() {
    if RAW.swap(false, Ordering::SeqCst) {
        // If the terminal is gone, there is nowhere to report errors.
        let _ = leave(&mut io::stdout());
        let _ = disable_raw_mode();
    }
}

/// Resets every mode; the most disruptive come first, in case the rest is lost.
fn leave(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        DisableFocusChange,
        LeaveAlternateScreen,
        Show
    )
}

/// Restores the terminal before the panic message is printed.
fn restore_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let _screen = lock_screen();
        restore();
        report(info);
    }));
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_mode_is_reset() {
        let mut out = Vec::new();
        super::leave(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        for (mode, name) in [
            ("\x1b[?2026l", "synchronized output"),
            ("\x1b[?2004l", "bracketed paste"),
            ("\x1b[?1004l", "focus reports"),
            ("\x1b[?1000l", "mouse buttons"),
            ("\x1b[?1006l", "SGR mouse reports"),
            ("\x1b[?1049l", "alternate screen"),
            ("\x1b[?25h", "hidden cursor"),
        ] {
            assert!(out.contains(mode), "{name} is not reset");
        }
    }
}
