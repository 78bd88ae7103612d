//! The browser. An [`Event`] comes in, the binding table makes an [`Action`] of it, the [`App`]
//! goes from one state to the next, and [`draw`] shows it. The loop blocks; nothing ticks.

pub mod action;
mod app;
mod browse;
mod edit;
mod event;
pub mod keymap;
mod layout;
mod paste;
pub mod terminal;
mod text;
pub mod theme;
mod view;

use std::io;
use std::time::Duration;

use ratatui::crossterm;

pub use action::Action;
pub use app::App;
pub use event::{BURST, Event};
pub use view::draw;

use crate::catalog::Catalogs;

/// What the browser starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// What can be browsed.
    pub catalogs: Catalogs,
    /// The search to begin with; empty for none.
    pub query: String,
    /// A text to begin with, decoded in the paste box.
    pub paste: Option<String>,
    /// Whether to use colours.
    pub colour: bool,
}

/// Why the browser could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The terminal can't be had.
    #[error("the browser needs a terminal, and this one can't be used")]
    Enter(#[source] io::Error),
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
    crossterm::style::force_color_output(start.colour);
    let mut session = terminal::Session::enter().map_err(Error::Enter)?;
    let mut app = App::new(start, session.size().map_err(Error::Enter)?);
    while app.is_running() {
        session.draw(|frame| draw(&app, frame)).map_err(Error::Draw)?;
        app.prepare();
        if app.is_search_due() && is_quiet(&app)? {
            app.search(&|| event::is_waiting(&mut event::Tty));
            continue;
        }
        for event in event::read(&mut event::Tty).map_err(Error::Read)? {
            app.handle(event);
        }
    }
    Ok(())
}

/// Waits for the index; false as soon as something comes in.
fn is_quiet(app: &App) -> Result<bool, Error> {
    loop {
        let wait = if app.is_preparing() { event::GLANCE } else { Duration::ZERO };
        if event::arrives(&mut event::Tty, wait).map_err(Error::Read)? {
            return Ok(false);
        }
        if !app.is_preparing() {
            return Ok(true);
        }
    }
}
