//! What errdex is, and what to try: shown in place of the preview until the first key.

use ratatui::prelude::{Buffer, Position, Widget};

use crate::tui::keymap::{Action, Scope};
use crate::tui::layout::EntryLayout;
use crate::tui::pages::{Services, Writer};
use crate::tui::theme::Role;
use crate::tui::widgets::{Document, Rule, StyledText};

/// Searches to try.
const EXAMPLES: &[(&str, &str)] = &[
    ("2001", "a code"),
    ("lic exp", "part of a name or message"),
    ("http:409", "codes with that status"),
];

/// The minimum height that shows a blank line before the examples.
const MIN_HEIGHT_FOR_GAP: u16 = 8;

#[derive(Debug, Clone)]
pub struct Welcome {
    at: EntryLayout,
    text: Document,
}

impl Welcome {
    pub fn new(at: EntryLayout, services: &Services) -> Self {
        let at = at.without_related();
        let theme = &services.theme;
        let mut writer = Writer::new(at.detail.width, theme, None);
        writer.paragraph("What an API error code means", Role::Title);
        writer.paragraph("Type to search, or paste a response.", Role::Text);
        if at.detail.height >= MIN_HEIGHT_FOR_GAP {
            writer.gap();
        }
        for (query, meaning) in EXAMPLES {
            let start = writer.lines.len();
            let line = StyledText::new(&format!("{query:10}"), theme[Role::Link])
                .with(meaning, theme[Role::Muted]);
            writer.text("→ ", Role::Key, &line);
            writer.items.push(start..writer.lines.len());
        }
        writer.gap();
        let vendors = services.catalogs.iter().filter(|catalog| !catalog.is_reference()).count();
        let codes = services.catalogs.entry_refs().count();
        let key_for = |action| {
            let key = services.keymap.key_name(&[Scope::EmptySearch, Scope::List], action);
            StyledText::new(&key, theme[Role::Key])
        };
        let mut keys = StyledText::new(
            &format!("{codes} codes of {vendors} vendors and HTTP. "),
            theme[Role::Text],
        );
        for (action, meaning) in [
            (Action::SelectNextTab, " selects a vendor, "),
            (Action::Open, " opens an entry, "),
            (Action::ShowHelp, " shows all keys."),
        ] {
            keys.append(key_for(action).with(meaning, theme[Role::Text]));
        }
        writer.text("", Role::Text, &keys);
        let mut text = Document::default();
        text.replace(writer.finish(), at.detail.height);
        Self { at, text }
    }

    /// The example at a cell.
    pub fn example_at(&self, position: Position) -> Option<&'static str> {
        let example = self.text.item_at(self.at.detail, position)?;
        EXAMPLES.get(example).map(|(query, _)| *query)
    }

    pub fn render(&self, services: &Services, buffer: &mut Buffer) {
        let theme = &services.theme;
        let rule = Rule { title: "errdex", label: "", focused: false, theme };
        rule.render(self.at.rule, buffer);
        self.text.render(self.at.detail, buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::search::{Index, Query};

    #[test]
    fn every_example_has_several_matches() {
        let index = Index::new(&Catalogs::builtin());
        for (query, _) in EXAMPLES {
            assert!(index.search(&Query::new(query)).matches.len() > 1, "{query}");
        }
    }
}
