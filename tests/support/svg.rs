//! A buffer as an SVG image of a terminal.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The size of a cell, and the margin around all of them, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 12.0;

/// A run of cells with the same style.
struct Run {
    column: usize,
    width: usize,
    text: String,
    fg: String,
    bg: Option<String>,
    modifiers: Modifier,
}

/// The default colours of a terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Colours {
    pub(crate) fg: &'static str,
    pub(crate) bg: &'static str,
}

/// Draws `buffer` as a terminal with these colours.
pub(crate) fn picture(buffer: &Buffer, title: &str, colours: Colours) -> String {
    let rows: String = rows(buffer, colours).concat();
    format!("{}{}{rows}{END}", head(buffer, 0.0, title), terminal(colours))
}

/// The end of an image.
pub(crate) const END: &str = "</g>\n</svg>\n";

/// The start of an image of `buffer`, with extra pixels below it.
pub(crate) fn head(buffer: &Buffer, below: f32, title: &str) -> String {
    let (width, height) = (x(buffer.area.width) + MARGIN, y(buffer.area.height) + MARGIN + below);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n<title>{title}</title>\n"
    )
}

/// The background of the terminal.
pub(crate) fn terminal(Colours { bg, .. }: Colours) -> String {
    format!(
        "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{bg}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\">\n"
    )
}

/// Each row of a buffer.
pub(crate) fn rows(buffer: &Buffer, Colours { fg, bg }: Colours) -> Vec<String> {
    let rows = buffer.content().chunks(usize::from(buffer.area.width)).zip(0..);
    let rows = rows.map(|(cells, row)| {
        let mut svg = String::new();
        for run in runs(cells, fg, bg) {
            draw(&mut svg, &run, y(row));
        }
        svg
    });
    rows.collect()
}

/// The left edge of a column.
pub(crate) fn x(column: u16) -> f32 {
    MARGIN + f32::from(column) * CELL.0
}

/// The top edge of a row.
pub(crate) fn y(row: u16) -> f32 {
    MARGIN + f32::from(row) * CELL.1
}

fn draw(svg: &mut String, run: &Run, y: f32) {
    let x = x(u16::try_from(run.column).unwrap());
    let width = f32::from(u16::try_from(run.width).unwrap()) * CELL.0;
    if let Some(bg) = &run.bg {
        let height = CELL.1;
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{bg}\"/>"
        )
        .unwrap();
    }
    // Browsers drop leading and trailing spaces and would stretch the rest.
    let text = run.text.trim_matches(' ');
    if text.is_empty() {
        return;
    }
    let before = run.text.len() - run.text.trim_start_matches(' ').len();
    let x = self::x(u16::try_from(run.column + before).unwrap());
    let width = f32::from(u16::try_from(text.width()).unwrap()) * CELL.0;
    let mut attributes = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if run.modifiers.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    let (fg, text) = (&run.fg, escaped(text));
    let y = y + CELL.1 * 0.75;
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{width:.1}\" fill=\"{fg}\"{attributes}>{text}</text>"
    )
    .unwrap();
}

fn runs(cells: &[Cell], fg: &str, bg: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut hidden = 0;
    for (column, cell) in cells.iter().enumerate() {
        // The cells after a wide character are hidden.
        if hidden > 0 {
            hidden -= 1;
            continue;
        }
        let width = cell.symbol().width().max(1);
        hidden = width - 1;
        let (mut front, mut back) = (colour(cell.fg), colour(cell.bg));
        let mut modifiers = cell.modifier;
        if modifiers.contains(Modifier::REVERSED) {
            let foreground = front.take().unwrap_or_else(|| fg.to_owned());
            front = Some(back.take().unwrap_or_else(|| bg.to_owned()));
            back = Some(foreground);
            modifiers.remove(Modifier::REVERSED);
        }
        let front = front.unwrap_or_else(|| fg.to_owned());
        match runs.last_mut() {
            Some(run) if run.fg == front && run.bg == back && run.modifiers == modifiers => {
                run.text.push_str(cell.symbol());
                run.width += width;
            }
            _ => runs.push(Run {
                column,
                width,
                text: cell.symbol().to_owned(),
                fg: front,
                bg: back,
                modifiers,
            }),
        }
    }
    runs
}

/// An RGB colour; themes in true colour use no others.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(..) => Some(colour.to_string()),
        _ => None,
    }
}

/// Escapes text for SVG, which would collapse several spaces.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace("  ", "\u{a0}\u{a0}")
}
