//! Other layouts of a paste, tried when the paste as it is gives too little: percent-decoded,
//! without the prefix that a log writer put before every line, and with wrapped lines rejoined.

use super::repair::Repair;
use super::source_map::{Builder, MappedText};
use super::unescape::undo;

/// No terminal is narrower.
const MIN_WIDTH: usize = 30;
/// The longest prefix of a log writer.
const MAX_PREFIX: usize = 90;
/// The longest text of which all lines are joined.
const MAX_JOINED: usize = 8 * 1024;

/// Changes the layout of a text. `None` if there is nothing to change.
type Reflow<'a> = fn(&'a MappedText<'a>) -> Option<MappedText<'a>>;

/// The layouts that differ from the text as it is, each with the repair that it is.
pub fn alternatives<'a>(
    text: &'a MappedText<'a>,
) -> impl Iterator<Item = (Repair, MappedText<'a>)> {
    let layouts: [(Repair, Reflow<'a>); 4] = [
        (Repair::PercentDecoded, percent_decoded),
        (Repair::PrefixesRemoved, without_prefixes),
        (Repair::Rejoined, rejoined),
        (Repair::Rejoined, joined),
    ];
    layouts.into_iter().filter_map(move |(repair, reflow)| Some((repair, reflow(text)?)))
}

/// Decodes `%22` and the like, as in forms, queries and addresses.
fn percent_decoded<'a>(text: &'a MappedText<'a>) -> Option<MappedText<'a>> {
    let whole = text.as_str();
    whole.match_indices('%').filter_map(|(at, _)| percent_escape(&whole[at..])).nth(1)?;
    // A form writes spaces as plus signs.
    let is_form = !whole.trim().contains([' ', '\n']);
    Some(undo(text, 0..whole.len(), &['%', '+'], |rest| {
        if is_form && rest.starts_with('+') { Some((' ', 1)) } else { percent_escape(rest) }
    }))
}

/// The character of the `%22` at the start of `text`, with the length of the escape.
fn percent_escape(text: &str) -> Option<(char, usize)> {
    let byte = u8::from_str_radix(text.strip_prefix('%')?.get(..2)?, 16).ok()?;
    (b' '..=b'~').contains(&byte).then_some((char::from(byte), 3))
}

/// Removes the prefix of each line, where every line has one that ends with the same delimiter.
fn without_prefixes<'a>(text: &'a MappedText<'a>) -> Option<MappedText<'a>> {
    let whole = text.as_str();
    let lines = || whole.split('\n').filter(|line| !line.trim().is_empty());
    lines().nth(1)?;
    let prefix_end = |line: &str, delimiter: &str| {
        let end = line.find(delimiter).filter(|&at| at <= MAX_PREFIX)? + delimiter.len();
        // The start of a body is not a prefix.
        (!line[..end].contains(['{', '"'])).then_some(end)
    };
    let delimiter = ["| ", "]: ", "] ", "\t"]
        .into_iter()
        .find(|delimiter| lines().all(|line| prefix_end(line, delimiter).is_some()))?;
    let mut out = Builder::default();
    let mut at = 0;
    for line in whole.split_inclusive('\n') {
        let start = prefix_end(line, delimiter).unwrap_or(0);
        out.copy(&line[start..], at + start);
        at += line.len();
    }
    Some(out.finish(Some(text)))
}

/// Joins the lines that are as long as the longest, or one shorter where the space at the break was
/// lost: a terminal wraps at one width.
fn rejoined<'a>(text: &'a MappedText<'a>) -> Option<MappedText<'a>> {
    let whole = text.as_str();
    let width = |line: &str| line.trim_end_matches('\r').chars().count();
    let longest = whole.split('\n').map(width).max().filter(|&longest| longest >= MIN_WIDTH)?;
    join_lines(text, |line| match longest - width(line) {
        0 => Join::Direct,
        1 => Join::Space,
        _ => Join::Break,
    })
}

/// Joins all lines by spaces, as for text that was wrapped between words.
fn joined<'a>(text: &'a MappedText<'a>) -> Option<MappedText<'a>> {
    if text.as_str().len() > MAX_JOINED {
        return None;
    }
    join_lines(text, |_| Join::Space)
}

/// How a line continues on the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    Break,
    Direct,
    Space,
}

/// The text with its lines joined. `None` if `join` joins none.
fn join_lines<'a>(text: &'a MappedText<'a>, join: impl Fn(&str) -> Join) -> Option<MappedText<'a>> {
    let mut out = Builder::default();
    let mut at = 0;
    let mut changed = false;
    let mut lines = text.as_str().split('\n').peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_end_matches('\r');
        out.copy(content, at);
        let (end, next) = (at + content.len(), at + line.len() + 1);
        if lines.peek().is_some() {
            let join = join(line);
            match join {
                Join::Break => out.replace('\n', end..next),
                Join::Space => out.replace(' ', end..next),
                Join::Direct => {}
            }
            changed |= join != Join::Break;
        }
        at = next;
    }
    changed.then(|| out.finish(Some(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_one_width_are_joined() {
        let whole = "error: the request to the service failed with code 2001 and no more";
        let text = MappedText::verbatim([&whole[..32], &whole[32..64], &whole[64..]].join("\n"));
        assert_eq!(rejoined(&text).expect("joined").as_str(), whole);
        assert!(rejoined(&MappedText::verbatim("short\nlines\nonly".to_owned())).is_none());
    }

    #[test]
    fn a_prefix_of_every_line_is_removed() {
        let text =
            MappedText::verbatim("app-1  | {\napp-1  |   \"code\": 1\n\napp-1  | }\n".to_owned());
        assert_eq!(without_prefixes(&text).expect("prefixes").as_str(), "{\n  \"code\": 1\n\n}\n");
        assert!(without_prefixes(&MappedText::verbatim("a | b\nc".to_owned())).is_none());
    }
}
