//! Base64 and base64url, of a whole body or of values in it, also in lines of equal length.

use std::ops::Range;

use super::json_strings::{JsonStrings, Position, push_decoded};
use crate::decode::input::source_map::Builder;

/// Shorter runs of letters are words.
const MIN_LENGTH: usize = 18;
/// Encoders break lines at 64 or 76 characters, terminals anywhere. After a short line, the text is
/// at its end.
const MIN_LINE: usize = 40;

/// Decodes every run of base64 that encodes text.
pub fn decoded(text: &str) -> Option<Builder> {
    let bytes = text.as_bytes();
    let mut strings = JsonStrings::new(text);
    let mut out = Builder::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let is_mark = || at == 0 || bytes[at - 1].is_ascii_whitespace();
        if sextet(bytes[at]).is_none() || matches!(bytes[at], b'+' | b'-') && is_mark() {
            at += 1;
            continue;
        }
        let run = run_at(bytes, at);
        at = run.end;
        if run.len() < MIN_LENGTH {
            continue;
        }
        // Three parts with dots between are a token.
        let is_part = run.start.checked_sub(1).is_some_and(|before| bytes[before] == b'.')
            || bytes.get(run.end) == Some(&b'.');
        let Some(content) = decode_run(&bytes[run.clone()]).filter(|_| !is_part) else { continue };
        let position = strings.position(run.start);
        if position == Position::InEscapedString {
            continue;
        }
        out.copy(&text[copied..run.start], copied);
        let is_in_string = position == Position::InString;
        copied = run.end + bytes[run.end..].iter().take_while(|byte| **byte == b'=').count();
        push_decoded_run(&content, bytes, run, is_in_string, &mut out);
        at = copied;
    }
    if copied == 0 {
        return None;
    }
    out.copy(&text[copied..], copied);
    Some(out)
}

/// The run of base64 at `start`, with the line breaks in it, without padding.
fn run_at(bytes: &[u8], start: usize) -> Range<usize> {
    let run_end = |start: usize| {
        start + bytes[start..].iter().take_while(|byte| sextet(**byte).is_some()).count()
    };
    let (mut line, mut end) = (start, run_end(start));
    loop {
        let line_break = match &bytes[end..] {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            _ => 0,
        };
        let next = end + line_break;
        let next_end = run_end(next);
        // A line that goes on with anything else is not part of it.
        let is_whole =
            matches!(bytes.get(next_end), None | Some(b'=' | b'\r' | b'\n' | b'"' | b'`'));
        if line_break == 0 || end - line < MIN_LINE || next == next_end || !is_whole {
            return start..end;
        }
        (line, end) = (next, next_end);
    }
}

/// The text that a run encodes. `None` if that is no text.
fn decode_run(run: &[u8]) -> Option<String> {
    let mut decoded = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for value in run.iter().filter_map(|byte| sextet(*byte)) {
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count < 8 {
            continue;
        }
        count -= 8;
        let byte = u8::try_from(bits >> count & 0xFF).ok()?;
        if byte == 0x7F || byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t') {
            return None;
        }
        decoded.push(byte);
    }
    String::from_utf8(decoded).ok()
}

/// Appends the decoded `content`, each three bytes of which were read from four characters of the
/// run.
fn push_decoded_run(
    content: &str,
    bytes: &[u8],
    run: Range<usize>,
    is_in_string: bool,
    out: &mut Builder,
) {
    let mut positions = run.filter(|at| sextet(bytes[*at]).is_some());
    let mut at = 0;
    while let Some(start) = positions.next() {
        let origin = start..positions.by_ref().take(3).last().unwrap_or(start) + 1;
        let group = at..content.len().min(at + 3);
        at = group.end;
        match content.get(group.clone()) {
            Some(group) if !is_in_string || !group.contains(['"', '\\', '\n']) => {
                out.push(group, origin);
            }
            _ => {
                let starts = group.filter(|at| content.is_char_boundary(*at));
                for c in starts.filter_map(|at| content[at..].chars().next()) {
                    push_decoded(c, origin.clone(), is_in_string, out);
                }
            }
        }
    }
}

/// The six bits that a character of either alphabet stands for.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_decoded_with_its_origins() {
        let text = "body: eyJjb2RlIjoyMDAxLCJtIjoiw6QifQ== end";
        let decoded = decoded(text).expect("base64").finish(None);
        assert_eq!(decoded.as_str(), r#"body: {"code":2001,"m":"ä"} end"#);
        assert_eq!(&text[decoded.input_span(&(14..18))], "oyMDAx");
        assert_eq!(&text[decoded.input_span(&(29..32))], "end");
    }

    #[test]
    fn in_a_string_it_stays_content() {
        let text = r#"{"body":"eyJjb2RlIjoyMDAxLCJtIjoiw6QifQ"}"#;
        let decoded = decoded(text).expect("base64").into_string();
        assert_eq!(decoded, r#"{"body":"{\"code\":2001,\"m\":\"ä\"}"}"#);
    }

    #[test]
    fn lines_of_one_run_are_joined() {
        let line = "eyJjb2RlIjoyMDAxLCJtIjoiYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh";
        assert!(decoded(&[line, "kind: Secret"].join("\n")).is_some());
        let text = [line, "YWFhYWEifQ=="].join("\r\n");
        let decoded = decoded(&text).expect("base64").into_string();
        assert_eq!(decoded, format!(r#"{{"code":2001,"m":"{}"}}"#, "a".repeat(35)));
    }

    #[test]
    fn words_tokens_and_bytes_are_no_text() {
        for text in [
            "4b0e5ea19627e4b05ea19627e4b05ea1",
            "/usr/local/share/applications/organizational",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2ln",
        ] {
            assert!(decoded(text).is_none(), "{text}");
        }
    }
}
