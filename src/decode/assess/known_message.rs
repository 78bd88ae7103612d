//! Which of an entry's messages a text is, contains, starts or rewords.

use std::ops::Range;

use crate::catalog::Entry;
use crate::decode::detect::candidate::Part;
use crate::decode::detect::messages::align::{align, visit_content_words};
use crate::decode::detect::messages::template::{Folded, Template, TemplateMatch};
use crate::decode::report::{Extent, Feature};

/// Messages of fewer letters count in proportion.
const LONG_MESSAGE: usize = 20;
/// Messages of that many letters are surely not those of another API.
const VERY_LONG_MESSAGE: usize = 60;

/// A message of an entry that was found in a text.
pub struct FoundMessage {
    /// The index among the entry's messages.
    pub index: usize,
    pub extent: Extent,
    /// The placeholders' names, with the position of each value.
    pub values: Vec<(String, Range<usize>)>,
    /// The part of the text that the message covers.
    pub span: Range<usize>,
    /// How much of the message's weight applies, 0 to 1.
    pub strength: f64,
    /// The share of a long message's weight.
    pub length: f64,
}

impl FoundMessage {
    /// What it weighs.
    pub fn feature(&self) -> Feature {
        match self.extent {
            Extent::Whole => Feature::Message,
            Extent::Part | Extent::Start => Feature::MessagePart,
            Extent::Reworded => Feature::MessageReworded,
        }
    }
}

/// The message of which the most is in a text, or which starts with the text.
pub fn best_message(part: &Part, templates: &[Template]) -> Option<FoundMessage> {
    if templates.is_empty() {
        return None;
    }
    let folded = Folded::new(&part.text);
    let contained = templates.iter().enumerate().filter_map(|(index, template)| {
        let TemplateMatch { is_whole, values, span } = template.find(&part.text, &folded)?;
        let extent = if is_whole { Extent::Whole } else { Extent::Part };
        let (strength, length) = (share(template.literal_len()), length(template.literal_len()));
        Some(FoundMessage { index, extent, values, span, strength, length })
    });
    let best = |a: &FoundMessage, b: &FoundMessage| {
        a.strength.total_cmp(&b.strength).then((b.extent as u8).cmp(&(a.extent as u8)))
    };
    let start = || {
        let start = Folded::new(without_ellipsis(&part.text));
        let index = templates.iter().position(|template| template.starts_with(&start))?;
        let (extent, strength) = (Extent::Start, share(start.letters().len()));
        let span = 0..part.text.len();
        let length = length(start.letters().len());
        Some(FoundMessage { index, extent, values: Vec::new(), span, strength, length })
    };
    contained.max_by(best).or_else(start)
}

/// The message of the entry of which most words are in a text.
pub fn reworded(part: &Part, entry: &Entry) -> Option<FoundMessage> {
    let texts = entry.messages.iter().enumerate();
    let aligned = texts.filter_map(|(index, message)| {
        let (strength, span) = align(message, &part.text)?;
        let length = strength * length(message.len());
        let (extent, values) = (Extent::Reworded, Vec::new());
        Some(FoundMessage { index, extent, values, span, strength, length })
    });
    aligned.max_by(|a, b| a.strength.total_cmp(&b.strength))
}

/// The share of a message's words that its code does not have: what repeats the code, such as
/// `Entity not found` for `EntityNotFound`, is no further evidence.
pub fn share_beyond_code(message: &str, code: &str) -> f64 {
    let code = code.to_ascii_lowercase();
    let (mut all, mut beyond) = (0, 0);
    visit_content_words(message, |word| {
        all += 1;
        beyond += usize::from(!code.contains(word));
    });
    if all == 0 { 1.0 } else { small(beyond) / small(all) }
}

/// A text without the ellipsis that marks a truncation.
fn without_ellipsis(text: &str) -> &str {
    let text = text.trim_end();
    text.strip_suffix("(truncated)").unwrap_or(text).trim_end_matches([' ', '.', '…'])
}

/// The share of a message's weight for that many letters.
fn share(letters: usize) -> f64 {
    (small(letters) / small(LONG_MESSAGE)).min(1.0)
}

/// The share of a long message's weight for that many letters.
fn length(letters: usize) -> f64 {
    (small(letters.saturating_sub(LONG_MESSAGE)) / small(VERY_LONG_MESSAGE - LONG_MESSAGE)).min(1.0)
}

/// A number of letters or members.
pub fn small(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
