//! A session as an animated SVG image, with styles and without scripts. Elements shared by several frames
//! are written once. If motion is disabled or unsupported, one frame is shown.

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
    /// Describes the last step.
    pub(crate) caption: String,
    pub(crate) seconds: f32,
}

/// Draws a session; frame `still` is shown if nothing moves.
pub(crate) fn picture(frames: &[Frame], still: usize, title: &str, colours: Colours) -> String {
    let first = &frames[0].buffer;
    let mut elements: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, frame) in frames.iter().enumerate() {
        let drawn = svg::rows(&frame.buffer, colours).concat()
            + &caption(&frame.caption, first.area.height, colours);
        for element in drawn.lines() {
            elements.entry(element.to_owned()).or_default().push(number);
        }
    }
    // Backgrounds are drawn before all text.
    let mut groups: BTreeMap<(bool, Vec<usize>), String> = BTreeMap::new();
    for (element, shown) in elements {
        let group = groups.entry((element.starts_with("<text"), shown)).or_default();
        writeln!(group, "{element}").unwrap();
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

/// The animation that shows a group only in its frames.
fn animation(number: usize, shown: &[usize], frames: &[Frame]) -> String {
    let duration: f32 = frames.iter().map(|frame| frame.seconds).sum();
    let (mut steps, mut at, mut before) = (String::new(), 0.0, None);
    for (i, frame) in frames.iter().enumerate() {
        let now = shown.contains(&i);
        if before != Some(now) {
            let word = if now { "visible" } else { "hidden" };
            write!(steps, "{:.2}%{{visibility:{word}}}", 100.0 * at / duration).unwrap();
        }
        before = Some(now);
        at += frame.seconds;
    }
    format!(
        "@keyframes k{number}{{{steps}}}\n.g{number}{{animation:k{number} {duration:.2}s step-end infinite}}\n"
    )
}

fn caption(text: &str, rows: u16, Colours { fg, .. }: Colours) -> String {
    let (x, y) = (svg::x(1), svg::y(rows) + CAPTION * 0.8);
    let text = svg::escaped(text);
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{fg}\" opacity=\"0.8\">{text}</text>\n")
}
