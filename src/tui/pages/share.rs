//! The share page: a menu to copy or save what is selected on the page below, the preview of the note
//! with the response, and the prompt for a file name.

mod preview;
mod prompt;

pub use preview::PreviewPage;
pub use prompt::Prompt;

use ratatui::prelude::{Buffer, Position, Rect, Widget};
use unicode_width::UnicodeWidthStr;

use crate::present::Subject;
use crate::share::{self, Payload, Shared};
use crate::tui::effects::Effect;
use crate::tui::keymap::{Action, Binding, Scope};
use crate::tui::layout;
use crate::tui::pages::{Command, Request, Services};
use crate::tui::theme::Role;
use crate::tui::widgets::{Popup, StyledText};

/// Columns between a key and its description.
const GAP: usize = 2;

/// Shown if there is nothing to share.
pub const NOTHING: &str = "nothing selected";

/// The state of the share page.
#[derive(Debug, Clone)]
pub struct SharePage {
    title: String,
    /// The menu of actions for the selection, each with a key.
    items: Vec<Binding>,
}

impl SharePage {
    /// The page for a selection.
    pub fn new(subject: Subject<'_>, services: &Services) -> Self {
        let bindings = services.keymap.bindings(&[Scope::Share]);
        let items = bindings
            .filter(|item| item.key_name().is_some() && is_available(item.action, subject))
            .cloned()
            .collect();
        Self { title: title(subject), items }
    }

    pub fn outline(&self, screen: Rect) -> Rect {
        layout::popup(screen, self.items.len())
    }

    pub fn click(&self, position: Position, screen: Rect) -> Option<Request> {
        let area = Popup::text_area(self.outline(screen));
        let mut rows = self.items.iter().zip(area.rows());
        let (item, _) = rows.find(|(_, row)| row.contains(position))?;
        Some(Request::Run(Command::Action(item.action)))
    }

    pub fn render(&self, services: &Services, buffer: &mut Buffer) {
        let (theme, outline) = (&services.theme, self.outline(services.screen));
        Popup { title: &self.title, label: "", theme }.render(outline, buffer);
        let area = Popup::text_area(outline);
        let keys: Vec<String> = self.items.iter().filter_map(Binding::key_name).collect();
        let width = keys.iter().map(|key| key.width()).max().unwrap_or(0) + GAP;
        let longest = self.items.iter().map(|item| item.help.width()).max().unwrap_or(0);
        let has_room = width + longest <= usize::from(area.width);
        for ((item, key), row) in self.items.iter().zip(keys).zip(area.rows()) {
            let key = StyledText::new(&format!("{key:width$}"), theme[Role::Key]);
            let is_short = has_room || item.command.is_empty();
            let text = if is_short { item.help } else { item.command };
            key.with(text, theme[Role::Text]).render(row, buffer);
        }
    }
}

/// The payload that an action copies, in the preview that of the note with the response.
fn payload(action: Action, is_preview: bool) -> Payload {
    match action {
        _ if is_preview => Payload::NoteWithPaste,
        Action::CopyCode => Payload::Code,
        Action::CopyMessage => Payload::Message,
        Action::CopyEntry => Payload::Entry,
        Action::CopyJson => Payload::Json,
        _ => Payload::Note,
    }
}

/// Whether the action can copy, save or open something of `subject`.
pub fn is_available(action: Action, subject: Subject<'_>) -> bool {
    match action {
        Action::OpenUrl => subject.catalog().is_some(),
        _ => share::has(payload(action, action == Action::PreviewNote), subject),
    }
}

fn title(subject: Subject<'_>) -> String {
    match (subject.catalog(), subject.code()) {
        (None, _) => "Copy or save: unrecognised response".to_owned(),
        (Some(catalog), Some(code)) => format!("Copy or save: {} {code}", catalog.tab),
        (Some(catalog), None) => format!("Copy or save: {} error without a code", catalog.tab),
    }
}

/// The preview of the note with the response; the error is a notice.
pub fn preview(subject: Subject<'_>, services: &Services) -> Result<PreviewPage, String> {
    Ok(PreviewPage::new(render(Payload::NoteWithPaste, subject, services)?, services))
}

/// Copies, shows or opens a selection; the error is a notice.
pub fn perform(
    action: Action,
    is_preview: bool,
    subject: Subject<'_>,
    services: &Services,
) -> Result<Effect, String> {
    match action {
        Action::OpenUrl => match subject.source() {
            Some(source) => Ok(Effect::Open(source.url.to_owned())),
            None => Err("no vendor recognised, no page to open".to_owned()),
        },
        Action::ShowPlainText => {
            Ok(Effect::Show(render(payload(action, is_preview), subject, services)?.text))
        }
        _ => Ok(Effect::Copy(render(payload(action, is_preview), subject, services)?)),
    }
}

/// Saves a selection to the file of a prompt; the error is a notice.
pub fn save(prompt: &Prompt, subject: Subject<'_>, services: &Services) -> Result<Effect, String> {
    let path = prompt.line.text().trim().to_owned();
    if path.is_empty() {
        return Err("enter a file name".to_owned());
    }
    let shared = render(prompt.payload(), subject, services)?;
    Ok(Effect::Save { shared, path, overwrite: prompt.overwrite })
}

fn render(payload: Payload, subject: Subject<'_>, services: &Services) -> Result<Shared, String> {
    let date = (services.date)();
    share::share(payload, subject, &date).ok_or_else(|| format!("this entry has no {payload}"))
}
