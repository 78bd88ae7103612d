//! Checks catalog files. Reports every error with line and column, not just the first. The build
//! script checks `data/`, so that a mistake there is a build error; users' files are checked when they
//! are loaded.

mod builder;
mod checker;
mod entries;
mod samples;
mod signatures;

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::entry::{Catalog, Section, Source, Synonyms, leak, leak_str};
use super::raw::{self, Text};
use super::sample::CounterSample;
use super::signature::Hints;
use builder::Header;

pub use builder::{Additions, CatalogBuilder, Contribution, EntryId};
pub use checker::{CheckError, Checker};

/// The only version of the file format so far.
const SCHEMA: u32 = 1;

/// Reads and checks a catalog file; `file` is only for messages.
///
/// The strings of the catalog are leaked: catalogs live as long as the process.
///
/// # Errors
/// Every error of the file, in order. A syntax error or an unknown key hides those after it.
pub fn read(file: &str, text: &str) -> Result<Catalog, Vec<CheckError>> {
    run(file, text, |checker, raw: raw::File| {
        if let Some(extends) = &raw.extends {
            checker.error(extends.span(), "this is an overlay, expected a catalog");
        }
        Some(catalog(checker, raw)?.0.build())
    })
}

/// Whether a file is an overlay. Only the order in which files are read depends on it.
pub fn is_overlay(text: &str) -> bool {
    let is_key = |line: &str| {
        line.strip_prefix("extends").is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    // The keys of the file come before its first table.
    text.lines().map(str::trim_start).take_while(|line| !line.starts_with('[')).any(is_key)
}

/// A user's file.
#[derive(Debug)]
pub enum UserFile {
    /// A catalog, and what the file contributes.
    Catalog(Box<CatalogBuilder>, Contribution),
    /// What an overlay adds to the catalog at an index.
    Overlay(usize, Box<Additions>),
}

/// Reads and checks a user's file, which may extend one of `catalogs`. `owner` returns the id of the
/// catalog that a name in lower case belongs to.
///
/// # Errors
/// Every error of the file, in order.
pub fn read_user(
    file: &str,
    text: &str,
    catalogs: &[&CatalogBuilder],
    owner: impl Fn(&str) -> Option<&'static str>,
) -> Result<UserFile, Vec<CheckError>> {
    run(file, text, |checker, raw: raw::File| match &raw.extends {
        None => {
            expect_free_names(checker, &raw, owner);
            let (builder, contribution) = catalog(checker, raw)?;
            Some(UserFile::Catalog(Box::new(builder), contribution))
        }
        Some(extends) => {
            let Some(index) = catalogs.iter().position(|it| it.header.id == extends.get_ref())
            else {
                let ids: Vec<_> = catalogs.iter().map(|it| it.header.id).collect();
                let (id, ids) = (extends.get_ref(), ids.join(", "));
                let reason = format!("unknown catalog `{id}`, expected one of {ids}");
                checker.error(extends.span(), reason);
                return None;
            };
            expect_no_header(checker, &raw);
            let additions = additions(checker, raw, catalogs[index]);
            Some(UserFile::Overlay(index, Box::new(additions)))
        }
    })
}

/// Reports each name of a catalog that belongs to another one.
fn expect_free_names(
    checker: &mut Checker<'_>,
    raw: &raw::File,
    owner: impl Fn(&str) -> Option<&'static str>,
) {
    let id = raw.id.as_ref().map(|id| id.get_ref().as_str());
    let names = [&raw.id, &raw.name, &raw.tab].into_iter().flatten().chain(&raw.aliases);
    for name in names {
        let other = owner(&name.get_ref().to_lowercase());
        if let Some(other) = other.filter(|other| Some(*other) != id) {
            let taken = name.get_ref();
            let reason = format!("the name `{taken}` already belongs to catalog `{other}`");
            checker.error(name.span(), reason);
        }
    }
}

/// Reports the keys of an overlay that only a catalog can have.
fn expect_no_header(checker: &mut Checker<'_>, raw: &raw::File) {
    let of_catalog = [
        ("id", raw.id.as_ref()),
        ("name", raw.name.as_ref()),
        ("tab", raw.tab.as_ref()),
        ("aliases", raw.aliases.first()),
        ("source", raw.source.as_ref().map(|source| &source.title)),
    ];
    for (key, value) in of_catalog {
        if let Some(value) = value {
            checker.error(value.span(), format!("an overlay has no `{key}`"));
        }
    }
}

/// Reads and checks the file of the general synonyms, as [`read`] does a catalog.
///
/// # Errors
/// Every error of the file, in order.
pub fn read_synonyms(file: &str, text: &str) -> Result<Synonyms, Vec<CheckError>> {
    run(file, text, |checker, raw| Some(synonyms(checker, raw)))
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

/// Parses a file and checks it.
pub fn run<Raw: DeserializeOwned, T>(
    file: &str,
    text: &str,
    check: impl FnOnce(&mut Checker<'_>, Raw) -> Option<T>,
) -> Result<T, Vec<CheckError>> {
    let mut checker = Checker::new(file, text);
    let value = match toml::from_str(text) {
        Ok(raw) => check(&mut checker, raw),
        Err(error) => {
            checker.error(error.span().unwrap_or(0..0), error.message().replace('\n', ", "));
            None
        }
    };
    let errors = checker.finish();
    value.filter(|_| errors.is_empty()).ok_or(errors)
}

/// The catalog of a file; `None` if it has errors.
fn catalog(
    checker: &mut Checker<'_>,
    mut raw: raw::File,
) -> Option<(CatalogBuilder, Contribution)> {
    for (key, is_missing) in [("section", raw.section.is_empty()), ("entry", raw.entry.is_empty())]
    {
        checker.expect_field(key, 0..0, (!is_missing).then_some(()));
    }
    let header = header(checker, &mut raw);
    let mut builder = CatalogBuilder::new(header?);
    let additions = additions(checker, raw, &builder);
    let contribution = builder.apply(additions);
    Some((builder, contribution))
}

/// What identifies a catalog; `None` if a key is missing.
fn header(checker: &mut Checker<'_>, raw: &mut raw::File) -> Option<Header> {
    let is_id_char = |c| matches!(c, 'a'..='z' | '0'..='9' | '-');
    if let Some(id) = &raw.id {
        let is_id = matches_all(id.get_ref(), is_id_char);
        checker.expect_text("id", id, is_id, "lower-case letters, digits and hyphens");
    }
    let id = checker.expect_field("id", 0..0, raw.id.take());
    let name = checker.expect_field("name", 0..0, raw.name.take());
    let tab = checker.expect_field("tab", 0..0, raw.tab.take());
    let source = checker.expect_field("source", 0..0, raw.source.take());
    Some(Header {
        id: checker.line(id?),
        name: checker.line(name?),
        tab: checker.line(tab?),
        aliases: checker.lines(std::mem::take(&mut raw.aliases)),
        source: self::source(checker, source?),
    })
}

/// What a file adds to a catalog.
fn additions(checker: &mut Checker<'_>, raw: raw::File, base: &CatalogBuilder) -> Additions {
    checker.expect(&raw.schema, *raw.schema.get_ref() == SCHEMA, |schema| {
        format!("schema is {schema}, expected {SCHEMA}")
    });
    let new_sections = entries::sections(checker, raw.section, base);
    let sections: Vec<Section> = base.sections.iter().chain(&new_sections).copied().collect();
    let entries = entries::entries(checker, raw.entry, &sections, base);
    let codes: HashSet<_> =
        base.entries.iter().chain(entries.iter().map(|(_, it)| it)).map(|it| it.code).collect();
    Additions {
        signatures: signatures::signatures(checker, raw.signature, &sections, base),
        hints: Hints {
            hosts: checker.lower_case(raw.hints.hosts, "host"),
            headers: checker.lower_case(raw.hints.headers, "header"),
            markers: checker.lines(raw.hints.markers),
            shared_words: checker.lines(raw.hints.shared_words),
        },
        samples: samples::samples(checker, raw.sample, &codes),
        sample_forms: samples::sample_forms(checker, raw.sample_form, &sections),
        counter_samples: (raw.counter_sample.into_iter())
            .map(|it| CounterSample { body: leak_str(it.body) })
            .collect(),
        synonyms: synonyms(checker, raw.synonyms),
        sections: new_sections,
        entries,
    }
}

fn synonyms(checker: &mut Checker<'_>, raw: raw::Synonyms) -> Synonyms {
    Synonyms { groups: phrases(checker, raw.groups), expansions: phrases(checker, raw.expansions) }
}

fn phrases(
    checker: &mut Checker<'_>,
    raw: Vec<Spanned<Vec<Text>>>,
) -> &'static [&'static [&'static str]] {
    let is_word = |word: &str| matches_all(word, |c| c.is_alphanumeric() && !c.is_uppercase());
    let mut groups = Vec::with_capacity(raw.len());
    for group in raw {
        checker.expect(&group, group.get_ref().len() >= 2, |phrases| {
            format!("the number of phrases is {}, expected at least 2", phrases.len())
        });
        for phrase in group.get_ref() {
            let is_valid = phrase.get_ref().split(' ').all(is_word);
            checker.expect_text("the phrase", phrase, is_valid, "words of lower-case letters");
        }
        groups.push(checker.lines(group.into_inner()));
    }
    leak(groups)
}

fn source(checker: &mut Checker<'_>, raw: raw::Source) -> Source {
    let date = *raw.captured.get_ref();
    checker.expect(&raw.captured, date.date.is_some() && date.time.is_none(), |date| {
        format!("captured is `{date}`, expected a date such as 2026-11-20")
    });
    Source {
        title: checker.line(raw.title),
        url: checker.url(raw.url),
        captured: leak_str(date.to_string()),
        exhaustive: raw.exhaustive,
        note: checker.optional_line(raw.note),
    }
}

/// Whether a text has characters, and only such characters.
fn matches_all(text: &str, is_valid: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_valid)
}
