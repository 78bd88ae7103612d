//! Checks catalog files. Reports every error with line and column, not just the first. The build
//! script checks `data/`, so that a mistake there is a build error.

use std::collections::HashSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::entry::{
    Catalog, Endpoint, Entry, EntryKind, Http, MessageAction, Origin, Page, Section, Source,
    Synonyms,
};
use super::pointer::Pointer;
use super::raw::{self, Text};
use super::sample::{CounterSample, PLACEHOLDERS, Sample, SampleForm};
use super::shape::{leak, leak_str, read_pointer, read_shape};
use super::signature::{Hints, JsonForm, Signature, SignatureKind};
use crate::text::printable;

/// The only version of the file format so far.
const SCHEMA: u32 = 1;

/// The methods that an endpoint can have (RFC 9110 and RFC 5789).
const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

/// The groups that a text signature may name.
const GROUPS: [&str; 4] = ["code", "message", "details", "status"];

/// Something wrong in a catalog file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {reason}")]
pub struct CheckError {
    /// The file, as named by the caller.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub reason: String,
}

/// Reads and checks a catalog file; `file` is only for messages.
///
/// The strings of the catalog are leaked: catalogs live as long as the process.
///
/// # Errors
/// Every error of the file, in order. A syntax error or an unknown key hides those after it.
pub fn read(file: &str, text: &str) -> Result<Catalog, Vec<CheckError>> {
    Checker::run(file, text, Checker::catalog)
}

/// Reads and checks the file of the general synonyms, as [`read`] does a catalog.
///
/// # Errors
/// Every error of the file, in order.
pub fn read_synonyms(file: &str, text: &str) -> Result<Synonyms, Vec<CheckError>> {
    Checker::run(file, text, Checker::synonyms)
}

/// Checks that every id and alias names one catalog only.
///
/// # Errors
/// One sentence for each name that two catalogs share.
pub fn check_names(catalogs: &[&Catalog]) -> Result<(), Vec<String>> {
    let mut errors = Vec::new();
    for (index, catalog) in catalogs.iter().enumerate() {
        for name in [catalog.id].iter().chain(catalog.aliases) {
            if let Some(other) = catalogs[..index].iter().find(|other| other.matches(name)) {
                errors.push(format!(
                    "the name `{name}` of catalog `{}` already belongs to catalog `{}`",
                    catalog.id, other.id
                ));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<CheckError>,
}

impl<'a> Checker<'a> {
    /// Parses a file and checks it.
    fn run<Raw: DeserializeOwned, T>(
        file: &'a str,
        text: &'a str,
        check: impl FnOnce(&mut Self, Raw) -> T,
    ) -> Result<T, Vec<CheckError>> {
        let mut checker = Self { file, text, errors: Vec::new() };
        let value = match toml::from_str(text) {
            Ok(raw) => check(&mut checker, raw),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                checker.error(span, error.message().replace('\n', ", "));
                return Err(checker.errors);
            }
        };
        checker.errors.sort_by_key(|error| (error.line, error.column));
        if checker.errors.is_empty() { Ok(value) } else { Err(checker.errors) }
    }

    fn error(&mut self, span: Range<usize>, reason: impl AsRef<str>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.errors.push(CheckError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            // On one line, though a value that it quotes may contain a line end.
            reason: printable(reason.as_ref()).into_owned(),
        });
    }

    /// Reports a value that breaks a rule.
    fn expect<T>(&mut self, value: &Spanned<T>, is_valid: bool, reason: impl FnOnce(&T) -> String) {
        if !is_valid {
            self.error(value.span(), reason(value.get_ref()));
        }
    }

    /// Reports a text that is not what was expected.
    fn expect_text(&mut self, what: &str, text: &Text, is_valid: bool, expected: &str) {
        self.expect(text, is_valid, |text| format!("{what} is `{text}`, expected {expected}"));
    }

    /// Reports each id that an earlier one has too.
    fn expect_unique<'r>(&mut self, what: &str, ids: impl Iterator<Item = &'r Text>) {
        let mut seen = HashSet::new();
        for id in ids {
            self.expect(id, seen.insert(id.get_ref()), |id| {
                format!("{what} `{id}` is listed twice")
            });
        }
    }

    fn catalog(&mut self, raw: raw::File) -> Catalog {
        self.expect(&raw.schema, *raw.schema.get_ref() == SCHEMA, |schema| {
            format!("schema is {schema}, expected {SCHEMA}")
        });
        let is_id = matches_all(raw.id.get_ref(), |c| matches!(c, 'a'..='z' | '0'..='9' | '-'));
        self.expect_text("id", &raw.id, is_id, "lower-case letters, digits and hyphens");
        let sections = self.sections(raw.section);
        let entries = self.entries(raw.entry, sections);
        Catalog {
            id: self.line(raw.id),
            name: self.line(raw.name),
            tab: self.line(raw.tab),
            aliases: self.lines(raw.aliases),
            source: self.source(raw.source),
            sections,
            entries,
            signatures: self.signatures(raw.signature, sections),
            hints: Hints {
                hosts: self.lower_case(raw.hints.hosts, "host"),
                headers: self.lower_case(raw.hints.headers, "header"),
                markers: self.lines(raw.hints.markers),
                shared_words: self.lines(raw.hints.shared_words),
            },
            samples: self.samples(raw.sample, entries),
            sample_forms: self.sample_forms(raw.sample_form, sections),
            counter_samples: leak(
                raw.counter_sample.into_iter().map(|it| CounterSample { body: leak_str(it.body) }),
            ),
            synonyms: self.synonyms(raw.synonyms),
        }
    }

    fn synonyms(&mut self, raw: raw::Synonyms) -> Synonyms {
        Synonyms { groups: self.phrases(raw.groups), expansions: self.phrases(raw.expansions) }
    }

    fn phrases(
        &mut self,
        groups: Vec<Spanned<Vec<raw::Text>>>,
    ) -> &'static [&'static [&'static str]] {
        let is_word = |word: &str| matches_all(word, |c| c.is_alphanumeric() && !c.is_uppercase());
        leak(groups.into_iter().map(|group| {
            self.expect(&group, group.get_ref().len() >= 2, |phrases| {
                format!("the number of phrases is {}, expected at least 2", phrases.len())
            });
            for phrase in group.get_ref() {
                let is_valid = phrase.get_ref().split(' ').all(is_word);
                self.expect_text("the phrase", phrase, is_valid, "words of lower-case letters");
            }
            self.lines(group.into_inner())
        }))
    }

    fn source(&mut self, raw: raw::Source) -> Source {
        let date = *raw.captured.get_ref();
        self.expect(&raw.captured, date.date.is_some() && date.time.is_none(), |date| {
            format!("captured is `{date}`, expected a date such as 2026-11-20")
        });
        Source {
            title: self.line(raw.title),
            url: self.url(raw.url),
            captured: leak_str(date.to_string()),
            exhaustive: raw.exhaustive,
            note: raw.note.map(|note| self.line(note)),
        }
    }

    fn url(&mut self, url: Text) -> &'static str {
        let is_https = url.get_ref().starts_with("https://");
        self.expect_text("url", &url, is_https, "it to begin with https://");
        self.line(url)
    }

    fn sections(&mut self, raw: Vec<raw::Section>) -> &'static [Section] {
        self.expect_unique("section", raw.iter().map(|section| &section.id));
        leak(
            raw.into_iter().map(|section| Section {
                id: self.line(section.id),
                title: self.line(section.title),
            }),
        )
    }

    fn known_section(&mut self, section: &Text, sections: &[Section]) {
        let is_known = sections.iter().any(|known| known.id == section.get_ref());
        self.expect(section, is_known, |section| {
            format!("section `{section}` is not among the sections of this file")
        });
    }

    fn entries(&mut self, raw: Vec<raw::Entry>, sections: &[Section]) -> &'static [Entry] {
        let mut seen = HashSet::new();
        leak(raw.into_iter().map(|entry| {
            self.known_section(&entry.section, sections);
            let section = entry.section.get_ref();
            let is_new = seen.insert((section.clone(), entry.code.get_ref().clone()));
            self.expect(&entry.code, is_new, |code| {
                format!("code `{code}` is listed twice in section `{section}`")
            });
            let kind = entry.kind.unwrap_or(EntryKind::Error);
            let has_action = entry.action.is_some() || kind == EntryKind::Success;
            self.expect(&entry.code, has_action, |code| {
                format!("code `{code}` has no action, expected one for every error and alert")
            });
            let origin = entry.origin.unwrap_or(Origin::Source);
            self.expect(
                &entry.code,
                entry.source.is_some() == (origin == Origin::Related),
                |code| format!("code `{code}`: expected a source exactly for the origin `related`"),
            );
            let (messages, message_actions) = self.messages(entry.messages);
            Entry {
                section: self.line(entry.section),
                code: self.line(entry.code),
                aliases: self.lines(entry.aliases),
                kind,
                names: self.lines(entry.names),
                category: entry.category.map(|text| self.line(text)),
                messages,
                http: entry.http.map(|http| self.http(&http)),
                description: entry.description.map(|text| self.line(text)),
                action: entry.action.map(|text| self.line(text)),
                message_actions,
                retry: entry.retry,
                endpoints: self.endpoints(entry.endpoints),
                origin,
                page: entry
                    .source
                    .map(|page| Page { title: self.line(page.title), url: self.url(page.url) }),
                note: entry.note.map(|text| self.line(text)),
                keywords: self.lines(entry.keywords),
            }
        }))
    }

    fn messages(
        &mut self,
        raw: Vec<Spanned<raw::Message>>,
    ) -> (&'static [&'static str], &'static [MessageAction]) {
        let mut actions = Vec::new();
        let mut texts = Vec::with_capacity(raw.len());
        for (message, raw) in (0..).zip(raw) {
            let span = raw.span();
            texts.push(match raw.into_inner() {
                raw::Message::Text(text) => self.line(Spanned::new(span, text)),
                raw::Message::WithAction(raw) => {
                    let action = self.line(Spanned::new(span.clone(), raw.action));
                    actions.push(MessageAction { message, action });
                    self.line(Spanned::new(span, raw.text))
                }
            });
        }
        (leak(texts), leak(actions))
    }

    fn http(&mut self, raw: &raw::Http) -> Http {
        let status = *raw.status.get_ref();
        self.expect(&raw.status, (100..600).contains(&status), |status| {
            format!("status is {status}, expected 100 to 599")
        });
        Http { status, basis: raw.basis }
    }

    fn endpoints(&mut self, raw: Vec<raw::Endpoint>) -> &'static [Endpoint] {
        let expected = format!("one of {}", METHODS.join(", "));
        leak(raw.into_iter().map(|endpoint| {
            for method in &endpoint.methods {
                let is_known = METHODS.contains(&method.get_ref().as_str());
                self.expect_text("method", method, is_known, &expected);
            }
            Endpoint { methods: self.lines(endpoint.methods), path: self.line(endpoint.path) }
        }))
    }

    fn signatures(
        &mut self,
        raw: Vec<raw::Signature>,
        sections: &[Section],
    ) -> &'static [Signature] {
        self.expect_unique("signature", raw.iter().map(|signature| &signature.id));
        leak(raw.into_iter().filter_map(|signature| {
            for section in &signature.sections {
                self.known_section(section, sections);
            }
            let kind = self.kind(&signature)?;
            Some(Signature {
                id: self.line(signature.id),
                kind,
                sections: self.lines(signature.sections),
                weight: signature.weight,
                fixed_messages: signature.fixed_messages,
            })
        }))
    }

    fn kind(&mut self, raw: &raw::Signature) -> Option<SignatureKind> {
        // The first key of each format is needed.
        let keys = [
            ("shape", raw.shape.is_some(), raw::Format::Json),
            ("code", raw.code.is_some(), raw::Format::Json),
            ("message", raw.message.is_some(), raw::Format::Json),
            ("details", raw.details.is_some(), raw::Format::Json),
            ("status", raw.status.is_some(), raw::Format::Json),
            ("header", raw.header.is_some(), raw::Format::Header),
            ("pattern", raw.pattern.is_some(), raw::Format::Text),
            ("needle", raw.needle.is_some(), raw::Format::Text),
        ];
        for (key, present, format) in keys {
            self.expect(&raw.id, !present || format == raw.format, |id| {
                format!("signature `{id}` has the key `{key}`, which another format uses")
            });
        }
        if let Some((key, false, _)) = keys.iter().find(|(.., format)| *format == raw.format) {
            self.expect(&raw.id, false, |id| {
                format!("signature `{id}` has no `{key}`, which its format needs")
            });
        }
        Some(match raw.format {
            raw::Format::Json => SignatureKind::Json(self.json_form(raw, raw.shape.as_ref()?)),
            raw::Format::Header => self.header(raw.header.as_ref()?),
            raw::Format::Text => self.pattern(raw.pattern.as_ref()?, raw.needle.as_ref()),
        })
    }

    /// A header name is a token (RFC 9110). Any other text could match in the middle of a header.
    fn header(&mut self, name: &Text) -> SignatureKind {
        let is_token_char = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let is_token = matches_all(name.get_ref(), is_token_char);
        self.expect_text("header", name, is_token, "a name such as `x-error-code`");
        SignatureKind::Header { name: leak_str(name.get_ref().to_lowercase()) }
    }

    fn json_form(&mut self, raw: &raw::Signature, shape: &Spanned<toml::Table>) -> JsonForm {
        let members = read_shape(shape.get_ref()).unwrap_or_else(|reason| {
            self.error(shape.span(), reason);
            &[]
        });
        let mut pointer = |raw: &Option<Text>| -> Option<Pointer> {
            let raw = raw.as_ref()?;
            let pointer = read_pointer(raw.get_ref(), members);
            pointer.map_err(|reason| self.error(raw.span(), reason)).ok()
        };
        JsonForm {
            shape: members,
            code: pointer(&raw.code),
            message: pointer(&raw.message),
            details: pointer(&raw.details),
            status: pointer(&raw.status),
        }
    }

    fn pattern(&mut self, pattern: &Text, needle: Option<&Text>) -> SignatureKind {
        match super::signature::compile(pattern.get_ref()) {
            Ok(regex) => {
                for group in regex.capture_names().flatten() {
                    self.expect(pattern, GROUPS.contains(&group), |_| {
                        let groups = GROUPS.join(", ");
                        format!("the pattern has a group `{group}`, expected one of {groups}")
                    });
                }
            }
            Err(error) => {
                let error = error.to_string();
                let reason = error.lines().last().unwrap_or(&error).trim_start_matches("error: ");
                let reason = format!("the pattern is not a regular expression: {reason}");
                self.error(pattern.span(), reason);
            }
        }
        if let Some(needle) = needle {
            self.expect(needle, !needle.get_ref().is_empty(), |_| {
                "the needle is empty, expected a part of each such text".to_owned()
            });
        }
        SignatureKind::Text {
            pattern: leak_str(pattern.get_ref().clone()),
            needle: needle.map(|needle| leak_str(needle.get_ref().clone())),
        }
    }

    fn samples(&mut self, raw: Vec<raw::Sample>, entries: &[Entry]) -> &'static [Sample] {
        leak(raw.into_iter().map(|sample| {
            let expect = match sample.expect {
                None => Vec::new(),
                Some(raw::Codes::One(code)) => vec![code],
                Some(raw::Codes::Many(codes)) => codes,
            };
            for code in &expect {
                let is_known = entries.iter().any(|entry| entry.code == code);
                self.expect(&sample.body, is_known, |_| {
                    format!("the sample expects `{code}`, which is not among the codes")
                });
            }
            Sample {
                body: leak_str(sample.body.into_inner()),
                expect: leak(expect.into_iter().map(leak_str)),
            }
        }))
    }

    fn sample_forms(
        &mut self,
        raw: Vec<raw::SampleForm>,
        sections: &[Section],
    ) -> &'static [SampleForm] {
        leak(raw.into_iter().map(|form| {
            for section in &form.sections {
                self.known_section(section, sections);
            }
            let has_placeholder = PLACEHOLDERS.iter().any(|it| form.body.get_ref().contains(it));
            self.expect(&form.body, has_placeholder, |_| {
                format!("the form has no placeholder, expected one of {}", PLACEHOLDERS.join(", "))
            });
            SampleForm {
                sections: self.lines(form.sections),
                body: leak_str(form.body.into_inner()),
            }
        }))
    }

    /// A text that is shown on one line: not blank, trimmed, without control characters.
    fn line(&mut self, text: Text) -> &'static str {
        let span = text.span();
        let text = text.into_inner();
        if text.trim().is_empty() {
            self.error(span, "the text is blank, expected at least one word");
        } else if text.trim() != text {
            self.error(span, format!("`{}` has white space at its ends", text.trim()));
        } else if let Some(control) = text.chars().find(|c| c.is_control()).map(u32::from) {
            self.error(span, format!("the text has the control character U+{control:04X}"));
        }
        leak_str(text)
    }

    fn lines(&mut self, texts: Vec<Text>) -> &'static [&'static str] {
        leak(texts.into_iter().map(|text| self.line(text)))
    }

    fn lower_case(&mut self, texts: Vec<Text>, what: &str) -> &'static [&'static str] {
        for text in &texts {
            let is_lower = *text.get_ref() == text.get_ref().to_lowercase();
            self.expect_text(what, text, is_lower, "lower case");
        }
        self.lines(texts)
    }
}

/// Whether a text has characters, and only such characters.
fn matches_all(text: &str, is_valid: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_valid)
}
