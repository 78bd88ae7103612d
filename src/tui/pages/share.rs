//! The share page: copies and saves the selection. The page below it says what that is.

pub mod state;
pub mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::report::note::Subject;
use crate::tui::effects::effect::Effect;
use crate::tui::keymap::action::Action;
use crate::tui::pages::share::state::{Payload, Prompt, SharedText};
use crate::tui::pages::share::view::{Item, Menu};
use crate::tui::pages::{Context, Request};
use crate::tui::terminal::input::{Gesture, Mouse};

/// Shown where there is nothing to share.
pub const NOTHING: &str = "nothing selected";

/// The state of the share page.
#[derive(Debug, Clone)]
pub struct SharePage {
    title: String,
    items: Vec<Item>,
}

impl SharePage {
    /// The page for a selection.
    pub fn new(subject: Subject<'_>, context: &Context) -> Self {
        Self { title: view::title(subject), items: view::items(subject, &context.keymap) }
    }

    fn menu<'a>(&'a self, context: &'a Context) -> Menu<'a> {
        Menu { title: &self.title, items: &self.items, theme: &context.theme }
    }

    /// The popup with its border.
    pub fn outline(&self, context: &Context) -> Rect {
        self.menu(context).outline(context.screen)
    }

    pub fn mouse(&mut self, mouse: Mouse, context: &Context) -> Option<Request> {
        let position = (mouse.gesture == Gesture::Click).then(|| mouse.position())?;
        if !self.outline(context).contains(position) {
            return Some(Request::Close);
        }
        self.menu(context).action_at(position, context.screen).map(Request::Act)
    }

    pub fn render(&self, context: &Context, buffer: &mut Buffer) {
        self.menu(context).render(context.screen, buffer);
    }
}

/// What sharing a selection leads to.
pub enum Shared {
    Effect(Effect),
    /// A prompt for a file to save to.
    Prompt(Prompt),
}

/// Shares a selection; the error is a notice.
pub fn share(action: Action, subject: Subject<'_>, context: &Context) -> Result<Shared, String> {
    let copy = |payload| {
        let SharedText { what, text } = render(payload, subject, context)?;
        Ok(Shared::Effect(Effect::Copy { what, text }))
    };
    match action {
        Action::CopyCode => copy(Payload::Code),
        Action::CopyMessage => copy(Payload::Message),
        Action::CopyEntry => copy(Payload::Entry),
        Action::CopyJson => copy(Payload::Json),
        Action::ShowPlainText => {
            let text = render(Payload::Note, subject, context)?.text;
            Ok(Shared::Effect(Effect::Show(text)))
        }
        Action::OpenUrl => match subject.catalog() {
            Some(catalog) => Ok(Shared::Effect(Effect::Open(catalog.source.url.to_owned()))),
            None => Err("no vendor recognised, no page to open".to_owned()),
        },
        Action::SaveNote => Ok(Shared::Prompt(Prompt::new(subject))),
        _ => copy(Payload::Note),
    }
}

/// Saves a selection to the file of a prompt; the error is a notice.
pub fn save(prompt: &Prompt, subject: Subject<'_>, context: &Context) -> Result<Effect, String> {
    let path = prompt.line.text().trim().to_owned();
    if path.is_empty() {
        return Err("enter a file name".to_owned());
    }
    let SharedText { what, text } = render(prompt.payload(), subject, context)?;
    Ok(Effect::Save { what, path, text, overwrite: prompt.overwrite })
}

fn render(payload: Payload, subject: Subject<'_>, context: &Context) -> Result<SharedText, String> {
    let date = (context.date)();
    state::render(payload, subject, &context.catalogs, &date)
        .ok_or_else(|| format!("this entry has no {payload}"))
}
