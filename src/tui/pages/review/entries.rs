//! The entries of the draft, one per line; the errors of the draft if it has some.

use ratatui::prelude::{Buffer, Line, Rect, Widget};

use crate::import::understand::ImportedEntry;
use crate::tui::keymap::{Action, Scope};
use crate::tui::pages::Services;
use crate::tui::pages::review::{ReviewFocus, ReviewPage};
use crate::tui::theme::Role;
use crate::tui::widgets::StyledText;

pub struct EntryList<'a> {
    pub page: &'a ReviewPage,
    pub services: &'a Services,
}

impl EntryList<'_> {
    fn line(&self, entry: &ImportedEntry) -> StyledText {
        let theme = &self.services.theme;
        let texts = [entry.names.first(), entry.messages.first(), entry.description.as_ref()];
        let text = texts.into_iter().flatten().next().map_or("", String::as_str);
        let mark = if entry.remarks.is_empty() { "" } else { "! " };
        StyledText::new(mark, theme[Role::Warn])
            .with(&entry.code, theme[Role::Title])
            .with("  ", theme[Role::Text])
            .with(text, theme[Role::Text])
    }

    /// What is shown in place of the entries.
    fn explain(&self) -> Vec<StyledText> {
        let theme = &self.services.theme;
        match &self.page.catalog {
            Err(errors) if !errors.is_empty() => errors
                .iter()
                .map(|error| StyledText::new(&error.to_string(), theme[Role::Bad]))
                .collect(),
            _ => {
                let key_for = |action| self.services.keymap.key_name(&[Scope::Review], action);
                let (toggle, role) = (key_for(Action::Toggle), key_for(Action::NextRole));
                let texts = [
                    "No entries.".to_owned(),
                    format!("{toggle} uses a table that was skipped."),
                    format!("{role} changes what a column means; one must be the code."),
                ];
                texts.iter().map(|text| StyledText::new(text, theme[Role::Muted])).collect()
            }
        }
    }
}

impl Widget for EntryList<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let theme = &self.services.theme;
        let page = self.page;
        if page.catalog.is_err() {
            let texts = self.explain();
            let lines = texts.iter().flat_map(|text| text.wrap(&" ".into(), area.width.into()));
            let lines: Vec<Line<'_>> = lines.collect();
            for (line, row) in lines.into_iter().zip(area.rows()) {
                line.render(row, buffer);
            }
            return;
        }
        let entries = page.found.entries.iter().enumerate().skip(page.entries.offset);
        for ((position, entry), row) in entries.zip(area.rows()) {
            let is_selected = page.entries.selected == Some(position);
            let mut text = StyledText::new(if is_selected { "▌" } else { " " }, theme[Role::Key]);
            text.append(self.line(entry));
            text.fit(row.width.into()).render(row, buffer);
            if is_selected {
                let is_focused = page.focus == ReviewFocus::Entries;
                let role = if is_focused { Role::Selected } else { Role::Chosen };
                buffer.set_style(row, theme[role]);
            }
        }
    }
}
