//! The share page: copies and saves the selection. The page below it says what that is.

pub mod state;
pub mod view;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::present::Subject;
use crate::share::{Payload, Shared, share};
use crate::tui::effects::effect::Effect;
use crate::tui::keymap::action::Action;
use crate::tui::pages::share::state::Prompt;
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

/// The result of sharing a selection.
pub enum Reply {
    Effect(Effect),
    /// A prompt for a file to save to.
    Prompt(Prompt),
}

/// Performs an action on a selection; the error is a notice.
pub fn perform(action: Action, subject: Subject<'_>, context: &Context) -> Result<Reply, String> {
    match action {
        Action::ShowPlainText => {
            let text = render(Payload::Note, subject, context)?.text;
            Ok(Reply::Effect(Effect::Show(text)))
        }
        Action::OpenUrl => match subject.catalog() {
            Some(catalog) => Ok(Reply::Effect(Effect::Open(catalog.source.url.to_owned()))),
            None => Err("no vendor recognised, no page to open".to_owned()),
        },
        Action::SaveNote => Ok(Reply::Prompt(Prompt::new(subject))),
        _ => {
            let Shared { name, text } = render(state::payload(action), subject, context)?;
            Ok(Reply::Effect(Effect::Copy { what: name, text }))
        }
    }
}

/// Saves a selection to the file of a prompt; the error is a notice.
pub fn save(prompt: &Prompt, subject: Subject<'_>, context: &Context) -> Result<Effect, String> {
    let path = prompt.line.text().trim().to_owned();
    if path.is_empty() {
        return Err("enter a file name".to_owned());
    }
    let Shared { name, text } = render(prompt.payload(), subject, context)?;
    Ok(Effect::Save { what: name, path, text, overwrite: prompt.overwrite })
}

fn render(payload: Payload, subject: Subject<'_>, context: &Context) -> Result<Shared, String> {
    let date = (context.date)();
    share(payload, subject, &context.catalogs, &date)
        .ok_or_else(|| format!("this entry has no {payload}"))
}
