//! The HTTP parts of a paste: status lines and headers, as `curl -i`, `curl -v`, `http` and log
//! writers print them.

use std::ops::Range;

use super::status;
use crate::decode::input::source_map::MappedText;

/// A header line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name in lower case.
    pub name: String,
    pub value: String,
    /// The span of the value in the input.
    pub span: Range<usize>,
}

/// The HTTP parts of a response.
#[derive(Debug, Default)]
pub struct HttpMessage {
    /// The status of its status line.
    pub status: Option<(u16, Range<usize>)>,
    /// The headers that `parse` was to keep.
    pub headers: Vec<Header>,
    /// From the status line up to the next one.
    pub span: Range<usize>,
    /// Where in the input its body starts.
    pub body_start: usize,
}

impl HttpMessage {
    /// Parses status lines, and the headers whose lower-case names `is_wanted` accepts. A message
    /// starts with its status line; what precedes the first belongs to it. There is always one.
    pub fn parse(text: &MappedText<'_>, is_wanted: impl Fn(&str) -> bool) -> Vec<Self> {
        let whole = text.as_str();
        let (mut messages, mut message) = (Vec::new(), Self::default());
        // Where the message starts, and where its head ends, in the text.
        let (mut message_start, mut head, mut start) = (0, None, 0);
        for line in whole.split('\n') {
            let end = start + line.len() + 1;
            let (indent, line) = without_marks(line);
            let at = start + indent;
            if let Some((status, offset)) = status_line(line) {
                if message.status.is_some() {
                    messages.push(message.bounded(text, message_start..start, head));
                    (message, message_start) = (Self::default(), start);
                }
                head = None;
                message.status = Some((status, text.input_span(&(at + offset..at + offset + 3))));
            } else if let Some((name, value, offset)) = header(line) {
                if is_wanted(&name) {
                    let span = text.input_span(&(at + offset..at + offset + value.len()));
                    message.headers.push(Header { name, value: value.to_owned(), span });
                }
            } else if message.status.is_some() {
                head = head.or(Some(start));
            }
            start = end;
        }
        messages.push(message.bounded(text, message_start..whole.len(), head));
        messages
    }

    fn bounded(mut self, text: &MappedText<'_>, span: Range<usize>, head: Option<usize>) -> Self {
        let head = head.unwrap_or(span.end);
        self.body_start = text.input_span(&(head..span.end)).start;
        self.span = text.input_span(&span);
        self
    }

    /// The header of that lower-case name.
    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.name == name)
    }
}

/// The line without curl's `<` and `>` marks and white space, and how many bytes precede it.
fn without_marks(line: &str) -> (usize, &str) {
    let trimmed = line.trim_start_matches([' ', '\t', '<', '>', '*', '|']);
    (line.len() - trimmed.len(), trimmed.trim_end())
}

/// The status of `HTTP/1.1 404 Not Found`, with its offset in the line.
fn status_line(line: &str) -> Option<(u16, usize)> {
    let version = line.strip_prefix("HTTP/")?;
    let offset = line.len() - version.len() + version.find(' ')? + 1;
    let digits = line.get(offset..offset + 3)?;
    let next = line[offset + 3..].chars().next();
    let status = status::parse(digits)?;
    (!next.is_some_and(|c| c.is_ascii_alphanumeric())).then_some((status, offset))
}

/// A header's lower-case name, its value, and the value's offset in the line.
fn header(line: &str) -> Option<(String, &str, usize)> {
    let (name, value) = line.split_once(':')?;
    let is_token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let name = name.trim_matches(['"', '\'', ' ']);
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_token) {
        return None;
    }
    let trimmed = value.trim_start_matches([' ', '\t', '"', '\'', '[']);
    let offset = line.len() - trimmed.len();
    Some((name.to_ascii_lowercase(), trimmed.trim_end_matches(['"', '\'', ']', ',', ' ']), offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_message(input: &str) -> HttpMessage {
        let mut messages = HttpMessage::parse(&MappedText::verbatim(input.to_owned()), |_| true);
        messages.pop().expect("there is always one")
    }

    #[test]
    fn status_lines_and_headers_are_parsed_in_every_notation() {
        for input in [
            "HTTP/1.1 401 Unauthorized\r\nX-Message-Code: PASSWORD_LOCKED\r\n\r\n",
            "HTTP/2 401\nx-message-code:   PASSWORD_LOCKED\n",
            "> GET / HTTP/2\n< HTTP/2 401 \n< X-MESSAGE-CODE: PASSWORD_LOCKED\n<\n",
            "HTTP/1.1 302 Found\n\nHTTP/1.1 401 Unauthorized\nX-message-code: PASSWORD_LOCKED",
        ] {
            let message = last_message(input);
            assert_eq!(message.status.as_ref().map(|(status, _)| *status), Some(401), "{input}");
            let header = message.header("x-message-code").expect("the header");
            assert_eq!(header.value, "PASSWORD_LOCKED");
            assert_eq!(&input[header.span.clone()], "PASSWORD_LOCKED");
        }
    }
}
