//! The first reading of a paste: bytes of whatever encoding become text, and what terminals add
//! around text (colour, box drawing, no-break spaces) is left out.

use std::ops::Range;

use super::repair::{Repair, Repairs};
use super::text::{Builder, Text};

/// Decodes `input` and removes what no response contains. Every step taken is named in `repairs`.
pub(super) fn clean(input: &[u8], repairs: &mut Repairs) -> Text<'static> {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if input.iter().all(plain)
        && let Ok(text) = std::str::from_utf8(input)
    {
        return Text::verbatim(text.to_owned());
    }
    let mut cleaner = Cleaner::new(repairs);
    match utf16(input) {
        Some(little_endian) => {
            cleaner.repairs.note(Repair::Utf16);
            cleaner.recoded = true;
            read_utf16(input, little_endian, |c, origin| cleaner.take(c, origin));
        }
        None => read_utf8(input, |c, origin| cleaner.take(c, origin)),
    }
    cleaner.out.finish(None)
}

/// The byte order of UTF-16 input: told by its mark, or by ASCII text with a zero in every pair.
fn utf16(input: &[u8]) -> Option<bool> {
    match input {
        [0xFF, 0xFE, ..] => return Some(true),
        [0xFE, 0xFF, ..] => return Some(false),
        _ => {}
    }
    let head = &input[..input.len().min(64) & !1];
    if head.len() < 4 {
        return None;
    }
    let zeros =
        |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let most = head.len() / 2 * 3 / 4;
    if zeros(1) >= most && zeros(0) == 0 {
        Some(true)
    } else if zeros(0) >= most && zeros(1) == 0 {
        Some(false)
    } else {
        None
    }
}

fn read_utf16(input: &[u8], little_endian: bool, mut take: impl FnMut(char, Range<usize>)) {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if little_endian { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    let mut at = 0;
    for c in char::decode_utf16(input.chunks_exact(2).map(unit)) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let end = at + 2 * c.len_utf16();
        take(c, at..end.min(input.len()));
        at = end;
    }
}

fn read_utf8(input: &[u8], mut take: impl FnMut(char, Range<usize>)) {
    let mut at = 0;
    for chunk in input.utf8_chunks() {
        for (offset, c) in chunk.valid().char_indices() {
            take(c, at + offset..at + offset + c.len_utf8());
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            take(char::REPLACEMENT_CHARACTER, at..at + chunk.invalid().len());
            at += chunk.invalid().len();
        }
    }
}

/// Where an escape sequence of the terminal stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    #[default]
    None,
    /// After ESC.
    Begun,
    /// In a control sequence, up to its final letter.
    Control,
    /// In a string such as a title, up to BEL or ESC `\`.
    String,
}

#[derive(Debug)]
struct Cleaner<'r> {
    out: Builder,
    repairs: &'r mut Repairs,
    /// Whether the input's bytes are not those of the text.
    recoded: bool,
    sequence: Sequence,
    /// Whether only blanks and box drawing have come on this line.
    line_start: bool,
    /// Whether box drawing has just been skipped, so that the blank behind it belongs to it.
    after_box: bool,
}

impl<'r> Cleaner<'r> {
    fn new(repairs: &'r mut Repairs) -> Self {
        Self {
            out: Builder::default(),
            repairs,
            recoded: false,
            sequence: Sequence::None,
            line_start: true,
            after_box: false,
        }
    }

    fn take(&mut self, c: char, origin: Range<usize>) {
        if self.in_sequence(c) {
            return self.repairs.note(Repair::Escapes);
        }
        let after_box = std::mem::take(&mut self.after_box);
        match c {
            '\n' | '\r' | '\t' => self.keep(c, origin),
            '\u{2500}'..='\u{257F}' => {
                self.repairs.note(Repair::BoxDrawing);
                self.after_box = self.line_start;
                if !self.after_box {
                    self.out.replace(' ', origin);
                }
            }
            ' ' if after_box => {}
            '\u{A0}' | '\u{202F}' | '\u{2007}' => {
                self.repairs.note(Repair::NoBreakSpaces);
                self.out.replace(' ', origin);
            }
            '\u{FEFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' => {
                self.repairs.note(Repair::ZeroWidth);
            }
            char::REPLACEMENT_CHARACTER => {
                self.repairs.note(Repair::InvalidBytes);
                self.out.replace(c, origin);
            }
            c if c.is_control() => self.repairs.note(Repair::Escapes),
            c => self.keep(c, origin),
        }
        self.line_start = match c {
            '\n' => true,
            ' ' | '\u{2500}'..='\u{257F}' => self.line_start,
            _ => false,
        };
    }

    fn keep(&mut self, c: char, origin: Range<usize>) {
        if self.recoded {
            self.out.replace(c, origin);
        } else {
            self.out.copy(c.encode_utf8(&mut [0; 4]), origin.start);
        }
    }

    /// Whether `c` belongs to an escape sequence.
    fn in_sequence(&mut self, c: char) -> bool {
        let (next, part) = match (self.sequence, c) {
            (_, '\u{1B}') | (Sequence::Begun, ' '..='/') => (Sequence::Begun, true),
            (Sequence::None, '\u{9B}')
            | (Sequence::Begun, '[')
            | (Sequence::Control, ' '..='?') => (Sequence::Control, true),
            (Sequence::Begun, ']' | 'P' | 'X' | '^' | '_') => (Sequence::String, true),
            // A string that a paste cut off must not swallow the lines behind it.
            (_, '\n' | '\r') | (Sequence::None, _) => (Sequence::None, false),
            (Sequence::String, '\u{7}') | (Sequence::Begun, _) | (Sequence::Control, '@'..='~') => {
                (Sequence::None, true)
            }
            (Sequence::Control, _) => (Sequence::None, false),
            (Sequence::String, _) => (Sequence::String, true),
        };
        self.sequence = next;
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(input: &[u8]) -> (String, Vec<String>) {
        let mut repairs = Repairs::default();
        let text = clean(input, &mut repairs);
        (text.as_str().to_owned(), repairs.sentences())
    }

    #[test]
    fn what_terminals_add_is_left_out() {
        let (text, repairs) =
            cleaned("╷\n│ Error: \u{1b}[1;31mfailed\u{1b}[0m\u{a0}now\n╵".as_bytes());
        assert_eq!(text, "\nError: failed now\n");
        assert_eq!(repairs.len(), 3);
    }

    #[test]
    fn utf16_is_read_with_and_without_a_mark() {
        for (mark, little_endian) in [(true, true), (false, true), (false, false), (true, false)] {
            let text = if mark { "\u{feff}{\"code\":\"Ä\"}" } else { "{\"code\":\"Ä\"}" };
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(
                    |unit| if little_endian { unit.to_le_bytes() } else { unit.to_be_bytes() },
                )
                .collect();
            let mut repairs = Repairs::default();
            let read = clean(&bytes, &mut repairs);
            assert_eq!(read.as_str(), "{\"code\":\"Ä\"}");
            let start = read.as_str().find('Ä').expect("the letter is there");
            let span = read.in_input(&(start..start + 2));
            assert_eq!(span.len(), 2, "one unit");
        }
    }

    #[test]
    fn a_title_that_is_cut_off_swallows_no_further_line() {
        assert_eq!(cleaned(b"\x1b]0;title\nnext").0, "\nnext");
    }
}
