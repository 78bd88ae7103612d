//! Request and reply, line by line, for screen readers and terminals that cannot draw.

use std::io::{self, BufRead, Read, Write};

use anyhow::Context;
use errdex::catalog::Catalogs;
use errdex::decode::{Confidence, Decoder, Report};
use errdex::report::{Page, text};
use errdex::search::{Index, Match, Query, Results};
use errdex::text::printable;
use serde::de::IgnoredAny;

use super::input::{MAX_BYTES, too_long};
use crate::cli::DEFAULT_LIMIT;

const HELP: &str = "Type a code or search words, or paste a response followed by an empty line. \
                    Type quit to exit.";

/// A session over one input and output.
pub struct Repl<'a> {
    catalogs: &'a Catalogs,
    index: Index,
    /// Created on first use.
    decoder: Option<Decoder>,
    width: usize,
    /// Whether to print prompts (input is interactive).
    prompts: bool,
    /// The results of the last search that are not shown yet.
    remaining: Option<Remaining>,
}

/// The matches of a search, and how many of them were shown.
struct Remaining {
    query: Query,
    matches: Vec<Match>,
    shown: usize,
}

impl<'a> Repl<'a> {
    pub fn new(catalogs: &'a Catalogs, width: usize, prompts: bool) -> Self {
        let index = Index::new(catalogs);
        Self { catalogs, index, decoder: None, width, prompts, remaining: None }
    }

    /// Replies until the input ends, first to `request`.
    pub fn run(
        &mut self,
        request: &str,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        if self.prompts {
            writeln!(out, "{HELP}")?;
        }
        if !request.trim().is_empty() {
            self.reply(request, out)?;
        }
        loop {
            if self.prompts {
                write!(out, "errdex> ")?;
            }
            out.flush()?;
            let Some(request) = read_request(input).context("cannot read standard input")? else {
                if self.prompts {
                    writeln!(out)?;
                }
                return Ok(());
            };
            match request.trim() {
                "" => {}
                "quit" | "exit" | "q" => return Ok(()),
                "more" if self.remaining.is_some() => self.show_more(out)?,
                "help" | "?" => writeln!(out, "{HELP}")?,
                _ => self.reply(&request, out)?,
            }
        }
    }

    fn reply(&mut self, request: &str, out: &mut dyn Write) -> io::Result<()> {
        let words = request.trim();
        self.remaining = None;
        if !begins_response(words) && !words.contains('\n') {
            let found = self.catalogs.lookup_with_vendor(words);
            if !found.is_empty() {
                return text::entries(&mut Page::new(out, self.width), &found);
            }
            // A log line is decoded, a few words of one are searched for.
            if !words.contains(char::is_whitespace) || !self.is_certain(words) {
                return self.search(words, out);
            }
        }
        let report = self.decode(request);
        text::report(&mut Page::new(out, self.width), &report)
    }

    fn search(&mut self, words: &str, out: &mut dyn Write) -> io::Result<()> {
        let query = Query::with_synonyms(words, self.catalogs);
        let Results { matches, notices, .. } = self.index.search(&query);
        // Screen readers read top to bottom: notices go before the list.
        for notice in &notices {
            writeln!(out, "{}", printable(notice))?;
        }
        let all = matches.len();
        self.remaining = Some(Remaining { query, matches, shown: 0 });
        self.show_more(out)?;
        match all {
            0 => writeln!(out, "no match for {}", printable(words)),
            1 => writeln!(out, "1 entry. Type its code to read it."),
            2..=DEFAULT_LIMIT => writeln!(out, "{all} entries. Type a code to read one."),
            _ => Ok(()),
        }
    }

    /// Shows the next matches of the last search, with their position where there are many.
    fn show_more(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(mut remaining) = self.remaining.take() else { return Ok(()) };
        let all = remaining.matches.len();
        let end = all.min(remaining.shown + DEFAULT_LIMIT);
        let page = &mut Page::new(out, self.width);
        text::matches(page, &remaining.query, &remaining.matches[remaining.shown..end])?;
        if all > DEFAULT_LIMIT {
            write!(out, "Entries {} to {end} of {all}, best first.", remaining.shown + 1)?;
            match DEFAULT_LIMIT.min(all - end) {
                0 => writeln!(out)?,
                next => writeln!(out, " Type more for the next {next}.")?,
            }
        }
        remaining.shown = end;
        self.remaining = (end < all).then_some(remaining);
        Ok(())
    }

    fn is_certain(&mut self, text: &str) -> bool {
        let findings = self.decode(text).findings;
        findings.iter().any(|finding| finding.confidence == Confidence::Certain)
    }

    fn decode(&mut self, text: &str) -> Report {
        let decoder = self.decoder.get_or_insert_with(|| Decoder::new(self.catalogs));
        decoder.decode(text.as_bytes(), None)
    }
}

/// The next request: a line or a whole response; `None` at the end of the input.
fn read_request(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut input = input.take(MAX_BYTES + 1);
    let Some(mut text) = read_line(&mut input)? else { return Ok(None) };
    if begins_response(&text) {
        read_rest(&mut text, &mut input)?;
    }
    if input.limit() == 0 { Err(too_long()) } else { Ok(Some(text)) }
}

/// Reads the lines of a response after its first.
fn read_rest(text: &mut String, input: &mut impl BufRead) -> io::Result<()> {
    // The head of an HTTP response ends in an empty line too.
    let mut in_head = text.starts_with("HTTP/");
    let mut may_be_json = !in_head;
    loop {
        // JSON ends with a bracket. Parsing at every line would take quadratic time.
        if may_be_json && text.trim_end().ends_with(['}', ']']) {
            match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => return Ok(()),
                Err(error) => may_be_json = error.is_eof(),
            }
        }
        let Some(line) = read_line(input)? else { return Ok(()) };
        if line.trim().is_empty() && !std::mem::take(&mut in_head) {
            return Ok(());
        }
        text.push('\n');
        text.push_str(&line);
    }
}

/// A line without its line ending. Invalid UTF-8 is replaced.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if input.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()))
}

/// Whether a line starts a response rather than being a term to look up.
fn begins_response(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['{', '[', '<']) || line.starts_with("HTTP/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replies(input: &str) -> String {
        let catalogs = Catalogs::builtin();
        let mut out = Vec::new();
        Repl::new(&catalogs, 80, false).run("", &mut input.as_bytes(), &mut out).unwrap();
        anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
    }

    #[test]
    fn codes_words_and_bodies_get_a_reply() {
        let table = [
            ("6009\n", "Seven Bridges 6009"),
            ("namealreadyused\n", "UiPath 1001"),
            ("licence expired\n", "LicenseExpired: License expired!"),
            ("zzzzqqqqxxxx\n", "no match for zzzzqqqqxxxx"),
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
            let out = replies(input);
            assert!(out.contains(expected), "{input}\n{out}");
        }
    }

    #[test]
    fn a_body_ends_where_it_is_closed_or_at_an_empty_line() {
        let requests = |mut input: &[u8]| {
            let mut requests = Vec::new();
            while let Some(text) = read_request(&mut input).unwrap() {
                requests.push(text);
            }
            requests
        };
        assert_eq!(requests(b"{\n\"a\":\n1}\n2001\n"), ["{\n\"a\":\n1}", "2001"]);
        assert_eq!(requests(b"[{\"a\":\n\"]}\\\"\"},\n[]\n]\n2001\n").len(), 2);
        assert_eq!(requests(b"[12:00] [api]\n[12:01] {}\n\n2001\n").len(), 2);
        assert_eq!(requests(b"{ broken\nstill\n\n2001"), ["{ broken\nstill", "2001"]);
        assert_eq!(requests(b"HTTP/1.1 400\nA: b\n\n{\"a\":\n1}\n\nx\n")[1], "x");
        assert_eq!(requests(b"a\r\n\xff\n"), ["a", "\u{fffd}"]);
    }

    #[test]
    fn more_shows_the_rest() {
        let catalogs = Catalogs::builtin();
        let all = Index::new(&catalogs).search(&Query::new("sap http:4xx")).matches.len();
        assert!((21..=40).contains(&all), "{all}");
        let out = replies("sap http:4xx\nmore\nmore\n");
        let next = all - 20;
        assert!(
            out.contains(&format!(
                "Entries 1 to 20 of {all}, best first. Type more for the next {next}.\n"
            )),
            "{out}"
        );
        assert!(out.contains(&format!("Entries 21 to {all} of {all}, best first.\n")), "{out}");
        // All are shown: it is a word again.
        assert!(replies("more\n").ends_with(out.rsplit_once("first.\n").unwrap().1), "{out}");
    }

    #[test]
    fn a_miss_is_reported_once() {
        assert_eq!(replies("zzzzqqqqxxxx\n"), "no match for zzzzqqqqxxxx\n");
    }

    #[test]
    fn what_is_typed_is_made_printable() {
        let catalogs = Catalogs::builtin();
        let reply = |input: &str| {
            let mut out = Vec::new();
            Repl::new(&catalogs, 80, false).run("", &mut input.as_bytes(), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        for (typed, shown) in [
            ("zzqqxx\x1b[2J\u{202e}\n", "zzqqxx␛[2J�"),
            ("vendor:zzqqxx\x1b[2J\u{fe0f}\n", "zzqqxx␛[2j�"),
        ] {
            let out = reply(typed);
            assert!(out.to_lowercase().contains(&shown.to_lowercase()), "{out}");
            assert!(!out.contains(['\x1b', '\u{202e}', '\u{fe0f}']), "{out}");
        }
    }

    #[test]
    fn quit_ends_and_nothing_is_drawn() {
        let out = replies("6009\nquit\n1001\n");
        assert!(!out.contains("UiPath"), "{out}");
        assert!(!out.contains(|c| ('\u{2500}'..='\u{259f}').contains(&c)), "{out}");
    }
}
