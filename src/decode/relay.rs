//! Other layouts of a paste, tried when the paste as it is says too little: without percent-encoding,
//! without what a log writer put before every line, and with the lines joined that a terminal broke.

use super::repair::Repair;
use super::text::{Builder, Text};

/// Nobody's terminal is narrower.
const LEAST_WIDTH: usize = 30;
/// A log writer's prefix is never longer.
const MAX_PREFIX: usize = 90;
/// Joining all lines makes sense only for what somebody could read at a glance.
const MAX_JOINED: usize = 8 * 1024;

/// Lays a text out anew; none when that changes nothing.
type Relay<'a> = fn(&'a Text<'a>) -> Option<Text<'a>>;

/// The layouts that differ from the text as it is, with the name of what was done.
pub(super) fn readings<'a>(text: &'a Text<'a>) -> impl Iterator<Item = (Repair, Text<'a>)> {
    let layouts: [(Repair, Relay<'a>); 4] = [
        (Repair::Percent, undone_percent),
        (Repair::Unprefixed, unprefixed),
        (Repair::Rejoined, rejoined),
        (Repair::Rejoined, joined),
    ];
    layouts.into_iter().filter_map(move |(repair, relay)| Some((repair, relay(text)?)))
}

/// With `%22` and the like read as what they stand for, as in forms, queries and addresses.
fn undone_percent<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    let escaped = |at: usize| {
        let byte = u8::from_str_radix(whole.get(at + 1..at + 3)?, 16).ok()?;
        (b' '..=b'~').contains(&byte).then_some(char::from(byte))
    };
    whole.match_indices('%').filter_map(|(at, _)| escaped(at)).nth(1)?;
    // A form writes blanks as plus signs.
    let form = !whole.trim().contains([' ', '\n']);
    let mut out = Builder::default();
    let mut at = 0;
    while let Some(offset) = whole[at..].find(['%', '+']) {
        out.copy(&whole[at..at + offset], at);
        at += offset;
        if let Some(read) = escaped(at).filter(|_| whole[at..].starts_with('%')) {
            out.replace(read, at..at + 3);
            at += 3;
        } else {
            let blank = form && whole[at..].starts_with('+');
            if blank {
                out.replace(' ', at..at + 1);
            } else {
                out.copy(&whole[at..=at], at);
            }
            at += 1;
        }
    }
    out.copy(&whole[at..], at);
    Some(out.finish(Some(text)))
}

/// Without the prefix of each line, where every line has one that ends with the same sign.
fn unprefixed<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    let lines = || whole.split('\n').filter(|line| !line.trim().is_empty());
    lines().nth(1)?;
    let prefix = |line: &str, sign: &str| {
        let end = line.find(sign).filter(|&at| at <= MAX_PREFIX)? + sign.len();
        // What opens a body is no prefix.
        (!line[..end].contains(['{', '"'])).then_some(end)
    };
    let sign = ["| ", "]: ", "] ", "\t"]
        .into_iter()
        .find(|sign| lines().all(|line| prefix(line, sign).is_some()))?;
    let mut out = Builder::default();
    let mut at = 0;
    for line in whole.split_inclusive('\n') {
        let start = prefix(line, sign).unwrap_or(0);
        out.copy(&line[start..], at + start);
        at += line.len();
    }
    Some(out.finish(Some(text)))
}

/// With the lines joined that are as long as the longest, or one shorter where a blank at the
/// break was lost: a terminal breaks at one width.
fn rejoined<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let whole = text.as_str();
    let width = |line: &str| line.trim_end_matches('\r').chars().count();
    let longest = whole.split('\n').map(width).max().filter(|&longest| longest >= LEAST_WIDTH)?;
    relaid(text, |line| match longest - width(line) {
        0 => Join::Close,
        1 => Join::Blank,
        _ => Join::Not,
    })
}

/// With all lines joined by blanks, as for text that was broken between its words.
fn joined<'a>(text: &'a Text<'a>) -> Option<Text<'a>> {
    let short = text.as_str().len() <= MAX_JOINED;
    if short { relaid(text, |_| Join::Blank) } else { None }
}

/// How a line goes on in the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    Not,
    Close,
    Blank,
}

/// The text with its lines joined; none when no two are.
fn relaid<'a>(text: &'a Text<'a>, join: impl Fn(&str) -> Join) -> Option<Text<'a>> {
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
                Join::Not => out.replace('\n', end..next),
                Join::Blank => out.replace(' ', end..next),
                Join::Close => {}
            }
            changed |= join != Join::Not;
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
        let text = Text::verbatim([&whole[..32], &whole[32..64], &whole[64..]].join("\n"));
        assert_eq!(rejoined(&text).expect("joined").as_str(), whole);
        assert!(rejoined(&Text::verbatim("short\nlines\nonly".to_owned())).is_none());
    }

    #[test]
    fn what_stands_before_every_line_is_skipped() {
        let text = Text::verbatim("app-1  | {\napp-1  |   \"code\": 1\n\napp-1  | }\n".to_owned());
        assert_eq!(unprefixed(&text).expect("prefixes").as_str(), "{\n  \"code\": 1\n\n}\n");
        assert!(unprefixed(&Text::verbatim("a | b\nc".to_owned())).is_none());
    }
}
