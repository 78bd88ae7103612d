//! Everything that a paste may be encoded in or decorated with, on any number of levels and in any
//! order: each is undone until nothing changes. The result is another layout of the paste, which is
//! analysed when the paste as it is gives too little.

mod base64;
mod escapes;
mod json_strings;
mod lines;
mod wrapping;

use super::repair::{Repair, Repairs};
use super::source_map::{Builder, MappedText};

/// The most decodings undone in one paste; each pair of any two is far below.
const MAX_STEPS: usize = 24;

/// Undoes one level of an encoding in a text. `None`, mostly after one look, if it has none.
type Undo = fn(&str) -> Option<Builder>;

/// The encodings, outermost first: what is put around lines, what is put into them, what whole
/// texts are written in.
const DECODINGS: [(Repair, Undo); 11] = [
    (Repair::OuterText, lines::without_enclosing_quotes),
    (Repair::QuoteMarks, lines::without_quote_marks),
    (Repair::DiffMarks, lines::without_diff_marks),
    (Repair::PrefixesRemoved, lines::without_prefixes),
    (Repair::ControlSequences, escapes::without_printed_control_sequences),
    (Repair::LineBreaks, escapes::line_breaks),
    (Repair::Base64, base64::decoded),
    (Repair::PercentDecoded, escapes::percent_decoded),
    (Repair::QuotedPrintable, escapes::quoted_printable_decoded),
    (Repair::Unescaped, escapes::entities_decoded),
    (Repair::Unescaped, escapes::backslashes_removed),
];

/// The decodings that only concern lines. Wrapped lines are joined after them.
const LINE_DECODINGS: usize = 4;

/// How lines were wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// They were not.
    None,
    /// At the width of a terminal.
    Hard,
    /// Between words.
    Soft,
}

impl Wrapping {
    /// Each of them, most likely first.
    pub const ALL: [Self; 3] = [Self::None, Self::Hard, Self::Soft];

    fn undo(self, text: &str) -> Option<Builder> {
        match self {
            Self::None => None,
            Self::Hard => wrapping::rejoined(text),
            Self::Soft => wrapping::joined(text),
        }
    }
}

/// The text with all encodings undone, where lines were wrapped like that. `None` if it is the same,
/// or if it has no lines of that wrapping.
pub fn decoded<'a>(
    text: &'a MappedText<'a>,
    wrapping: Wrapping,
    repairs: &mut Repairs,
) -> Option<MappedText<'a>> {
    let mut decoded = text.reborrow();
    let (mut is_joined, mut can_join) = (false, true);
    for step in 0..MAX_STEPS {
        let undone = undo_first(&DECODINGS[..LINE_DECODINGS], decoded.as_str());
        let joined = || {
            let joined = wrapping.undo(decoded.as_str()).filter(|_| can_join)?;
            Some((Repair::Rejoined, joined))
        };
        let undone = undone.or_else(joined);
        let undone = undone.or_else(|| undo_first(&DECODINGS[LINE_DECODINGS..], decoded.as_str()));
        let Some((repair, builder)) = undone else {
            let is_changed = step > 0 && (is_joined || wrapping == Wrapping::None);
            return is_changed.then_some(decoded);
        };
        is_joined |= repair == Repair::Rejoined;
        // The joined text has a longest line too; only what is decoded from it may be wrapped.
        can_join = repair != Repair::Rejoined;
        repairs.add(repair);
        decoded = decoded.rewritten(builder);
    }
    Some(decoded)
}

fn undo_first(decodings: &[(Repair, Undo)], text: &str) -> Option<(Repair, Builder)> {
    decodings.iter().find_map(|(repair, undo)| Some((*repair, undo(text)?)))
}
