//! The browser. The [`App`] handles an [`Event`] and returns [`Effect`]s, whose outcomes are events
//! again; [`draw`] shows its state. The loop blocks: nothing is polled while no text is being decoded.
//!
//! ```text
//!  draw ──→ next event ──→ App::handle ──→ run the effects ──┐
//!   ↑                           ↑───────── outcomes ─────────┤
//!   └────────────────────────────────────────────────────────┘
//! ```
//!
//! The screen, with the module that draws each area:
//!
//! ```text
//!  ┌ pages/list/tabs ────────────────────────────┐
//!  │ widgets/input_line                          │
//!  ├ widgets/rule ────────┬──────────────────────┤
//!  │ pages/list/view      │ pages/entry/view     │
//!  │   ┌ pages/{help,palette,share} ─────────┐   │    pages above the list:
//!  │   │ overlays                            │   │      pages/entry   the whole screen
//!  │   └─────────────────────────────────────┘   │      pages/paste   text, findings, entry
//!  │                      │                      │      pages/review  tables, draft entries
//!  │                      │ pages/entry/related  │
//!  └ widgets/hints, or the prompt of pages/share ┘      pages/log     timeline, codes, entry
//! ```

#![cfg_attr(not(feature = "import"), expect(dead_code, reason = "used by the import review"))]

mod app;
mod effects;
mod event;
mod failpoint;
pub mod keymap;
mod layout;
mod pages;
mod terminal;
pub mod theme;
mod widgets;

use std::io;
use std::time::Duration;

use ratatui::crossterm;

pub use app::{App, Options, draw};
pub use effects::{
    DecodeJob, Decoded, Effect, LoadedCatalogs, LogBatch, LogEvent, LogInput, LogJob, LogSource,
    LogText, LogTextJob, LogUpdate, Outcome,
};
pub use event::{Event, Gesture};
pub use keymap::{Action, Keymap};
pub use pages::Review;
pub use terminal::Background;
pub use terminal::input::BURST;
pub use terminal::supports_hyperlinks;
pub use theme::{AUTO, Colours, Theme, ThemeChoice};

use crate::tui::effects::{Loader, LogReader, Worker, build_in_background};
use crate::tui::terminal::Session;
use crate::tui::terminal::input::{Input, Tty};

/// How often the threads are polled while they work. crossterm's source for `/dev/tty` spins for the
/// last millisecond of a timeout, so a shorter interval would take a processor from them.
const POLL_INTERVAL: Duration = Duration::from_millis(8);

/// Why the browser could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal can't be entered.
    #[error("cannot use this terminal for the browser (`errdex --plain` works on any)")]
    Enter(#[source] io::Error),
    /// The thread that decodes long texts can't be started.
    #[error("cannot start a thread for decoding")]
    Worker(#[source] io::Error),
    /// The terminal can't be written to.
    #[error("cannot write to the terminal")]
    Draw(#[source] io::Error),
    /// The terminal cannot be read.
    #[error("cannot read from the terminal")]
    Read(#[source] io::Error),
}

/// Runs the browser until it is quit. The terminal is restored on every way out.
///
/// # Errors
///
/// Fails without a usable terminal, or if the terminal is closed.
pub fn run(options: Options) -> Result<(), Error> {
    // Override crossterm's own `NO_COLOR` check.
    crossterm::style::force_color_output(options.theme.has_colours());
    let mut session = Session::enter().map_err(Error::Enter)?;
    if options.mouse {
        session.enable_mouse().map_err(Error::Enter)?;
    }
    let worker = Worker::start("decode").map_err(Error::Worker)?;
    // From here on a new size is an event: without it, one before the first key would be lost.
    let input = Input::new(Tty).map_err(Error::Read)?;
    let (columns, rows) = session.size().map_err(Error::Enter)?;
    let index = options.index.clone();
    let loader = Loader::new(options.user_files.clone(), options.vendors.clone());
    let queries_background = options.can_query_background && options.theme_name == AUTO;
    let app = App::new(options, (columns, rows));
    let logs = LogReader::new();
    let mut browser = Browser { app, session, worker, loader, logs, input };
    browser.handle(Event::Resize(columns, rows))?;
    browser.draw()?;
    // Started after the first frame so that it is not delayed.
    build_in_background(index);
    browser.loader.start(false);
    if queries_background {
        browser.run(Effect::QueryBackground)?;
    }
    loop {
        for event in browser.next().map_err(Error::Read)? {
            failpoint::panic_at("update");
            browser.handle(event)?;
        }
        if !browser.app.is_running() {
            return browser.input.finish().map_err(Error::Read);
        }
        browser.draw()?;
    }
}

/// The state with everything outside of it.
struct Browser {
    app: App,
    session: Session,
    worker: Worker,
    loader: Loader,
    logs: LogReader,
    input: Input<Tty>,
}

impl Browser {
    /// Handles an event and runs its effects.
    fn handle(&mut self, event: Event) -> Result<(), Error> {
        self.app.handle(event).into_iter().try_for_each(|effect| self.run(effect))
    }

    /// Runs an effect and handles its outcome.
    fn run(&mut self, effect: Effect) -> Result<(), Error> {
        let Self { session, worker, loader, logs, input, .. } = self;
        if let Effect::QueryBackground = effect {
            input.expect_background();
        }
        let outcome = effects::run(effect, session, worker, loader, logs);
        outcome.map_err(Error::Draw)?.map_or(Ok(()), |outcome| self.handle(Event::Outcome(outcome)))
    }

    fn draw(&mut self) -> Result<(), Error> {
        if let Some(decoded) = self.worker.poll_before_frame() {
            self.handle(Event::Decoded(decoded))?;
        }
        let drawn = self.session.draw(|frame| {
            draw(&self.app, frame);
            failpoint::panic_at("draw");
        });
        drawn.map_err(Error::Draw)
    }

    /// Whether a thread has work.
    fn is_busy(&self) -> bool {
        let Self { worker, loader, logs, .. } = self;
        worker.is_busy() || loader.is_busy() || logs.is_busy()
    }

    /// Waits for the terminal, or for what is done in the background.
    fn next(&mut self) -> io::Result<Vec<Event>> {
        while self.is_busy() {
            if let Some(loaded) = self.loader.poll() {
                return Ok(vec![Event::CatalogsLoaded(Box::new(loaded))]);
            }
            if let Some(decoded) = self.worker.poll(Duration::ZERO) {
                return Ok(vec![Event::Decoded(decoded)]);
            }
            if let Some(event) = self.logs.poll() {
                return Ok(vec![Event::Log(event)]);
            }
            if self.input.poll(POLL_INTERVAL)? {
                break;
            }
        }
        self.input.read()
    }
}
