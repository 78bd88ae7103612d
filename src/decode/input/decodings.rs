//! Everything that a paste may be encoded in or decorated with, on any number of levels and in any
//! order: each is undone until nothing changes. The result is another layout of the paste, which is
//! analysed when the paste as it is gives too little.

mod base64;
mod escapes;
mod json_strings;
mod lines;
mod wrapping;

use std::ops::Range;

use json_strings::{JsonStrings, push_decoded};

use super::repair::{Repair, Repairs};
use super::source_map::{Builder, MappedText};
use super::unescape::Escape;
use super::windows::WINDOW;

/// How often the bytes of a paste are looked at for further encodings. Each step removes one
/// encoding, and a paste has few; this only limits what was made to have many.
const MAX_PASSES: usize = 32;

/// A way in which text is encoded or decorated.
struct Decoding {
    repair: Repair,
    /// A text without any of these characters is not encoded like that.
    signs: &'static [u8],
    /// Undoes one level. `None` if there is nothing to undo.
    undo: fn(&str) -> Option<Builder>,
}

impl Decoding {
    const fn new(repair: Repair, signs: &'static [u8], undo: fn(&str) -> Option<Builder>) -> Self {
        Self { repair, signs, undo }
    }
}

/// The encodings, outermost first. What is put around lines comes before what is put into them. Of
/// two that both have signs in a text, the one whose sign the other would have encoded comes first:
/// percent-encoding leaves no backslash.
const DECODINGS: [Decoding; 11] = [
    Decoding::new(Repair::OuterText, b"`'\"\xE2\xC2", lines::without_enclosing_quotes),
    Decoding::new(Repair::QuoteMarks, b">", lines::without_quote_marks),
    Decoding::new(Repair::DiffMarks, b"+-", lines::without_diff_marks),
    Decoding::new(Repair::PrefixesRemoved, b"\n", lines::without_prefixes),
    Decoding::new(Repair::QuotedPrintable, b"=", escapes::quoted_printable_decoded),
    Decoding::new(Repair::LineBreaks, b"<#^", escapes::line_breaks),
    Decoding::new(Repair::Unescaped, b"&", escapes::entities_decoded),
    Decoding::new(Repair::Unescaped, b"\\", escapes::backslashes_removed),
    Decoding::new(Repair::ControlSequences, b"[", escapes::without_control_sequences),
    Decoding::new(Repair::PercentDecoded, b"%", escapes::percent_decoded),
    Decoding::new(Repair::Base64, b"", base64::decoded),
];

/// How many of them concern lines. Wrapped lines are joined after these.
const LINE_DECODINGS: usize = 5;

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

    /// The longest text whose lines are joined.
    const fn max_length(self) -> usize {
        match self {
            Self::None => usize::MAX,
            Self::Hard => WINDOW,
            Self::Soft => 8 * 1024,
        }
    }

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
    if text.as_str().len() > wrapping.max_length() {
        return None;
    }
    let budget = MAX_PASSES * text.as_str().len();
    let mut fixpoint = Fixpoint { wrapping, budget, is_joined: false, repairs };
    let decoded = fixpoint.decode(text.reborrow())?;
    (fixpoint.is_joined || wrapping == Wrapping::None).then_some(decoded)
}

/// Undoes encodings until nothing changes.
struct Fixpoint<'r> {
    wrapping: Wrapping,
    /// How many bytes may still be looked at.
    budget: usize,
    is_joined: bool,
    repairs: &'r mut Repairs,
}

impl Fixpoint<'_> {
    /// `None` if nothing is undone.
    fn decode<'a>(&mut self, mut text: MappedText<'a>) -> Option<MappedText<'a>> {
        let mut is_changed = false;
        while let Some(budget) = self.budget.checked_sub(text.as_str().len())
            && let Some((repair, builder)) = self.undo_first(text.as_str())
        {
            self.budget = budget;
            is_changed = true;
            self.is_joined |= repair == Repair::Rejoined;
            self.repairs.add(repair);
            text = text.rewritten(builder);
        }
        is_changed.then_some(text)
    }

    /// Undoes the outermost encoding of a text. Lines are joined once: the joined text has a longest
    /// line too.
    fn undo_first(&mut self, text: &str) -> Option<(Repair, Builder)> {
        let (of_lines, of_texts) = DECODINGS.split_at(LINE_DECODINGS);
        let mut occurs = [false; 256];
        text.bytes().for_each(|byte| occurs[usize::from(byte)] = true);
        let has_sign = |decoding: &&Decoding| {
            decoding.signs.is_empty()
                || decoding.signs.iter().any(|sign| occurs[usize::from(*sign)])
        };
        let first = |decodings: &[Decoding]| {
            let mut decodings = decodings.iter().filter(has_sign);
            decodings.find_map(|decoding| Some((decoding.repair, (decoding.undo)(text)?)))
        };
        let joined = || if self.is_joined { None } else { self.wrapping.undo(text) };
        (first(of_lines).or_else(|| Some((Repair::Rejoined, joined()?))))
            .or_else(|| first(of_texts))
            .or_else(|| Some((Repair::Unescaped, self.decode_strings(text)?)))
    }

    /// Undoes the encodings inside the strings of JSON that have escapes, and escapes the result
    /// again.
    fn decode_strings(&mut self, text: &str) -> Option<Builder> {
        if !text.contains('\\') {
            return None;
        }
        let whole = MappedText::verbatim(text);
        let mut out = Builder::default();
        let mut copied = 0;
        let has_escapes = |string: &Range<usize>| text[string.clone()].contains('\\');
        for string in JsonStrings::new(text).filter(has_escapes) {
            let content = Escape::Backslash.undo(&whole, string.clone());
            let Some(content) = self.decode(content) else { continue };
            out.copy(&text[copied..string.start], copied);
            for (at, c) in content.as_str().char_indices() {
                push_decoded(c, content.input_span(&(at..at + c.len_utf8())), true, &mut out);
            }
            copied = string.end;
        }
        (copied > 0).then(|| {
            out.copy(&text[copied..], copied);
            out
        })
    }
}
