//! Checks sections and entries. An entry that the catalog has already is replaced field by field;
//! its lists are appended to.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use toml::Spanned;

use super::builder::CatalogBuilder;
use super::checker::Checker;
use crate::catalog::entry::{
    Endpoint, Entry, EntryKind, Http, MessageAction, Origin, Page, Retry, Section, leak,
};
use crate::catalog::raw::{self, Text};

/// The methods that an endpoint can have (RFC 9110 and RFC 5789).
const METHODS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

/// The sections of a file, which are new to the catalog.
pub fn sections(
    checker: &mut Checker<'_>,
    raw: Vec<raw::Section>,
    base: &CatalogBuilder,
) -> Vec<Section> {
    checker.expect_unique("section", raw.iter().map(|section| &section.id));
    let mut sections = Vec::with_capacity(raw.len());
    for section in raw {
        let is_new = base.sections.iter().all(|known| known.id != section.id.get_ref());
        checker.expect(&section.id, is_new, |id| {
            format!("section `{id}` is already in catalog `{}`", base.header.id)
        });
        sections.push(Section { id: checker.line(section.id), title: checker.line(section.title) });
    }
    sections
}

/// Reports a section that the catalog does not have.
pub fn expect_section(checker: &mut Checker<'_>, section: &Text, sections: &[Section]) {
    let is_known = sections.iter().any(|known| known.id == section.get_ref());
    checker.expect(section, is_known, |section| {
        let known: Vec<_> = sections.iter().map(|section| section.id).collect();
        format!("unknown section `{section}`, expected one of {}", known.join(", "))
    });
}

/// The entries of a file, each with its position in the catalog if it is there already.
pub fn entries(
    checker: &mut Checker<'_>,
    raw: Vec<raw::Entry>,
    sections: &[Section],
    base: &CatalogBuilder,
) -> Vec<(Option<usize>, Entry)> {
    let mut seen = HashSet::new();
    let mut entries = Vec::with_capacity(raw.len());
    for raw in raw {
        expect_section(checker, &raw.section, sections);
        let section = raw.section.get_ref();
        let is_new = seen.insert((section.clone(), raw.code.get_ref().clone()));
        checker.expect(&raw.code, is_new, |code| {
            format!("code `{code}` is listed twice in section `{section}`")
        });
        let position = base.position(section, raw.code.get_ref());
        let existing = position.map(|position| base.entries[position]);
        entries.push((position, entry(checker, raw, existing, base.default_origin)));
    }
    entries
}

fn entry(
    checker: &mut Checker<'_>,
    raw: raw::Entry,
    existing: Option<Entry>,
    default_origin: Origin,
) -> Entry {
    let span = raw.code.span();
    let code = raw.code.clone();
    let retry = match existing {
        Some(existing) => raw.retry.unwrap_or(existing.retry),
        None => checker.expect_field("retry", span, raw.retry).unwrap_or(Retry::Unknown),
    };
    let base = existing.unwrap_or(Entry { origin: default_origin, ..Entry::EMPTY });
    let (messages, message_actions) = messages(checker, raw.messages, &base);
    let entry = Entry {
        section: checker.line(raw.section),
        code: checker.line(raw.code),
        aliases: append(base.aliases, checker.texts(raw.aliases)),
        kind: raw.kind.unwrap_or(base.kind),
        names: append(base.names, checker.texts(raw.names)),
        category: checker.optional_line(raw.category).or(base.category),
        messages,
        http: raw.http.map(|raw| http(checker, &raw)).or(base.http),
        description: checker.optional_line(raw.description).or(base.description),
        action: checker.optional_line(raw.action).or(base.action),
        message_actions,
        retry,
        endpoints: append(base.endpoints, endpoints(checker, raw.endpoints)),
        origin: raw.origin.unwrap_or(base.origin),
        page: raw.source.map(|raw| page(checker, raw)).or(base.page),
        note: checker.optional_line(raw.note).or(base.note),
        keywords: append(base.keywords, checker.texts(raw.keywords)),
        team_notes: base.team_notes,
    };
    let has_action = entry.action.is_some() || entry.kind == EntryKind::Success;
    checker.expect(&code, has_action, |code| {
        format!("code `{code}` has no action, expected one for every error and alert")
    });
    let has_page = entry.page.is_some();
    checker.expect(&code, has_page == (entry.origin == Origin::Related), |code| {
        format!("code `{code}`: expected a source exactly for the origin `related`")
    });
    entry
}

/// A list with those values appended that it does not have yet.
pub fn append<T: Eq + Hash + Clone>(base: &'static [T], values: Vec<T>) -> &'static [T] {
    if values.is_empty() {
        return base;
    }
    if base.is_empty() {
        return leak(values);
    }
    let known: HashSet<&T> = base.iter().collect();
    let new = values.iter().filter(|value| !known.contains(value));
    leak(base.iter().chain(new).cloned())
}

/// The messages and their actions. A message that the entry has already can get an action.
fn messages(
    checker: &mut Checker<'_>,
    raw: Vec<Spanned<raw::Message>>,
    base: &Entry,
) -> (&'static [&'static str], &'static [MessageAction]) {
    if raw.is_empty() {
        return (base.messages, base.message_actions);
    }
    let (mut texts, mut actions) = (base.messages.to_vec(), base.message_actions.to_vec());
    let mut positions: HashMap<&str, usize> = texts.iter().copied().zip(0..).collect();
    for raw in raw {
        let span = raw.span();
        let (text, action) = match raw.into_inner() {
            raw::Message::Text(text) => (text, None),
            raw::Message::WithAction(raw) => (raw.text, Some(raw.action)),
        };
        let text = checker.line(Spanned::new(span.clone(), text));
        let position = *positions.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() - 1
        });
        if let (Some(action), Ok(message)) = (action, u16::try_from(position)) {
            actions.retain(|it| it.message != message);
            actions
                .push(MessageAction { message, action: checker.line(Spanned::new(span, action)) });
        }
    }
    (leak(texts), leak(actions))
}

fn http(checker: &mut Checker<'_>, raw: &raw::Http) -> Http {
    let status = *raw.status.get_ref();
    checker.expect(&raw.status, (100..600).contains(&status), |status| {
        format!("status is {status}, expected 100 to 599")
    });
    Http { status, basis: raw.basis }
}

fn page(checker: &mut Checker<'_>, raw: raw::Page) -> Page {
    Page { title: checker.line(raw.title), url: checker.url(raw.url) }
}

fn endpoints(checker: &mut Checker<'_>, raw: Vec<raw::Endpoint>) -> Vec<Endpoint> {
    let expected = format!("one of {}", METHODS.join(", "));
    let mut endpoints = Vec::with_capacity(raw.len());
    for endpoint in raw {
        for method in &endpoint.methods {
            let is_known = METHODS.contains(&method.get_ref().as_str());
            checker.expect_text("method", method, is_known, &expected);
        }
        let methods = checker.lines(endpoint.methods);
        endpoints.push(Endpoint { methods, path: checker.line(endpoint.path) });
    }
    endpoints
}
