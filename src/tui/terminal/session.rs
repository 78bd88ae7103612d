//! The terminal session: raw mode, alternate screen and bracketed paste. The terminal is restored on
//! every way out: at the end, and on errors, panics and signals.

use std::cell::RefCell;
use std::io::{self, StdoutLock, Write};
use std::panic;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::prelude::{CrosstermBackend, Frame, Rect, Terminal};
use ratatui::{TerminalOptions, Viewport};

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

/// Unlike crossterm's own command, reports motion only while a button is pressed, since every motion
/// would wake the browser.
#[cfg(not(windows))]
const ENABLE_MOUSE: Print<&str> = Print("\x1b[?1002h\x1b[?1006h");
#[cfg(windows)]
const ENABLE_MOUSE: event::EnableMouseCapture = event::EnableMouseCapture;

/// The most columns and rows that are used. Terminals can report any number, and a buffer for 65,535
/// of both would not fit into memory.
const MAX_SIZE: (u16, u16) = (1000, 500);

/// The part of a screen that is used.
pub fn usable_size((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(MAX_SIZE.0), rows.min(MAX_SIZE.1))
}

/// Locks the screen: while drawing, while the program is stopped, and from restoring the terminal to
/// the exit, so that no frame is drawn after that.
#[expect(clippy::disallowed_methods, reason = "frames and modes are written here")]
pub fn lock_screen() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// A terminal session; dropping it restores the terminal.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<FrameBuffer>>,
    frame: FrameBuffer,
    /// The part of the screen that is drawn.
    area: Rect,
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
        // The area is set before the first frame.
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::ZERO) };
        let backend = CrosstermBackend::new(frame.clone());
        let terminal = Terminal::with_options(backend, options).inspect_err(|_| restore())?;
        Ok(Self {
            terminal,
            frame,
            area: Rect::ZERO,
            mouse: false,
            #[cfg(unix)]
            job,
        })
    }

    /// Enables mouse reporting for buttons, wheel, and motion with a button pressed.
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
        loop {
            print(text)?;
            match next_key()? {
                // Ctrl-Z suspends here too.
                Some(KeyEvent { code: KeyCode::Char('z'), modifiers, .. })
                    if modifiers == KeyModifiers::CONTROL =>
                {
                    self.suspend()?;
                }
                Some(_) => break,
                // The program was stopped by a signal and has resumed.
                None => {}
            }
        }
        execute!(lock_screen(), EnterAlternateScreen)?;
        self.reset()
    }

    /// Enables the mouse again if it was enabled, and makes the next frame a full redraw.
    fn reset(&mut self) -> io::Result<()> {
        if self.mouse {
            self.enable_mouse()?;
        }
        self.area = Rect::ZERO;
        Ok(())
    }

    /// Applies the size of the terminal to the next frame.
    fn resize(&mut self) -> io::Result<()> {
        let (columns, rows) = self.size()?;
        let area = Rect::new(0, 0, columns, rows);
        if self.area != area {
            self.area = area;
            self.terminal.resize(area)?;
        }
        Ok(())
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
        self.resize()?;
        self.terminal.draw(draw)?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        out.write_all(&self.frame.0.take())?;
        out.flush()
    }

    /// The number of columns and rows that are used.
    ///
    /// # Errors
    ///
    /// If the terminal does not report its size.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| usable_size(size.into()))
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
    execute!(lock_screen(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)
        .inspect_err(|_| restore())
}

/// Prints `text` on the main screen.
fn print(text: &str) -> io::Result<()> {
    NEEDS_REDRAW.store(false, Ordering::SeqCst);
    let mut out = lock_screen();
    execute!(out, DisableMouseCapture, LeaveAlternateScreen, Show)?;
    write_lines(&mut out, text)?;
    write_lines(&mut out, "\nPress any key to go back.")?;
    out.flush()
}

/// Waits for a key; `None` if the program was stopped and has resumed meanwhile.
fn next_key() -> io::Result<Option<KeyEvent>> {
    loop {
        let event = event::read()?;
        if let Some(error) = RESUME_ERROR.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(error);
        }
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => return Ok(Some(key)),
            // A size change wakes the program when it resumes.
            _ if NEEDS_REDRAW.load(Ordering::SeqCst) => return Ok(None),
            _ => {}
        }
    }
}

/// Writes lines of printable text.
fn write_lines(out: &mut impl Write, text: &str) -> io::Result<()> {
    // Raw mode needs an explicit carriage return.
    text.lines().try_for_each(|line| write!(out, "{}\r\n", printable(line)))
}

/// Restores the terminal, once.
pub fn restore() {
    restore_through(&mut lock_screen());
}

/// The same with any writer to the terminal.
pub fn restore_through(out: &mut impl Write) {
    if RAW.swap(false, Ordering::SeqCst) {
        // If the terminal is gone, there is nowhere to report errors.
        let _ = leave(out);
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
    use super::*;

    #[test]
    fn the_plain_view_is_printable() {
        let mut out = Vec::new();
        write_lines(&mut out, "a\x1b[2J\u{202e}\u{fe0f}\r\n\n\tb\x07\n").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a␛[2J��\r\n\r\n b␇\r\n");
    }

    #[test]
    fn the_size_is_limited() {
        assert_eq!(usable_size((80, 24)), (80, 24));
        assert_eq!(usable_size((u16::MAX, u16::MAX)), MAX_SIZE);
        assert_eq!(usable_size((0, 501)), (0, 500));
    }

    #[test]
    fn every_mode_is_reset() {
        let mut out = Vec::new();
        leave(&mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        for (mode, name) in [
            ("\x1b[?2026l", "synchronized output"),
            ("\x1b[?2004l", "bracketed paste"),
            ("\x1b[?1004l", "focus reports"),
            ("\x1b[?1002l", "mouse buttons and drags"),
            ("\x1b[?1006l", "SGR mouse reports"),
            ("\x1b[?1049l", "alternate screen"),
            ("\x1b[?25h", "hidden cursor"),
        ] {
            assert!(out.contains(mode), "{name} is not reset");
        }
    }
}
