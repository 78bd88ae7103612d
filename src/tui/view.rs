//! What the state looks like. Drawing reads the state and changes none of it.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::Widget;

use crate::tui::app::{App, Page};
use crate::tui::layout;
use crate::tui::pages::list::search_line::{self as search, Search};
use crate::tui::pages::list::tabs::TabBar;
use crate::tui::pages::list::view::List;
use crate::tui::pages::paste::findings_view::Findings;
use crate::tui::pages::paste::state::PasteBox;
use crate::tui::pages::paste::text_view::Text;
use crate::tui::pages::share::view::PromptLine;
use crate::tui::theme::Role;
use crate::tui::widgets::ascii;
use crate::tui::widgets::hints::Hints;
use crate::tui::widgets::rule::{Divider, Rule};
use crate::tui::widgets::scroll::{draw_lines, scrolled};
use crate::tui::widgets::styled_text::StyledText;

const NO_ENTRY: &str = "No entry to show.";

/// Draws the browser onto a frame of any size.
pub fn draw(app: &App, frame: &mut Frame) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    buffer.set_style(screen, app.theme[Role::Text]);
    let mut cursor = match app.below_popups().last() {
        Some(Page::Paste(paste)) => draw_paste(app, paste, screen, buffer),
        Some(Page::Entry { record, found, .. }) => {
            let title = if found.is_some() { "From your paste" } else { record.catalog.name };
            draw_detail(app, &Pane { title, focused: true }, &layout::entry(screen), buffer);
            None
        }
        page => draw_browse(app, matches!(page, Some(Page::Detail(_))), screen, buffer),
    };
    let theme = &app.theme;
    let bindings = app.keymap.bindings(app.scopes());
    let bindings = bindings.filter(|binding| app.can(binding.action, screen));
    let hints = Hints { bindings: bindings.collect(), notice: app.notice.as_deref(), theme };
    let last = screen.rows().next_back().unwrap_or_default();
    hints.render(last, buffer);
    match app.pages.last() {
        Some(Page::Help { top }) => {
            app.help().render(*top, screen, buffer);
            cursor = None;
        }
        Some(Page::Palette(_)) => {
            cursor = app.commands().and_then(|commands| commands.render(screen, buffer));
        }
        Some(Page::Take) => {
            app.menu().render(screen, buffer);
            cursor = None;
        }
        // What there is to say about the last answer takes the place of the question.
        Some(Page::Save(prompt)) if app.notice.is_none() => {
            cursor = PromptLine { prompt, keymap: &app.keymap, theme }.render(last, buffer);
        }
        Some(Page::Save(_)) => cursor = None,
        _ => {}
    }
    if app.ascii {
        ascii::replace_symbols(buffer);
    }
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The list page; `reading` says that the detail has the focus.
fn draw_browse(app: &App, reading: bool, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let (browse, theme) = (&app.browse, &app.theme);
    let focused = !reading;
    let at = layout::browse(screen, reading);
    TabBar { tabs: &browse.tabs, active: browse.tab, theme }.render(at.tabs, buffer);
    let search = Search {
        line: &browse.line,
        placeholder: search::PLACEHOLDER,
        remarks: &browse.remarks,
        focused,
        theme,
    };
    search.render(at.search, buffer);
    let label = match browse.count {
        0 => "no match".to_owned(),
        count => format!("{} of {count}", browse.selected + 1),
    };
    Rule { title: "", label: &label, focused, theme }.render(at.list_rule, buffer);
    List { browse, focused, keymap: &app.keymap, theme }.render(at.list, buffer);
    draw_detail(app, &Pane { title: "", focused: reading }, &at.reading, buffer);
    Divider { theme }.render(at.divider, buffer);
    focused.then(|| search.cursor(at.search)).flatten()
}

fn draw_paste(app: &App, paste: &PasteBox, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let at = layout::paste(screen);
    let findings = Findings::new(paste, &app.keymap, theme, &at);
    findings.verdict().fit(at.head.width.into()).render(at.head, buffer);

    let text = Text { paste, theme };
    Rule { title: "Your paste", label: &text.label(), focused: true, theme }
        .render(at.text_rule, buffer);
    text.render(at.text, buffer);

    let lines = findings.lines();
    let (top, label) = scrolled(lines.len(), at.findings.height.into(), paste.top);
    Rule { title: "Findings", label: &label, focused: false, theme }
        .render(at.findings_rule, buffer);
    draw_lines(&lines, top, at.findings, buffer);
    Divider { theme }.render(at.divider, buffer);
    if at.entry.detail.width > 0 {
        draw_detail(app, &Pane { title: "Its entry", focused: false }, &at.entry, buffer);
        Divider { theme }.render(at.entry_divider, buffer);
        if app.detail().is_none() {
            let area = at.entry.detail;
            StyledText::new(NO_ENTRY, theme[Role::Muted])
                .fit(area.width.into())
                .render(area, buffer);
        }
    }
    None
}

/// How an entry stands on the screen.
struct Pane {
    title: &'static str,
    focused: bool,
}

/// The entry in sight.
fn draw_detail(app: &App, pane: &Pane, at: &layout::Reading, buffer: &mut Buffer) {
    let (theme, detail) = (&app.theme, app.detail());
    let lines =
        detail.as_ref().map(|detail| detail.lines(at.detail.width.into())).unwrap_or_default();
    let (top, label) = scrolled(lines.len(), at.detail.height.into(), app.reading_top());
    let (title, focused) = (pane.title, pane.focused);
    Rule { title, label: &label, focused, theme }.render(at.rule, buffer);
    draw_lines(&lines, top, at.detail, buffer);
    if at.has_related() {
        Rule { title: "Related", label: "", focused: false, theme }.render(at.related_rule, buffer);
        if let Some(detail) = detail {
            let (width, height) = (at.related.width.into(), at.related.height.into());
            let top = detail.related_top(width, height);
            draw_lines(&detail.related_lines(width), top, at.related, buffer);
        }
        Divider { theme }.render(at.divider, buffer);
    }
}

#[cfg(test)]
mod tests;
