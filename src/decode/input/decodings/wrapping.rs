//! Joins wrapped lines.

use crate::decode::input::comment::is_comment;
use crate::decode::input::source_map::Builder;

/// No terminal is narrower.
const MIN_WIDTH: usize = 30;

/// Joins the lines that are as long as the longest, or one shorter where the space at the break was
/// lost: a terminal wraps at one width.
pub fn rejoined(text: &str) -> Option<Builder> {
    let width = |line: &str| line.trim_end_matches('\r').chars().count();
    let longest = text.split('\n').map(width).max().filter(|&longest| longest >= MIN_WIDTH)?;
    join_lines(text, |line, next| match longest - width(line) {
        _ if is_comment(line) || is_comment(next) => Join::Break,
        0 => Join::Direct,
        1 => Join::Space,
        _ => Join::Break,
    })
}

/// Joins lines by spaces, as for text that was wrapped between words. Comments end with their lines.
pub fn joined(text: &str) -> Option<Builder> {
    join_lines(
        text,
        |line, next| {
            if is_comment(line) || is_comment(next) { Join::Break } else { Join::Space }
        },
    )
}

/// How a line continues on the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    Break,
    Direct,
    Space,
}

/// The text with its lines joined. `None` if `join` joins none.
fn join_lines(text: &str, join: impl Fn(&str, &str) -> Join) -> Option<Builder> {
    let mut out = Builder::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    let mut lines = text.trim_end().split('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_end_matches('\r');
        out.copy(content, at);
        let (end, next) = (at + content.len(), at + line.len() + 1);
        if let Some(following) = lines.peek() {
            let join = join(line, following);
            match join {
                Join::Break => out.replace('\n', end..next),
                Join::Space => out.replace(' ', end..next),
                Join::Direct => {}
            }
            changed |= join != Join::Break;
        }
        at = next;
    }
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_width_are_joined() {
        let whole = "error: the request to the service failed with code 2001 and no more";
        let wrapped = [&whole[..32], &whole[32..64], &whole[64..]].join("\n");
        assert_eq!(rejoined(&wrapped).expect("joined").into_string(), whole);
        assert!(rejoined("short\nlines\nonly").is_none());
        assert_eq!(joined("a\nb\n# c\nd").expect("joined").into_string(), "a b\n# c\nd");
    }
}
