//! The browser. An [`Event`] comes in, the binding table makes an [`Action`] of it, the [`App`]
//! goes from one state to the next, and [`draw`] shows it. The loop blocks; nothing ticks.

mod app;
mod effects;
mod failpoint;
pub mod keymap;
mod layout;
mod pages;
mod terminal;
pub mod theme;
mod view;
mod widgets;

use std::time::Duration;
use std::{io, mem};

use ratatui::crossterm;

pub use app::App;
pub use effects::effect::{Effect, Outcome};
pub use effects::worker::{Decoded, Done, Job, Searched};
pub use keymap::{Keymap, action, action::Action};
pub use terminal::background::Background;
pub use terminal::input::{BURST, Event, Gesture, Mouse};
pub use theme::{Colours, Theme};
pub use view::draw;

use crate::catalog::Catalogs;
use crate::tui::effects::worker::{LateDecoder, LateIndex};
use crate::tui::pages::entry::related_index::LateKin;

/// What the browser starts with. Clones share what is made of the catalogs, once it is made.
#[derive(Debug, Clone)]
pub struct Start {
    /// What can be browsed.
    pub(crate) catalogs: Catalogs,
    pub(crate) index: LateIndex,
    pub(crate) decoder: LateDecoder,
    pub(crate) kin: LateKin,
    /// The search to begin with; empty for none.
    pub query: String,
    /// A text to begin with, decoded in the paste box.
    pub paste: Option<String>,
    /// How things look.
    pub theme: Theme,
    /// The colours of the theme that takes its place when the terminal tells its background. Without
    /// them it is not asked.
    pub by_background: Option<Colours>,
    /// Whether to draw nothing but ASCII of its own, for fonts that have no more.
    pub ascii: bool,
    /// Whether to listen to the mouse; the terminal then selects text only with Shift held.
    pub mouse: bool,
    /// The keys.
    pub keymap: Keymap,
    /// Something to say with the first frame.
    pub notice: Option<String>,
    /// Tells the date and time for notes; asked when one is made.
    pub date: fn() -> String,
}

impl Start {
    /// The browser over these catalogs, with nothing typed and nothing pasted.
    #[must_use]
    pub fn new(catalogs: Catalogs) -> Self {
        let theme = Theme::new(Colours::Sixteen);
        Self {
            index: LateIndex::new(&catalogs),
            decoder: LateDecoder::new(&catalogs),
            kin: LateKin::new(&catalogs),
            catalogs,
            query: String::new(),
            paste: None,
            theme,
            by_background: None,
            ascii: false,
            mouse: true,
            keymap: Keymap::default(),
            notice: None,
            date: String::new,
        }
    }
}

/// How long a frame is held back for what may be done before it would show the wait.
const PATIENCE: Duration = Duration::from_millis(8);

/// How often work beside the keys is asked whether it is done. Nothing ticks while there is none.
const GLANCE: Duration = Duration::from_millis(1);

/// Why the browser could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal can't be had.
    #[error(
        "the browser needs a terminal, and this one can't be used (`errdex --plain` needs none)"
    )]
    Enter(#[source] io::Error),
    /// The threads that decode long texts and search large catalogs can't be had.
    #[error("no thread can be had to decode and search with")]
    Work(#[source] io::Error),
    /// The terminal can't be written to any more.
    #[error("the terminal no longer takes output")]
    Draw(#[source] io::Error),
    /// The terminal can't be read from any more.
    #[error("the terminal no longer gives keys")]
    Read(#[source] io::Error),
}

/// Runs the browser until it is quit. The terminal is given back on every way out.
///
/// # Errors
///
/// When there is no terminal, or when it goes away.
pub fn run(start: Start) -> Result<(), Error> {
    // The caller has decided; left alone, crossterm would ask the environment.
    crossterm::style::force_color_output(start.theme.has_colour());
    let mut session = terminal::Session::enter().map_err(Error::Enter)?;
    if start.mouse {
        session.enable_mouse().map_err(Error::Enter)?;
    }
    let mut decoding = effects::worker::Worker::start("decode").map_err(Error::Work)?;
    let mut searching = effects::worker::Worker::start("search").map_err(Error::Work)?;
    // From here on a new size is an event: without it, one before the first key would be lost.
    let mut input = terminal::input::Input::new(terminal::input::Tty).map_err(Error::Read)?;
    let mut asks = start.by_background.is_some();
    let mut app = App::new(start, session.size().map_err(Error::Enter)?);
    while app.is_running() {
        for (job, worker) in [(app.take_job(), &mut decoding), (app.take_search(), &mut searching)]
        {
            let Some(job) = job else { continue };
            worker.give(job);
            if let Some(done) = worker.take(PATIENCE) {
                app.handle(done.into());
            }
        }
        let drawn = session.draw(|frame| {
            draw(&app, frame);
            failpoint::panic_at("draw");
        });
        drawn.map_err(Error::Draw)?;
        if mem::take(&mut asks) {
            terminal::Session::query_background().map_err(Error::Draw)?;
            input.expect_background();
        }
        app.prepare();
        if let Some(job) = app.take_search() {
            searching.give(job);
        }
        for event in next(&mut [&mut decoding, &mut searching], &mut input).map_err(Error::Read)? {
            failpoint::panic_at("update");
            app.handle(event);
        }
        for effect in app.effects() {
            app.answer(effects::run::run(effect, &mut session).map_err(Error::Draw)?);
        }
    }
    input.finish().map_err(Error::Read)
}

/// Waits for whatever comes first: the terminal, or what the threads have done when they are at work.
fn next(
    workers: &mut [&mut effects::worker::Worker],
    input: &mut terminal::input::Input<terminal::input::Tty>,
) -> io::Result<Vec<Event>> {
    while workers.iter().any(|worker| worker.is_busy()) {
        let busy = workers.iter_mut().filter(|worker| worker.is_busy());
        let done: Vec<Event> =
            busy.filter_map(|worker| worker.take(Duration::ZERO)).map(Event::from).collect();
        if !done.is_empty() {
            return Ok(done);
        }
        if input.poll(GLANCE)? {
            break;
        }
    }
    input.read()
}
