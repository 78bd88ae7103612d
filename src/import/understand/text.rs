//! Texts of cells as they are shown: on one line, with the solution split off where it is marked.

use super::lexicon::Lexicon;

/// The length limit of a text in bytes; a longer one ends with its last whole sentence.
const MAX_LENGTH: usize = 1500;

/// The parts of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// What comes before the marks.
    pub text: String,
    /// What is marked as the cause.
    pub cause: String,
    /// What is marked as the solution.
    pub solution: String,
    /// What is marked as the HTTP status.
    pub status: String,
    /// What is marked as the message.
    pub message: String,
}

impl Parts {
    /// Splits a text at its marks: `Solution: …`, or `Solution` alone on a line.
    pub fn new(text: &str, lexicon: &Lexicon) -> Self {
        let mut parts = Self::default();
        let mut current = Mark::Text;
        for line in text.lines() {
            let mut rest = line;
            while let Some((start, end, mark)) = find_mark(rest, lexicon) {
                parts.push(current, &rest[..start]);
                current = mark;
                rest = &rest[end..];
            }
            parts.push(current, rest);
            if current == Mark::Status && !parts.status.is_empty() {
                current = Mark::Text;
            }
        }
        parts
    }

    fn push(&mut self, mark: Mark, text: &str) {
        let part = match mark {
            Mark::Text => &mut self.text,
            Mark::Cause => &mut self.cause,
            Mark::Solution => &mut self.solution,
            Mark::Status => &mut self.status,
            Mark::Message => &mut self.message,
        };
        let text = line(text);
        if !text.is_empty() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(&text);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Text,
    Cause,
    Solution,
    Status,
    Message,
}

/// The first mark of a line: its start, the end of its colon, and what it marks.
fn find_mark(line: &str, lexicon: &Lexicon) -> Option<(usize, usize, Mark)> {
    let mark = |label: &str| {
        let label =
            label.trim_matches(|c: char| c.is_whitespace() || "*_•".contains(c)).to_lowercase();
        if label.is_empty() || label.len() > 40 {
            None
        } else if lexicon.marks.solution.contains(&label) {
            Some(Mark::Solution)
        } else if lexicon.marks.status.contains(&label) {
            Some(Mark::Status)
        } else if lexicon.marks.message.contains(&label) {
            Some(Mark::Message)
        } else {
            lexicon.marks.cause.contains(&label).then_some(Mark::Cause)
        }
    };
    let separators = line.match_indices([':', '：']).chain(line.match_indices(" - "));
    for (colon, found) in separators {
        // A mark begins the line or a sentence.
        let start = line[..colon]
            .rfind(['.', '!', '?', ';', '。', '\u{2022}'])
            .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
        if let Some(mark) = mark(&line[start..colon]) {
            return Some((start, colon + found.len(), mark));
        }
    }
    Some((0, line.len(), mark(line)?)).filter(|(_, end, _)| *end > 0)
}

/// A text on one line, without control characters.
#[must_use]
pub fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(MAX_LENGTH));
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}') {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > MAX_LENGTH {
            return whole_sentences(&line);
        }
    }
    line
}

/// The part of a long text that ends with its last whole sentence.
fn whole_sentences(text: &str) -> String {
    let mut end = MAX_LENGTH;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sentence = text[..end].rfind(". ").map(|at| at + 1);
    let cut = sentence.filter(|at| *at > MAX_LENGTH / 2);
    cut.map_or_else(|| format!("{} …", text[..end].trim_end()), |at| text[..at].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_parts_are_split_off() {
        let lexicon = Lexicon::new();
        let parts = |text| {
            let Parts { text, cause, solution, .. } = Parts::new(text, &lexicon);
            [text, cause, solution]
        };
        assert_eq!(
            parts("The token expired. Solution: sign in again."),
            ["The token expired.", "", "sign in again."]
        );
        assert_eq!(
            parts("The token expired.\nCause: It is old.\nRecommended action:\nSign in."),
            ["The token expired.", "It is old.", "Sign in."]
        );
        assert_eq!(parts("It is old. Resolution - sign in."), ["It is old.", "", "sign in."]);
        assert_eq!(parts("无效。解决方法：重试"), ["无效。", "", "重试"]);
        assert_eq!(parts("In this solution: all"), ["In this solution: all", "", ""]);
    }

    #[test]
    fn long_texts_end_with_a_sentence() {
        let text = line(&"A sentence of words. ".repeat(200));
        assert!(text.len() <= MAX_LENGTH && text.ends_with("words."), "{text}");
        assert_eq!(line(" a\u{1}b\n c\u{a0} "), "a b c");
    }
}
