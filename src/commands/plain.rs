//! The same answers line by line, for screen readers and terminals that can't draw: a line is read,
//! answered, and the next one asked for.

use std::io::{self, BufRead, Read, Write};

use anyhow::Context;
use errdex::catalog::{Catalogs, Lookup};
use errdex::decode::{Confidence, Decoder, Report};
use errdex::report::{Page, text};
use errdex::search::{Index, Match, Query, Results};

use super::STDOUT;
use super::input::{LIMIT, too_long};
use crate::cli;

const HELP: &str = "Type a code or words to search for, or paste a response and end it with an \
                    empty line. quit ends.";

/// A conversation over one input and output.
pub(super) struct Plain<'a> {
    catalogs: &'a Catalogs,
    index: Index,
    /// Made for the first text that needs it.
    decoder: Option<Decoder>,
    width: usize,
    /// Whether somebody is there to be asked.
    prompts: bool,
    /// What of the last search is still to be shown.
    rest: Option<Rest>,
}

/// What a search found, and how much of it was shown.
struct Rest {
    query: Query,
    matches: Vec<Match>,
    shown: usize,
}

impl<'a> Plain<'a> {
    pub(super) fn new(catalogs: &'a Catalogs, width: usize, prompts: bool) -> Self {
        Self { catalogs, index: Index::new(catalogs), decoder: None, width, prompts, rest: None }
    }

    /// Answers until the input ends; `first` is answered before anything is read.
    pub(super) fn run(
        &mut self,
        first: &str,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        if self.prompts {
            writeln!(out, "{HELP}").context(STDOUT)?;
        }
        if !first.trim().is_empty() {
            self.answer(first, out).context(STDOUT)?;
        }
        loop {
            if self.prompts {
                write!(out, "errdex> ").and_then(|()| out.flush()).context(STDOUT)?;
            }
            let Some(text) = question(input).context("cannot read standard input")? else {
                return if self.prompts { writeln!(out).context(STDOUT) } else { Ok(()) };
            };
            let answered = match text.trim() {
                "" => Ok(()),
                "quit" | "exit" | "q" => return Ok(()),
                "more" if self.rest.is_some() => self.more(out),
                "help" | "?" => writeln!(out, "{HELP}"),
                _ => self.answer(&text, out),
            };
            answered.and_then(|()| out.flush()).context(STDOUT)?;
        }
    }

    fn answer(&mut self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let asked = text.trim();
        self.rest = None;
        if !begins_a_body(asked) && !asked.contains('\n') {
            let found = self.catalogs.lookup(asked);
            if !found.is_empty() {
                let found: Vec<(&str, Lookup)> = found.into_iter().map(|it| (asked, it)).collect();
                return text::entries(&mut Page::new(out, self.width), self.catalogs, &found);
            }
            // A line of a log is a response; a few words of it are a search.
            let certain = asked.contains(char::is_whitespace) && {
                let report = self.decode(asked);
                report.findings.iter().any(|finding| finding.confidence == Confidence::Certain)
            };
            if !certain {
                return self.search(asked, out);
            }
        }
        let report = self.decode(text);
        text::report(&mut Page::new(out, self.width), self.catalogs, &report)
    }

    fn search(&mut self, words: &str, out: &mut dyn Write) -> io::Result<()> {
        let query = Query::with_synonyms(words, self.catalogs);
        let Results { matches, notices } = self.index.search(&query);
        // Whoever hears the list must know first what it is a list of.
        for notice in &notices {
            writeln!(out, "{}", errdex::text::printable(notice))?;
        }
        let all = matches.len();
        self.rest = Some(Rest { query, matches, shown: 0 });
        self.more(out)?;
        match all {
            0 => writeln!(out, "No entry matches {}.", errdex::text::printable(words)),
            1 => writeln!(out, "1 entry. Type its code to read it."),
            2..=cli::LIMIT => writeln!(out, "{all} entries. Type a code to read one."),
            _ => Ok(()),
        }
    }

    /// Shows the next matches of the last search, and where they stand where there are many.
    fn more(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(mut rest) = self.rest.take() else { return Ok(()) };
        let all = rest.matches.len();
        let end = all.min(rest.shown + cli::LIMIT);
        let page = &mut Page::new(out, self.width);
        text::matches(page, &rest.query, &rest.matches[rest.shown..end])?;
        if all > cli::LIMIT {
            write!(out, "Entries {} to {end} of {all}, best first.", rest.shown + 1)?;
            let next = cli::LIMIT.min(all - end);
            let more =
                if next > 0 { format!(" Type more for the next {next}.") } else { String::new() };
            writeln!(out, "{more}")?;
        }
        rest.shown = end;
        self.rest = (end < all).then_some(rest);
        Ok(())
    }

    fn decode(&mut self, text: &str) -> Report {
        let decoder = self.decoder.get_or_insert_with(|| Decoder::new(self.catalogs));
        decoder.decode(text.as_bytes(), None)
    }
}

/// The next question: a line, or a body to its end; none at the end of the input.
fn question(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let Some(mut text) = line(input)? else { return Ok(None) };
    if !begins_a_body(&text) {
        return Ok(Some(text));
    }
    // The head of an HTTP response ends in an empty line too.
    let mut in_head = text.starts_with("HTTP/");
    let mut nesting = Nesting::default();
    nesting.read(&text);
    let mut closed = false;
    loop {
        // What is closed and yet no JSON never becomes JSON.
        if !closed && nesting.is_closed() {
            closed = true;
            if is_json(&text) {
                break;
            }
        }
        let Some(line) = line(input)? else { break };
        if line.trim().is_empty() && !std::mem::take(&mut in_head) {
            break;
        }
        nesting.read(&line);
        text.push('\n');
        text.push_str(&line);
        if text.len() as u64 > LIMIT {
            return Err(too_long());
        }
    }
    Ok(Some(text))
}

/// A line without its end, whatever its bytes.
fn line(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if input.take(LIMIT + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 > LIMIT {
        return Err(too_long());
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()))
}

/// Whether a line is the first of a response, not something to look up.
fn begins_a_body(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['{', '[', '<']) || line.starts_with("HTTP/")
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// How deep a JSON text is in its brackets, line after line: to parse all of it at each line would
/// take ever longer.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn read(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                _ if std::mem::take(&mut self.escaped) => {}
                b'\\' => self.escaped = self.in_string,
                b'"' => self.in_string = !self.in_string,
                b'{' | b'[' if !self.in_string => self.depth += 1,
                b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn is_closed(&self) -> bool {
        self.depth == 0 && !self.in_string
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> String {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        Plain::new(&catalogs, 80, false).run("", &mut input.as_bytes(), &mut out).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn codes_words_and_bodies_are_answered() {
        let table = [
            ("6009\n", "Seven Bridges 6009"),
            ("namealreadyused\n", "UiPath 1001"),
            ("licence expired\n", "Type a code to read one."),
            ("zzzzqqqqxxxx\n", "No entry matches zzzzqqqqxxxx."),
            (
                "{\"errorCode\": 1001,\n \"message\": \"The name a is already used.\"}",
                "Identified: UiPath 1001",
            ),
            (
                "HTTP/1.1 403 Forbidden\r\nX-message-code: PASSWORD_LOCKED\r\n\r\n",
                "Identified: SAP",
            ),
            ("help\n", HELP),
        ];
        for (input, expected) in table {
            let out = answers(input);
            assert!(out.contains(expected), "{input}\n{out}");
        }
    }

    #[test]
    fn a_body_ends_where_it_is_closed_or_at_an_empty_line() {
        let questions = |mut input: &[u8]| {
            let mut questions = Vec::new();
            while let Some(text) = question(&mut input).unwrap() {
                questions.push(text);
            }
            questions
        };
        assert_eq!(questions(b"{\n\"a\":\n1}\n2001\n"), ["{\n\"a\":\n1}", "2001"]);
        assert_eq!(questions(b"[{\"a\":\n\"]}\\\"\"},\n[]\n]\n2001\n").len(), 2);
        assert_eq!(questions(b"[12:00] [api]\n[12:01] {}\n\n2001\n").len(), 2);
        assert_eq!(questions(b"{ broken\nstill\n\n2001"), ["{ broken\nstill", "2001"]);
        assert_eq!(questions(b"HTTP/1.1 400\nA: b\n\n{\"a\":\n1}\n\nx\n")[1], "x");
        assert_eq!(questions(b"a\r\n\xff\n"), ["a", "\u{fffd}"]);
    }

    #[test]
    fn more_shows_the_rest() {
        let catalogs = Catalogs::builtin();
        let all = Index::new(&catalogs).search(&Query::new("licence")).matches.len();
        assert!((21..=40).contains(&all), "{all}");
        let out = answers("licence\nmore\nmore\n");
        let next = all - 20;
        assert!(
            out.contains(&format!(
                "Entries 1 to 20 of {all}, best first. Type more for the next {next}.\n"
            )),
            "{out}"
        );
        assert!(out.contains(&format!("Entries 21 to {all} of {all}, best first.\n")), "{out}");
        // All are shown: it is a word again.
        assert!(answers("more\n").ends_with(out.rsplit_once("first.\n").unwrap().1), "{out}");
    }

    #[test]
    fn a_miss_is_told_once() {
        assert_eq!(answers("zzzzqqqqxxxx\n"), "No entry matches zzzzqqqqxxxx.\n");
    }

    #[test]
    fn quit_ends_and_nothing_is_drawn() {
        let out = answers("6009\nquit\n1001\n");
        assert!(!out.contains("UiPath"), "{out}");
        assert!(!out.contains(|c| ('\u{2500}'..='\u{259f}').contains(&c)), "{out}");
    }
}
