//! A session as an animated SVG picture, with styles and without scripts. What several frames share is
//! written once. Where motion is disabled or not supported, one frame is shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;

use crate::svg::{self, Colours};

/// Pixels below the screen for the caption.
const CAPTION: f32 = 26.0;

/// A screen shown for some seconds.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) buffer: Buffer,
    /// What was done last.
    pub(crate) caption: String,
    pub(crate) seconds: f32,
}

/// The picture of a session; frame `still` is shown where nothing moves.
pub(crate) fn picture(frames: &[Frame], still: usize, title: &str, colours: Colours) -> String {
    let first = &frames[0].buffer;
    let mut pieces: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, frame) in frames.iter().enumerate() {
        let drawn = svg::rows(&frame.buffer, colours).concat()
            + &caption(&frame.caption, first.area.height, colours);
        for piece in drawn.lines() {
            pieces.entry(piece.to_owned()).or_default().push(number);
        }
    }
    // Backgrounds are drawn before all text.
    let mut groups: BTreeMap<(bool, Vec<usize>), String> = BTreeMap::new();
    for (piece, shown) in pieces {
        let group = groups.entry((piece.starts_with("<text"), shown)).or_default();
        writeln!(group, "{piece}").unwrap();
    }
    let mut styles = String::new();
    let mut drawn = String::new();
    for (number, ((_, shown), rows)) in groups.iter().enumerate() {
        if shown.len() == frames.len() {
            drawn.push_str(rows);
            continue;
        }
        let visible = if shown.contains(&still) { "" } else { " visibility=\"hidden\"" };
        write!(drawn, "<g class=\"g{number}\"{visible}>\n{rows}</g>\n").unwrap();
        styles.push_str(&animation(number, shown, frames));
    }
    format!(
        "{}<style>\n@media (prefers-reduced-motion: no-preference) {{\n{styles}}}\n</style>\n{}{drawn}{}",
        svg::head(first, CAPTION, title),
        svg::terminal(colours),
        svg::END,
    )
}

/// When a group is visible, as steps between its changes.
fn animation(number: usize, shown: &[usize], frames: &[Frame]) -> String {
    let whole: f32 = frames.iter().map(|frame| frame.seconds).sum();
    let (mut steps, mut at, mut before) = (String::new(), 0.0, None);
    for (i, frame) in frames.iter().enumerate() {
        let now = shown.contains(&i);
        if before != Some(now) {
            let word = if now { "visible" } else { "hidden" };
            write!(steps, "{:.2}%{{visibility:{word}}}", 100.0 * at / whole).unwrap();
        }
        before = Some(now);
        at += frame.seconds;
    }
    format!(
        "@keyframes k{number}{{{steps}}}\n.g{number}{{animation:k{number} {whole:.2}s step-end infinite}}\n"
    )
}

fn caption(text: &str, rows: u16, Colours { fg, .. }: Colours) -> String {
    let (x, y) = (svg::x(1), svg::y(rows) + CAPTION * 0.8);
    let text = svg::escaped(text);
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{fg}\" opacity=\"0.8\">{text}</text>\n")
}
