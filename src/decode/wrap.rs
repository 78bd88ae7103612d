//! Lines that a terminal broke at its width, put together again. Only tried when the paste as it
//! is says nothing, since it can join what belongs apart.

use super::text::{Builder, Text};

/// Nobody's terminal is narrower.
const LEAST_WIDTH: usize = 30;

/// The text with its wrapped lines joined; none when no line looks wrapped.
///
/// A terminal breaks at one width: every line that was broken is as long as the longest, or one
/// shorter where a blank at the break was lost.
pub(super) fn rejoin<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    let width = |line: &str| line.trim_end_matches('\r').chars().count();
    let longest = whole.split('\n').map(width).max()?;
    let mut out = Builder::default();
    let mut at = 0;
    let mut joined = false;
    let mut lines = whole.split('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_end_matches('\r');
        out.copy(content, at);
        let end = at + content.len();
        let next = at + line.len() + 1;
        if lines.peek().is_some() {
            let wrapped = longest >= LEAST_WIDTH && width(line) + 1 >= longest;
            match (wrapped, width(line) == longest) {
                (false, _) => out.replace('\n', end..next),
                (true, false) => out.replace(' ', end..next),
                (true, true) => {}
            }
            joined |= wrapped;
        }
        at = next;
    }
    joined.then(|| out.finish(Some(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_width_are_joined() {
        let whole = "error: the request to the service failed with code 2001 and no more";
        let wrapped: Vec<&str> = [&whole[..32], &whole[32..64], &whole[64..]].into();
        let text = Text::verbatim(wrapped.join("\n"));
        assert_eq!(rejoin(&text).expect("joined").as_str(), whole);
        assert!(rejoin(&Text::verbatim("short\nlines\nonly".to_owned())).is_none());
    }
}
