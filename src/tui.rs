//! The browser. An [`Event`] comes in, the binding table makes an [`Action`] of it, the [`App`]
//! goes from one state to the next, and [`draw`] shows it. The loop blocks; nothing ticks.

pub mod action;
mod app;
mod browse;
mod clipboard;
mod edit;
mod effect;
mod event;
pub mod keylist;
pub mod keymap;
mod layout;
mod outside;
mod paste;
mod settings;
mod spelling;
mod take;
pub mod terminal;
mod text;
pub mod theme;
mod view;

use std::io;

use ratatui::crossterm;

pub use action::Action;
pub use app::App;
pub use effect::{Effect, Outcome};
pub use event::{BURST, Event};
pub use settings::{Borders, Settings};
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
    /// What the user set.
    pub settings: Settings,
    /// Something to say with the first frame.
    pub notice: Option<String>,
    /// Tells the date and time for notes; asked when one is made.
    pub date: fn() -> String,
}

impl Start {
    /// The browser as it is without anything asked for: no search, no paste, no colour, no date.
    #[must_use]
    pub fn new(catalogs: Catalogs) -> Self {
        Self {
            catalogs,
            query: String::new(),
            paste: None,
            colour: false,
            settings: Settings::default(),
            notice: None,
            date: String::new,
        }
    }
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
    // From here on a new size is an event: without it, one before the first key would be lost.
    event::listen().map_err(Error::Read)?;
    let mut app = App::new(start, session.size().map_err(Error::Enter)?);
    while app.is_running() {
        session.draw(|frame| draw(&app, frame)).map_err(Error::Draw)?;
        for event in event::read(&mut event::Tty).map_err(Error::Read)? {
            app.handle(event);
        }
        for effect in app.effects() {
            app.settle(outside::carry_out(effect, &mut session).map_err(Error::Draw)?);
        }
    }
    Ok(())
}
