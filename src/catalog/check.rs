//! Checks catalog files. Reports every error with line and column, not just the first. The build
//! script checks `data/`, so that a mistake there is a build error.

use std::collections::HashSet;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::entry::{
    Catalog, CounterSample, Endpoint, Entry, EntryKind, Http, Sample, Section, Source, SynonymGroup,
};
use super::pointer::Pointer;
use super::raw;
use super::shape::{read_pointer, read_shape};
use super::signature::{Format, Hints, JsonForm, Member, Signature};

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
pub fn read_synonyms(file: &str, text: &str) -> Result<&'static [SynonymGroup], Vec<CheckError>> {
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

    fn error(&mut self, span: Range<usize>, reason: impl Into<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.errors.push(CheckError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            reason: on_one_line(&reason.into()),
        });
    }

    fn catalog(&mut self, raw: raw::File) -> Catalog {
        if *raw.schema.get_ref() != SCHEMA {
            let found = *raw.schema.get_ref();
            self.error(raw.schema.span(), format!("schema is {found}, expected {SCHEMA}"));
        }
        if !is_id(raw.id.get_ref()) {
            let found = raw.id.get_ref();
            self.error(
                raw.id.span(),
                format!("id is `{found}`, expected lower-case letters, digits and hyphens"),
            );
        }
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
            },
            samples: self.samples(raw.sample, entries),
            counter_samples: leak(
                (raw.counter_sample.into_iter())
                    .map(|raw| CounterSample { body: leak_str(raw.body.into_inner()) })
                    .collect(),
            ),
            synonyms: self.synonyms(raw.synonyms),
        }
    }

    fn synonyms(&mut self, raw: raw::Synonyms) -> &'static [SynonymGroup] {
        let mut groups = Vec::new();
        for group in raw.groups {
            let phrases = group.get_ref();
            if phrases.len() < 2 {
                let reason =
                    format!("the number of phrases is {}, expected at least 2", phrases.len());
                self.error(group.span(), reason);
            }
            for phrase in phrases {
                let found = phrase.get_ref();
                let is_word = |word: &str| !word.is_empty() && word.chars().all(is_lower_or_digit);
                if !found.split(' ').all(is_word) {
                    let reason =
                        format!("the phrase is `{found}`, expected words of lower-case letters");
                    self.error(phrase.span(), reason);
                }
            }
            groups.push(self.lines(group.into_inner()));
        }
        leak(groups)
    }

    fn source(&mut self, raw: raw::Source) -> Source {
        let date = *raw.captured.get_ref();
        if date.date.is_none() || date.time.is_some() {
            self.error(
                raw.captured.span(),
                format!("captured is `{date}`, expected a date such as 2026-11-20"),
            );
        }
        if !raw.url.get_ref().starts_with("https://") {
            let found = raw.url.get_ref();
            self.error(
                raw.url.span(),
                format!("url is `{found}`, expected it to begin with https://"),
            );
        }
        Source {
            title: self.line(raw.title),
            url: self.line(raw.url),
            captured: leak_str(date.to_string()),
            exhaustive: raw.exhaustive,
            note: raw.note.map(|note| self.line(note)),
        }
    }

    fn sections(&mut self, raw: Vec<raw::Section>) -> &'static [Section] {
        let mut seen = HashSet::new();
        let mut sections = Vec::new();
        for section in raw {
            if !seen.insert(section.id.get_ref().clone()) {
                let found = section.id.get_ref();
                self.error(section.id.span(), format!("section `{found}` is listed twice"));
            }
            sections.push(Section { id: self.line(section.id), title: self.line(section.title) });
        }
        leak(sections)
    }

    fn known_section(&mut self, section: &Spanned<String>, sections: &[Section]) {
        let found = section.get_ref();
        if !sections.iter().any(|known| known.id == found) {
            self.error(
                section.span(),
                format!("section `{found}` is not among the sections of this file"),
            );
        }
    }

    fn entries(&mut self, raw: Vec<raw::Entry>, sections: &[Section]) -> &'static [Entry] {
        let mut seen = HashSet::new();
        let mut entries = Vec::new();
        for entry in raw {
            self.known_section(&entry.section, sections);
            if !seen.insert((entry.section.get_ref().clone(), entry.code.get_ref().clone())) {
                let (code, section) = (entry.code.get_ref(), entry.section.get_ref());
                self.error(
                    entry.code.span(),
                    format!("code `{code}` is listed twice in section `{section}`"),
                );
            }
            if entry.action.is_none() && entry.kind != EntryKind::Success {
                let code = entry.code.get_ref();
                self.error(
                    entry.code.span(),
                    format!("code `{code}` has no action, expected one for every error and alert"),
                );
            }
            entries.push(Entry {
                section: self.line(entry.section),
                code: self.line(entry.code),
                aliases: self.lines(entry.aliases),
                kind: entry.kind,
                names: self.lines(entry.names),
                category: entry.category.map(|text| self.line(text)),
                messages: self.lines(entry.messages),
                http: entry.http.map(|http| self.http(&http)),
                description: entry.description.map(|text| self.line(text)),
                action: entry.action.map(|text| self.line(text)),
                retry: entry.retry,
                endpoints: self.endpoints(entry.endpoints),
                origin: entry.origin,
                note: entry.note.map(|text| self.line(text)),
            });
        }
        leak(entries)
    }

    fn http(&mut self, raw: &raw::Http) -> Http {
        let status = *raw.status.get_ref();
        if !(100..600).contains(&status) {
            self.error(raw.status.span(), format!("status is {status}, expected 100 to 599"));
        }
        Http { status, basis: raw.basis }
    }

    fn endpoints(&mut self, raw: Vec<raw::Endpoint>) -> &'static [Endpoint] {
        let mut endpoints = Vec::new();
        for endpoint in raw {
            for method in &endpoint.methods {
                let found = method.get_ref();
                if !METHODS.contains(&found.as_str()) {
                    self.error(
                        method.span(),
                        format!("method is `{found}`, expected one of {}", METHODS.join(", ")),
                    );
                }
            }
            endpoints.push(Endpoint {
                methods: self.lines(endpoint.methods),
                path: self.line(endpoint.path),
            });
        }
        leak(endpoints)
    }

    fn signatures(
        &mut self,
        raw: Vec<raw::Signature>,
        sections: &[Section],
    ) -> &'static [Signature] {
        let mut seen = HashSet::new();
        let mut signatures = Vec::new();
        for signature in raw {
            if !seen.insert(signature.id.get_ref().clone()) {
                let found = signature.id.get_ref();
                self.error(signature.id.span(), format!("signature `{found}` is listed twice"));
            }
            for section in &signature.sections {
                self.known_section(section, sections);
            }
            let Some(format) = self.format(&signature) else { continue };
            signatures.push(Signature {
                id: self.line(signature.id),
                format,
                sections: self.lines(signature.sections),
                weight: signature.weight,
                fixed_messages: signature.fixed_messages,
            });
        }
        leak(signatures)
    }

    fn format(&mut self, raw: &raw::Signature) -> Option<Format> {
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
            if present && format != raw.format {
                let id = raw.id.get_ref();
                self.error(
                    raw.id.span(),
                    format!("signature `{id}` has the key `{key}`, which another format uses"),
                );
            }
        }
        let (wanted, present) = match raw.format {
            raw::Format::Json => ("shape", raw.shape.is_some()),
            raw::Format::Header => ("header", raw.header.is_some()),
            raw::Format::Text => ("pattern", raw.pattern.is_some()),
        };
        if !present {
            let id = raw.id.get_ref();
            self.error(
                raw.id.span(),
                format!("signature `{id}` has no `{wanted}`, which its format needs"),
            );
            return None;
        }
        match raw.format {
            raw::Format::Json => {
                raw.shape.as_ref().map(|shape| Format::Json(self.json_form(raw, shape)))
            }
            raw::Format::Header => raw.header.as_ref().map(|name| {
                self.header(name);
                Format::Header { name: leak_str(name.get_ref().to_lowercase()) }
            }),
            raw::Format::Text => raw.pattern.as_ref().map(|pattern| {
                self.pattern(pattern);
                if let Some(needle) = raw.needle.as_ref().filter(|it| it.get_ref().is_empty()) {
                    self.error(
                        needle.span(),
                        "the needle is empty, expected a part of each such text",
                    );
                }
                Format::Text {
                    pattern: leak_str(pattern.get_ref().clone()),
                    needle: raw.needle.as_ref().map(|needle| leak_str(needle.get_ref().clone())),
                }
            }),
        }
    }

    /// A header name is a token (RFC 9110). Any other text could match in the middle of a header.
    fn header(&mut self, name: &Spanned<String>) {
        let found = name.get_ref();
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if found.is_empty() || !found.chars().all(is_token) {
            let text = format!("header is `{found}`, expected a name such as `x-error-code`");
            self.error(name.span(), text);
        }
    }

    fn json_form(&mut self, raw: &raw::Signature, shape: &Spanned<toml::Table>) -> JsonForm {
        let members: &'static [Member] = match read_shape(shape.get_ref()) {
            Ok(members) => leak(members),
            Err(reason) => {
                self.error(shape.span(), reason);
                &[]
            }
        };
        let mut pointer = |raw: &Option<Spanned<String>>| -> Option<Pointer> {
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

    fn pattern(&mut self, pattern: &Spanned<String>) {
        match regex::Regex::new(pattern.get_ref()) {
            Ok(regex) => {
                for group in regex.capture_names().flatten().filter(|group| !GROUPS.contains(group))
                {
                    let reason = format!(
                        "the pattern has a group `{group}`, expected one of {}",
                        GROUPS.join(", ")
                    );
                    self.error(pattern.span(), reason);
                }
            }
            Err(error) => {
                let error = error.to_string();
                let reason =
                    error.lines().last().unwrap_or("bad pattern").trim_start_matches("error: ");
                self.error(
                    pattern.span(),
                    format!("the pattern is not a regular expression: {reason}"),
                );
            }
        }
    }

    fn samples(&mut self, raw: Vec<raw::Sample>, entries: &[Entry]) -> &'static [Sample] {
        let mut samples = Vec::new();
        for sample in raw {
            let expect = match sample.expect {
                raw::Codes::One(code) => vec![code],
                raw::Codes::Many(codes) => codes,
            };
            for code in &expect {
                if !entries.iter().any(|entry| entry.code == code) {
                    self.error(
                        sample.body.span(),
                        format!("the sample expects `{code}`, which is not among the codes"),
                    );
                }
            }
            samples.push(Sample {
                body: leak_str(sample.body.into_inner()),
                expect: leak(expect.into_iter().map(leak_str).collect()),
            });
        }
        leak(samples)
    }

    /// A text that is shown on one line: not blank, trimmed, without control characters.
    fn line(&mut self, text: Spanned<String>) -> &'static str {
        let span = text.span();
        let text = text.into_inner();
        if text.trim().is_empty() {
            self.error(span, "the text is blank, expected at least one word");
        } else if text.trim() != text {
            self.error(span, format!("`{}` has white space at its ends", text.trim()));
        } else if let Some(control) = text.chars().find(|c| c.is_control()) {
            self.error(
                span,
                format!("the text has the control character U+{:04X}", u32::from(control)),
            );
        }
        leak_str(text)
    }

    fn lines(&mut self, texts: Vec<Spanned<String>>) -> &'static [&'static str] {
        leak(texts.into_iter().map(|text| self.line(text)).collect())
    }

    fn lower_case(&mut self, texts: Vec<Spanned<String>>, what: &str) -> &'static [&'static str] {
        for text in &texts {
            let found = text.get_ref();
            if *found != found.to_lowercase() {
                self.error(text.span(), format!("{what} is `{found}`, expected lower case"));
            }
        }
        self.lines(texts)
    }
}

/// Whether a text is an id: lower-case letters, digits and hyphens.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'))
}

fn is_lower_or_digit(c: char) -> bool {
    c.is_alphanumeric() && !c.is_uppercase()
}

/// A reason on one line, with what it quotes from the file escaped.
fn on_one_line(reason: &str) -> String {
    let mut line = String::new();
    for c in reason.chars() {
        if c.is_control() { line.extend(c.escape_default()) } else { line.push(c) }
    }
    line
}

fn leak<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

fn leak_str(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
