//! Long pastes are decoded in windows of whole log records: memory is bounded by the window, and what
//! is far away is no evidence.

use super::normalize::Encoding;
use super::records::{LOOKAHEAD, Record, Records, char_start};

/// The longest paste that is decoded as a whole.
pub const WINDOW: usize = 32 << 10;

/// The windows of a paste, in order; of most pastes it is one.
pub fn windows(input: &[u8], encoding: Encoding) -> impl Iterator<Item = Record> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let window = window_at(input, next?, encoding);
        next = Some(window.range.end).filter(|end| *end < input.len());
        Some(window)
    })
}

/// As many records as fit into a window, or a part of a longer one.
fn window_at(input: &[u8], start: usize, encoding: Encoding) -> Record {
    let reach = input.len().min(start + WINDOW + LOOKAHEAD);
    let (end, text_end) = if input.len() - start <= WINDOW {
        (input.len(), input.len())
    } else if let Encoding::Utf8 = encoding {
        let records = Records::new(&input[start..reach], reach == input.len()).iter();
        let fitting = records.take_while(|record| record.range.end <= WINDOW);
        match fitting.last() {
            Some(last) => (start + last.range.end, start + last.text_end),
            None => (char_start(input, start + WINDOW), char_start(input, reach)),
        }
    } else {
        (start + WINDOW, reach)
    };
    Record { range: start..end, text_end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_cover_a_paste_in_whole_records() {
        let record = "ERROR x\n  at y\n";
        let text = record.repeat(3 * WINDOW / record.len());
        let windows: Vec<_> = windows(text.as_bytes(), Encoding::Utf8).collect();
        assert!(windows.len() > 2);
        let mut end = 0;
        for window in windows {
            assert_eq!((window.range.start, window.text_end), (end, window.range.end));
            end = window.range.end;
            assert!(window.range.len() <= WINDOW && text[..end].ends_with(record));
        }
        assert_eq!(end, text.len());
    }

    #[test]
    fn long_lines_are_cut_with_what_follows() {
        let text = "é".repeat(WINDOW);
        for encoding in [Encoding::Utf8, Encoding::Utf16(u16::from_le_bytes)] {
            let windows: Vec<_> = windows(text.as_bytes(), encoding).collect();
            let cuts: Vec<_> = windows.iter().map(|it| (it.range.clone(), it.text_end)).collect();
            let end = WINDOW + LOOKAHEAD;
            assert_eq!(cuts, [(0..WINDOW, end), (WINDOW..text.len(), text.len())]);
        }
        let windows: Vec<_> = windows(b"", Encoding::Utf8).collect();
        assert_eq!(windows, [Record { range: 0..0, text_end: 0 }]);
    }
}
