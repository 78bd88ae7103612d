//! Bytes of any encoding become text, without what terminals add around it: colours, box drawing,
//! no-break spaces.

use std::ops::Range;

use super::repair::{Repair, Repairs};
use super::source_map::{Builder, MappedText};

/// Decodes a part of `input` and removes what no response contains. Every step is added to
/// `repairs`.
pub fn normalize<'a>(
    input: &'a [u8],
    part: Range<usize>,
    encoding: Encoding,
    repairs: &mut Repairs,
) -> MappedText<'a> {
    let bytes = &input[part.clone()];
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if bytes.iter().all(is_plain)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return MappedText::part(text, part.start);
    }
    let mut normalizer = Normalizer {
        out: Builder::with_capacity(bytes.len()),
        repairs,
        transcoded: matches!(encoding, Encoding::Utf16(_)),
        sequence: Sequence::None,
        line_start: true,
        after_box: false,
    };
    match encoding {
        Encoding::Utf16(unit) => {
            normalizer.repairs.add(Repair::Utf16);
            read_utf16(bytes, part.start, unit, |c, origin| normalizer.push(c, origin));
        }
        Encoding::Utf8 => read_utf8(bytes, part.start, |c, origin| normalizer.push(c, origin)),
    }
    normalizer.out.finish(None)
}

/// How characters are encoded.
#[derive(Debug, Clone, Copy)]
pub enum Encoding {
    /// What is not UTF-8 is replaced.
    Utf8,
    /// Reads two bytes as a unit.
    Utf16(fn([u8; 2]) -> u16),
}

impl Encoding {
    /// The encoding of `input`: UTF-16 by its byte order mark, or by ASCII text with a zero in every
    /// pair, else UTF-8.
    pub fn of(input: &[u8]) -> Self {
        match input {
            [0xFF, 0xFE, ..] => return Self::Utf16(u16::from_le_bytes),
            [0xFE, 0xFF, ..] => return Self::Utf16(u16::from_be_bytes),
            _ => {}
        }
        let head = &input[..input.len().min(64) & !1];
        if head.len() < 4 {
            return Self::Utf8;
        }
        let zeros =
            |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
        let most = head.len() / 2 * 3 / 4;
        match (zeros(0), zeros(1)) {
            (0, odd) if odd >= most => Self::Utf16(u16::from_le_bytes),
            (even, 0) if even >= most => Self::Utf16(u16::from_be_bytes),
            _ => Self::Utf8,
        }
    }
}

fn read_utf16(
    bytes: &[u8],
    start: usize,
    unit: fn([u8; 2]) -> u16,
    mut push: impl FnMut(char, Range<usize>),
) {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut at = start;
    for c in char::decode_utf16(units) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let end = at + 2 * c.len_utf16();
        push(c, at..end.min(start + bytes.len()));
        at = end;
    }
}

fn read_utf8(bytes: &[u8], start: usize, mut push: impl FnMut(char, Range<usize>)) {
    let mut at = start;
    for chunk in bytes.utf8_chunks() {
        for (offset, c) in chunk.valid().char_indices() {
            push(c, at + offset..at + offset + c.len_utf8());
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            push(char::REPLACEMENT_CHARACTER, at..at + chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
}

/// The position within a terminal escape sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    None,
    /// After ESC.
    Started,
    /// In a control sequence, up to its final letter.
    Control,
    /// In a string such as a title, up to BEL or ESC `\`.
    String,
}

#[derive(Debug)]
struct Normalizer<'r> {
    out: Builder,
    repairs: &'r mut Repairs,
    /// Whether the bytes of the input are not those of the text.
    transcoded: bool,
    sequence: Sequence,
    /// Whether the line has only had spaces and box drawing so far.
    line_start: bool,
    /// Whether box drawing was just removed, so that the space after it goes too.
    after_box: bool,
}

impl Normalizer<'_> {
    fn push(&mut self, c: char, origin: Range<usize>) {
        if self.advance_sequence(c) {
            return self.repairs.add(Repair::ControlSequences);
        }
        let after_box = std::mem::take(&mut self.after_box);
        match c {
            '\n' | '\r' | '\t' => self.keep(c, origin),
            '\u{2500}'..='\u{257F}' => {
                self.repairs.add(Repair::BoxDrawing);
                self.after_box = self.line_start;
                if !self.after_box {
                    self.out.replace(' ', origin);
                }
            }
            ' ' if after_box => {}
            '\u{A0}' | '\u{202F}' | '\u{2007}' => {
                self.repairs.add(Repair::NoBreakSpaces);
                self.out.replace(' ', origin);
            }
            '\u{FEFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' => self.repairs.add(Repair::Invisible),
            char::REPLACEMENT_CHARACTER => {
                self.repairs.add(Repair::InvalidUtf8);
                self.out.replace(c, origin);
            }
            c if c.is_control() => self.repairs.add(Repair::ControlSequences),
            c => self.keep(c, origin),
        }
        self.line_start = match c {
            '\n' => true,
            ' ' | '\u{2500}'..='\u{257F}' => self.line_start,
            _ => false,
        };
    }

    fn keep(&mut self, c: char, origin: Range<usize>) {
        if self.transcoded {
            self.out.replace(c, origin);
        } else {
            self.out.copy(c.encode_utf8(&mut [0; 4]), origin.start);
        }
    }

    /// Whether `c` belongs to an escape sequence.
    fn advance_sequence(&mut self, c: char) -> bool {
        let (next, is_part) = match (self.sequence, c) {
            (_, '\u{1B}') | (Sequence::Started, ' '..='/') => (Sequence::Started, true),
            (Sequence::None, '\u{9B}')
            | (Sequence::Started, '[')
            | (Sequence::Control, ' '..='?') => (Sequence::Control, true),
            (Sequence::Started, ']' | 'P' | 'X' | '^' | '_') => (Sequence::String, true),
            // A truncated string must not swallow the lines after it.
            (_, '\n' | '\r') | (Sequence::None, _) => (Sequence::None, false),
            (Sequence::String, '\u{7}')
            | (Sequence::Started, _)
            | (Sequence::Control, '@'..='~') => (Sequence::None, true),
            (Sequence::Control, _) => (Sequence::None, false),
            (Sequence::String, _) => (Sequence::String, true),
        };
        self.sequence = next;
        is_part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalized(input: &[u8]) -> (String, Vec<Repair>) {
        let mut repairs = Repairs::default();
        let text = normalize(input, 0..input.len(), Encoding::of(input), &mut repairs);
        (text.as_str().to_owned(), repairs.into_vec())
    }

    #[test]
    fn terminal_decoration_is_removed() {
        let (text, repairs) =
            normalized("╷\n│ Error: \u{1b}[1;31mfailed\u{1b}[0m\u{a0}now\n╵".as_bytes());
        assert_eq!(text, "\nError: failed now\n");
        let expected = [Repair::BoxDrawing, Repair::ControlSequences, Repair::NoBreakSpaces];
        assert_eq!(repairs, expected);
    }

    #[test]
    fn utf16_is_decoded_with_and_without_a_byte_order_mark() {
        for (mark, little_endian) in [(true, true), (false, true), (false, false), (true, false)] {
            let text = if mark { "\u{feff}{\"code\":\"Ä\"}" } else { "{\"code\":\"Ä\"}" };
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(
                    |unit| if little_endian { unit.to_le_bytes() } else { unit.to_be_bytes() },
                )
                .collect();
            let mut repairs = Repairs::default();
            let read = normalize(&bytes, 0..bytes.len(), Encoding::of(&bytes), &mut repairs);
            assert_eq!(read.as_str(), "{\"code\":\"Ä\"}");
            let start = read.as_str().find('Ä').expect("the letter is there");
            let span = read.input_span(&(start..start + 2));
            assert_eq!(span.len(), 2, "one UTF-16 unit");
        }
    }

    #[test]
    fn a_truncated_title_does_not_swallow_the_next_line() {
        assert_eq!(normalized(b"\x1b]0;title\nnext").0, "\nnext");
    }
}
