//! The last step before a terminal or a file.
//!
//! Writers of reports make text printable by what it is: a field of one line, a cell of a table, a
//! string of JSON. Forgetting to do so in one place must not be enough to let a response control the
//! terminal. A type for printable text would have to pass through every format string and library on
//! the way, and would prove nothing about what these add. So the proof is here, at the end that every
//! path has in common: only printable text, line ends, tabs and the styles of reports come out of a
//! [`Sanitizer`], whatever is written to it. Standard output and standard error are opened only behind
//! one (`clippy.toml` denies opening them elsewhere). The browser has the same for the cells of its
//! screen.

use std::io::{self, Write};
use std::{mem, str};

use super::printable::{PrintableFilter, is_printable_ascii};

/// The start and the end of a style, which has numbers in between.
const STYLE: [&str; 2] = ["\x1b[", "m"];

/// The longest text between start and end.
const MAX_PARAMETERS: usize = 16;

/// Passes on printable text, line ends, tabs and styles, and makes everything else visible.
#[derive(Debug)]
pub struct Sanitizer<W> {
    out: W,
    filter: PrintableFilter,
    /// The end of what was written, if it may be a part of a character or of a style.
    unfinished: Vec<u8>,
}

impl<W: Write> Sanitizer<W> {
    /// A writer to `out`.
    pub fn new(out: W) -> Self {
        Self { out, filter: PrintableFilter::default(), unfinished: Vec::new() }
    }

    /// What to show for `bytes`. Keeps what is unfinished unless they are the last.
    fn sanitize(&mut self, bytes: &[u8], are_last: bool) -> String {
        let (text, unfinished) = if are_last { (bytes, &[][..]) } else { split_unfinished(bytes) };
        self.unfinished.extend_from_slice(unfinished);
        let text = String::from_utf8_lossy(text);
        let mut shown = String::with_capacity(text.len());
        let mut rest = &*text;
        while let Some(c) = rest.chars().next() {
            // Most text is ASCII, also the rest of a style.
            let plain = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b' '..=b'~')).count();
            let (plain, others) = rest.split_at(plain);
            if plain.is_empty() {
                let visible = self.filter.visible_char(c);
                let is_kept = c == '\t' || (c == '\x1b' && is_style(rest));
                shown.push(if is_kept { c } else { visible });
                rest = &rest[c.len_utf8()..];
            } else {
                self.filter = PrintableFilter::default();
                shown.push_str(plain);
                rest = others;
            }
        }
        shown
    }
}

impl<W: Write> Write for Sanitizer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        // Most output is lines of ASCII.
        if self.unfinished.is_empty() && bytes.split(|&byte| byte == b'\n').all(is_printable_ascii)
        {
            self.filter = PrintableFilter::default();
            self.out.write_all(bytes)?;
        } else {
            let mut all = mem::take(&mut self.unfinished);
            all.extend_from_slice(bytes);
            let shown = self.sanitize(&all, false);
            self.out.write_all(shown.as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let unfinished = mem::take(&mut self.unfinished);
        let shown = self.sanitize(&unfinished, true);
        self.out.write_all(shown.as_bytes())?;
        self.out.flush()
    }
}

/// Splits off the end of `bytes` that may be the start of a character or of a style.
fn split_unfinished(bytes: &[u8]) -> (&[u8], &[u8]) {
    let tail = bytes.len().saturating_sub(STYLE[0].len() + MAX_PARAMETERS);
    let escape = bytes[tail..].iter().rposition(|&byte| byte == b'\x1b').map(|at| tail + at);
    if let Some(at) = escape.filter(|&at| is_start_of_style(&bytes[at..])) {
        return bytes.split_at(at);
    }
    // A character has at most four bytes.
    let mut starts = (1..=bytes.len().min(3)).map(|length| bytes.len() - length);
    let is_unfinished = |at: &usize| {
        str::from_utf8(&bytes[*at..])
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    bytes.split_at(starts.find(is_unfinished).unwrap_or(bytes.len()))
}

fn is_start_of_style(text: &[u8]) -> bool {
    match text {
        [b'\x1b'] => true,
        [b'\x1b', b'[', parameters @ ..] => parameters.iter().all(|&byte| is_parameter(byte)),
        _ => false,
    }
}

fn is_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b';'
}

/// Whether `text` starts with a style. Only styles in which text can be read are allowed: bold, dimmed,
/// italic and underlined ones, and colours of the text.
fn is_style(text: &str) -> bool {
    let [start, end] = STYLE;
    let Some(rest) = text.strip_prefix(start) else { return false };
    let digits = rest.bytes().take(MAX_PARAMETERS).take_while(|&byte| is_parameter(byte));
    let (parameters, rest) = rest.split_at(digits.count());
    let is_allowed =
        |number: &str| matches!(number.parse(), Ok(0..=4 | 22..=24 | 30..=37 | 39 | 90..=97));
    rest.starts_with(end) && (parameters.is_empty() || parameters.split(';').all(is_allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sanitized(chunks: &[&[u8]]) -> String {
        let mut out = Sanitizer::new(Vec::new());
        for chunk in chunks {
            out.write_all(chunk).unwrap();
        }
        out.flush().unwrap();
        String::from_utf8(out.out).unwrap()
    }

    #[test]
    fn lines_tabs_and_styles_pass() {
        let text = "a\n\x1b[1m\x1b[4mb\x1b[0m\x1b[m\tc\x1b[36;1md\x1b[0m 日本 e\u{301}\n";
        assert_eq!(sanitized(&[text.as_bytes()]), text);
    }

    #[test]
    fn everything_else_is_made_visible() {
        for (text, expected) in [
            (&b"\x1b]0;owned\x07"[..], "␛]0;owned␇"),
            (b"\x1b[8mhidden\x1b[41m\x1b[38;5;0m", "␛[8mhidden␛[41m␛[38;5;0m"),
            (b"\x1b[2J\x1b[H\x1b", "␛[2J␛[H␛"),
            (b"\x1b[1", "␛[1"),
            (b"\x1b[0;0;0;0;0;0;0;0;0;0;0;0m", "␛[0;0;0;0;0;0;0;0;0;0;0;0m"),
            (b"\x1b[1;m\x1b[256m", "␛[1;m␛[256m"),
            (b"a\rb\x08\0\x7f", "a b␈␀␡"),
            (b"\xff\xe2\x82 \xf0\x9f", "�� �"),
            ("\u{202e}\u{fe0f}\u{9b}".as_bytes(), "���"),
        ] {
            assert_eq!(sanitized(&[text]), expected);
        }
    }

    #[test]
    fn only_what_may_become_a_style_or_a_character_is_kept_back() {
        for (chunk, passed) in
            [("a\x1b]0;x", "a␛]0;x"), ("a\x1b[1", "a"), ("a\x1b", "a"), ("a\x1b[1;x", "a␛[1;x")]
        {
            let mut out = Sanitizer::new(Vec::new());
            out.write_all(chunk.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(out.out).unwrap(), passed);
        }
    }

    #[test]
    fn marks_are_counted_for_each_character() {
        let marks = "\u{301}".repeat(8);
        let text = format!("e{marks}x{marks}");
        assert_eq!(sanitized(&["e".as_bytes(), marks.as_bytes(), b"x", marks.as_bytes()]), text);
        assert_eq!(sanitized(&[text.as_bytes(), b"", marks.as_bytes()]), text + &"�".repeat(8));
    }

    #[test]
    fn the_chunks_do_not_matter() {
        let marks = "\u{301}".repeat(20);
        let text =
            format!("é\x1b[1m日\x1b[0m😀\x1b]\x1b[8m\u{202e}e{marks}\x1b[31mx\u{e000}\x1b[0m");
        let whole = sanitized(&[text.as_bytes()]);
        assert!(whole.contains("\x1b[1m日\x1b[0m😀␛]␛[8m�e"), "{whole}");
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(sanitized(&bytes), whole);
        for at in 0..text.len() {
            let (start, end) = text.as_bytes().split_at(at);
            assert_eq!(sanitized(&[start, b"", end]), whole, "{at}");
        }
    }
}
