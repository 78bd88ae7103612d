//! The share page: a menu to copy or save what is selected on the page below, and the prompt for a
//! file name.

pub mod prompt_view;
pub mod state;

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::widgets::Widget;

use crate::present::Subject;
use crate::share::{Payload, Shared, share};
use crate::tui::effects::effect::Effect;
use crate::tui::keymap::action::Action;
use crate::tui::keymap::{Binding, Keymap, Scope};
use crate::tui::layout;
use crate::tui::pages::share::state::Prompt;
use crate::tui::pages::{Context, Request};
use crate::tui::terminal::input::{Gesture, Mouse};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::popup::Popup;
use crate::tui::widgets::styled_text::StyledText;

/// Columns between a key and its description.
const GAP: usize = 2;

/// Shown where there is nothing to share.
pub const NOTHING: &str = "nothing selected";

/// The state of the share page.
#[derive(Debug, Clone)]
pub struct SharePage {
    title: String,
    items: Vec<Item>,
    pub outline: Rect,
}

/// An item of the menu.
#[derive(Debug, Clone)]
struct Item {
    key: String,
    label: &'static str,
    action: Action,
}

impl SharePage {
    /// The page for a selection.
    pub fn new(subject: Subject<'_>, context: &Context) -> Self {
        let items = items(subject, &context.keymap);
        let mut page = Self { title: title(subject), items, outline: Rect::default() };
        page.lay_out(context);
        page
    }

    /// Lays the page out for the size of the screen.
    pub fn lay_out(&mut self, context: &Context) {
        self.outline = layout::popup(context.screen, self.items.len());
    }

    /// The area of the items.
    fn area(&self) -> Rect {
        Popup::inner(self.outline).inner(Margin::new(1, 0))
    }

    pub fn mouse(&mut self, mouse: Mouse) -> Option<Request> {
        let position = (mouse.gesture == Gesture::Click).then(|| mouse.position())?;
        if !self.outline.contains(position) {
            return Some(Request::Close);
        }
        let area = self.area();
        let index = usize::from(position.y.checked_sub(area.y)?);
        let item = self.items.get(index).filter(|_| area.contains(position))?;
        Some(Request::Act(item.action))
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        Popup { title: &self.title, label: "", theme }.render(self.outline, buffer);
        let area = self.area();
        let keys = self.items.iter().map(|item| item.key.chars().count()).max().unwrap_or(0) + GAP;
        for (item, row) in self.items.iter().zip(area.rows()) {
            let key = StyledText::new(&format!("{:keys$}", item.key), theme[Role::Key]);
            let line = key.with(item.label, theme[Role::Text]);
            line.fit(area.width.into()).render(row, buffer);
        }
    }
}

/// What can be done with the subject.
fn items(subject: Subject<'_>, keymap: &Keymap) -> Vec<Item> {
    let bindings = keymap.bindings(&[Scope::Share]);
    let available = bindings.filter(|binding| state::is_available(binding.action, subject));
    let item = |binding: &Binding| {
        let key = binding.keys.first()?.to_string();
        Some(Item { key, label: binding.help, action: binding.action })
    };
    available.filter_map(item).collect()
}

fn title(subject: Subject<'_>) -> String {
    match (subject.catalog(), subject.code()) {
        (None, _) => "Copy or save: unrecognised response".to_owned(),
        (Some(catalog), Some(code)) => format!("Copy or save: {} {code}", catalog.tab),
        (Some(catalog), None) => format!("Copy or save: {} error without a code", catalog.tab),
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
