//! What the state looks like. Drawing reads the state and changes none of it.

mod detail;
mod findings;
mod help;
mod hints;
mod list;
mod paste;
mod rule;
mod search;
mod tabs;
mod take;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

pub(crate) use detail::Detail;
pub(crate) use findings::Findings;
pub(crate) use help::Help;

use self::hints::Hints;
use self::list::List;
use self::paste::Text;
use self::rule::{Divider, Rule};
use self::search::Search;
use self::tabs::TabBar;
use self::take::{Menu, Question};
use super::app::{App, Page};
use super::layout;
use super::paste::PasteBox;
use super::theme::Role;

/// Draws the browser onto a frame of any size.
pub fn draw(app: &App, frame: &mut Frame) {
    let screen = frame.area();
    let buffer = frame.buffer_mut();
    let cursor = match app.pages.iter().rfind(|page| !page.is_popup()) {
        Some(Page::Paste(paste)) => draw_paste(app, paste, screen, buffer),
        Some(Page::Entry { record, finding, top }) => {
            let at = layout::entry(screen);
            let detail = app.detail_of(*record, Some(finding));
            let pane = Pane { title: "From your paste", top: *top, focused: true };
            draw_detail(app, Some(&detail), &pane, (at.rule, at.detail), buffer);
            None
        }
        Some(Page::Detail { top }) => draw_browse(app, Some(*top), screen, buffer),
        _ => draw_browse(app, None, screen, buffer),
    };
    let (keymap, theme) = (&app.keymap, &app.theme);
    let hints = Hints { scopes: app.scopes(), keymap, notice: app.notice.as_deref(), theme };
    let last = screen.rows().next_back().unwrap_or_default();
    hints.render(last, buffer);
    let cursor = match app.pages.last() {
        Some(Page::Help { top }) => {
            app.help().render(*top, screen, buffer);
            None
        }
        Some(Page::Take) => {
            Menu { subject: app.subject(), keymap, theme }.render(screen, buffer);
            None
        }
        Some(Page::Save(prompt)) => {
            let question = Question { prompt, theme };
            // What there is to say about the last answer takes the place of the question.
            app.notice.is_none().then(|| question.render(last, buffer)).flatten()
        }
        _ => cursor,
    };
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

/// The list page; `reading` is the first line of the detail, when that has the focus.
fn draw_browse(
    app: &App,
    reading: Option<usize>,
    screen: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let (browse, theme) = (&app.browse, &app.theme);
    let focused = reading.is_none();
    let at = layout::browse(screen, !focused);
    TabBar { tabs: &browse.tabs, active: browse.tab, theme }.render(at.tabs, buffer);
    let search = Search { line: &browse.line, remarks: &browse.remarks, focused, theme };
    search.render(at.search, buffer);
    let label = match browse.shown.len() {
        0 => "no match".to_owned(),
        count => format!("{} of {count}", browse.selected + 1),
    };
    Rule { title: "", label: &label, focused, theme }.render(at.list_rule, buffer);
    List { browse, focused, theme }.render(at.list, buffer);
    let detail = app.detail();
    let pane = Pane { title: "", top: reading.unwrap_or(0), focused: !focused };
    draw_detail(app, detail.as_ref(), &pane, (at.detail_rule, at.detail), buffer);
    Divider { theme }.render(at.divider, buffer);
    focused.then(|| search.cursor(at.search)).flatten()
}

fn draw_paste(app: &App, paste: &PasteBox, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let at = layout::paste(screen);
    let findings = Findings { paste, theme };
    findings.verdict().fit(at.head.width.into()).render(at.head, buffer);

    let text = Text { paste, theme };
    Rule { title: "Your paste", label: &text.label(), focused: true, theme }
        .render(at.text_rule, buffer);
    text.render(at.text, buffer);

    let lines = findings.lines(at.findings.width.into());
    let (top, label) = scrolled(lines.len(), at.findings.height.into(), paste.top);
    Rule { title: "Findings", label: &label, focused: false, theme }
        .render(at.findings_rule, buffer);
    draw_lines(&lines, top, at.findings, buffer);
    Divider { theme }.render(at.divider, buffer);
    None
}

/// How an entry stands on the screen.
struct Pane {
    title: &'static str,
    /// The first line to show.
    top: usize,
    focused: bool,
}

fn draw_detail(
    app: &App,
    detail: Option<&Detail>,
    pane: &Pane,
    (rule, area): (Rect, Rect),
    buffer: &mut Buffer,
) {
    let lines = detail.map(|detail| detail.lines(area.width.into())).unwrap_or_default();
    let (top, label) = scrolled(lines.len(), area.height.into(), pane.top);
    let (title, focused, theme) = (pane.title, pane.focused, &app.theme);
    Rule { title, label: &label, focused, theme }.render(rule, buffer);
    draw_lines(&lines, top, area, buffer);
}

/// The first line to show, and a label that says where it is; empty when all lines are in sight.
fn scrolled(lines: usize, height: usize, top: usize) -> (usize, String) {
    let last = lines.saturating_sub(height);
    let top = top.min(last);
    let label = match (top, last) {
        (_, 0) => String::new(),
        (0, last) => format!("{last} more below"),
        (top, last) if top == last => "end".to_owned(),
        (top, last) => format!("{} %", top * 100 / last),
    };
    (top, label)
}

fn draw_lines(lines: &[Line], top: usize, area: Rect, buffer: &mut Buffer) {
    for (line, row) in lines.iter().skip(top).zip(area.rows()) {
        line.render(row, buffer);
    }
}
