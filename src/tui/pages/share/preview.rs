//! The preview of the incident note with the response: all of it as it will be copied, what is masked
//! highlighted.

use ratatui::prelude::{Buffer, Rect, Widget};

use crate::redact::MASK;
use crate::share::Shared;
use crate::tui::keymap::Action;
use crate::tui::layout;
use crate::tui::pages::{Request, Services, Writer};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Document, Popup, StyledText};

const TITLE: &str = "Incident note with response";

/// The state of the preview.
#[derive(Debug, Clone)]
pub struct PreviewPage {
    shared: Shared,
    pub outline: Rect,
    text: Document,
}

impl PreviewPage {
    pub fn new(shared: Shared, services: &Services) -> Self {
        let mut page = Self { shared, outline: Rect::default(), text: Document::default() };
        page.lay_out(services);
        page
    }

    pub fn lay_out(&mut self, services: &Services) {
        let Services { theme, screen, .. } = services;
        let width = layout::popup(*screen, 0).width.saturating_sub(4);
        let mut writer = Writer::new(width, theme, None);
        for line in self.shared.text.lines() {
            let mut text = StyledText::default();
            let masks: Vec<_> =
                line.match_indices(MASK).map(|(at, mask)| at..at + mask.len()).collect();
            text.push_marked(line, theme[Role::Text], &masks, theme[Role::Warn]);
            if line.is_empty() {
                writer.gap();
            } else {
                writer.text("", Role::Text, &text);
            }
        }
        self.outline = layout::popup(*screen, writer.lines.len());
        let height = Popup::text_area(self.outline).height;
        self.text.replace(writer.finish(), height);
    }

    pub fn update(&mut self, action: Action) -> Option<Request> {
        self.text.scroll.apply(action);
        (action == Action::GoBack).then_some(Request::Close)
    }

    pub fn is_enabled(&self, action: Action) -> bool {
        self.text.is_enabled(action)
    }

    pub fn render(&self, theme: &Theme, buffer: &mut Buffer) {
        let label = self.text.scroll.label();
        Popup { title: TITLE, label: &label, theme }.render(self.outline, buffer);
        self.text.render(Popup::text_area(self.outline), buffer);
    }
}
