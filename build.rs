//! Checks the catalog files under `data/` and writes them as Rust constants, with the words of their
//! texts, so that a mistake in one is a build error and the program parses and tokenizes nothing at
//! start-up.

// The crate has the same checker and tokenizer, for any catalog file; the build needs only a part of
// them.
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/catalog"]
mod catalog {
    pub mod check;
    pub mod entry;
    pub mod raw;
    pub mod sample;
    pub mod signature;
    pub use self::entry::{Catalog, Endpoint, EntryRef};

    /// As in the crate.
    pub fn reason_phrase(status: u16) -> Option<&'static str> {
        let reference = super::CATALOGS.get()?.iter().find(|catalog| catalog.is_reference())?;
        reference.entry_of_status(status)?.names.first().copied()
    }
}

#[allow(dead_code, unreachable_pub)]
#[path = "src/search"]
mod search {
    pub mod index {
        pub mod field;
        pub mod tokens;
    }
    pub mod text {
        pub mod stem;
        pub mod tokenize;
    }
}

#[allow(dead_code)]
#[path = "src/text"]
mod text {
    mod printable;
    mod string_enum;
    pub use printable::printable;
    pub(crate) use string_enum::string_enum;
}

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::{env, fs, process};

use catalog::check::{self, CheckError};
use catalog::entry::{
    Basis, Catalog, Endpoint, Entry, EntryKind, Http, MessageAction, Origin, Page, Retry, Section,
    Source, Synonyms, TeamNote, leak, leak_str,
};
use catalog::sample::{CounterSample, Sample, SampleForm};
use catalog::signature::{
    Hints, JsonForm, JsonType, Member, Pointer, Signature, SignatureKind, ValueType, Weight,
};
use search::text::stem::stems;

static CATALOGS: OnceLock<Vec<Catalog>> = OnceLock::new();

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/catalog");
    println!("cargo::rerun-if-changed=src/search/index");
    println!("cargo::rerun-if-changed=src/search/text");
    println!("cargo::rerun-if-changed=src/text/printable.rs");
    println!("cargo::rerun-if-changed=src/text/string_enum.rs");
    let Err(errors) = run() else { return };
    for error in errors {
        println!("cargo::error={error}");
    }
    process::exit(1);
}

fn run() -> Result<(), Vec<String>> {
    let mut catalogs = Vec::new();
    let mut errors = Vec::new();
    let synonyms = checked("data/synonyms.toml", check::read_synonyms).unwrap_or_else(|found| {
        errors.extend(found);
        Synonyms::default()
    });
    for file in catalog_files().map_err(|error| vec![format!("data: {error}")])? {
        match checked(&file, check::read) {
            Ok(catalog) => catalogs.push(catalog),
            Err(found) => errors.extend(found),
        }
    }
    catalogs.sort_by_key(|catalog| (catalog.is_reference(), catalog.tab.to_lowercase()));
    if let Err(clashes) = check::check_names(&catalogs.iter().collect::<Vec<_>>()) {
        errors.extend(clashes);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let catalogs = CATALOGS.get_or_init(|| catalogs);
    let mut code = String::from("pub static CATALOGS: &[&Catalog] = &[\n");
    for catalog in catalogs {
        code.push('&');
        catalog.write(&mut code);
        code.push_str(",\n");
    }
    code.push_str(
        "];\n\n/// The general synonyms, each phrase as the stems of its words.\n\
         pub static SYNONYMS: Synonyms = ",
    );
    let synonyms = with_stems(synonyms);
    synonyms.write(&mut code);
    write_synonym_groups(&synonyms, &mut code);
    write_out("catalogs.rs", &code)?;
    write_out("tokens.rs", &tokens::generate(catalogs))?;
    write_out("intermediaries.rs", &intermediaries::generate().map_err(|error| vec![error])?)?;
    write_out("weights.rs", &weights::generate().map_err(|error| vec![error])?)
}

/// The stems of the phrases, so that the program need not derive them.
fn with_stems(synonyms: Synonyms) -> Synonyms {
    let stems = |phrases: &&[&str]| leak(phrases.iter().map(|it| leak_str(stems(it))));
    let with_stems = |groups: &[&[&str]]| leak(groups.iter().map(stems));
    Synonyms { groups: with_stems(synonyms.groups), expansions: with_stems(synonyms.expansions) }
}

/// Writes which groups have a phrase that begins with a stem, so that a search looks at no others.
fn write_synonym_groups(synonyms: &Synonyms, code: &mut String) {
    let replaceable = |groups: &'static [&'static [&'static str]], count: usize| {
        groups.iter().map(move |group| &group[..group.len().min(count)])
    };
    let groups =
        replaceable(synonyms.groups, usize::MAX).chain(replaceable(synonyms.expansions, 1));
    let first_stem = |phrase: &&'static str| phrase.split(' ').next().unwrap_or_default();
    let rows: BTreeSet<(&str, usize)> = groups
        .enumerate()
        .flat_map(|(position, group)| group.iter().map(move |it| (first_stem(it), position)))
        .collect();
    let _ = write!(
        code,
        ";\n\n/// The first stem of each phrase that is replaced, and the position of its group; those in\n\
         /// `expansions` follow those in `groups`.\n\
         pub static SYNONYM_GROUPS: &[(&str, usize)] = &{:?};\n",
        rows.into_iter().collect::<Vec<_>>()
    );
}

fn write_out(name: &str, code: &str) -> Result<(), Vec<String>> {
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
    fs::write(out.join(name), code).map_err(|error| vec![format!("{name}: {error}")])
}

/// Reads a file through the checker.
fn checked<T>(
    file: &str,
    read: fn(&str, &str) -> Result<T, Vec<CheckError>>,
) -> Result<T, Vec<String>> {
    let text = fs::read_to_string(file).map_err(|error| vec![format!("{file}: {error}")])?;
    read(file, &text).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// The files under `data/` that are catalogs.
fn catalog_files() -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir("data")? {
        let path = entry?.path();
        let is_catalog = (path.file_stem()).is_some_and(|stem| {
            !["synonyms", "intermediaries", "weights", "import"].iter().any(|it| stem == *it)
        });
        if is_catalog && path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path.display().to_string());
        }
    }
    files.sort();
    Ok(files)
}

/// Writes a value as a Rust constant expression.
trait Literal {
    fn write(&self, out: &mut String);
}

impl Literal for &str {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self:?}");
    }
}

impl Literal for bool {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }
}

impl Literal for u16 {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }
}

impl Literal for Pointer {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "Pointer::from_static({:?})", self.as_str());
    }
}

impl<T: Literal> Literal for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => {
                out.push_str("Some(");
                value.write(out);
                out.push(')');
            }
            None => out.push_str("None"),
        }
    }
}

impl<T: Literal> Literal for &[T] {
    fn write(&self, out: &mut String) {
        out.push_str("&[");
        for value in *self {
            value.write(out);
            out.push_str(", ");
        }
        out.push(']');
    }
}

macro_rules! structs {
    ($($name:ident { $($field:ident),+ })+) => {$(
        impl Literal for $name {
            fn write(&self, out: &mut String) {
                out.push_str(concat!(stringify!($name), " { "));
                $(
                    out.push_str(concat!(stringify!($field), ": "));
                    self.$field.write(out);
                    out.push_str(", ");
                )+
                out.push('}');
            }
        }
    )+};
}

structs! {
    Catalog {
        id, name, tab, aliases, source, sections, entries, signatures, hints, samples, sample_forms,
        counter_samples, synonyms
    }
    Source { title, url, captured, exhaustive, note }
    Section { id, title }
    Entry {
        section, code, aliases, kind, names, category, messages, http, description, action, message_actions,
        retry, endpoints, origin, page, note, keywords, team_notes
    }
    MessageAction { message, action }
    Page { title, url }
    TeamNote { text, date, author }
    Http { status, basis }
    Endpoint { methods, path }
    Sample { body, expect }
    CounterSample { body }
    SampleForm { sections, body }
    Synonyms { groups, expansions }
    Signature { id, kind, sections, weight, fixed_messages }
    JsonForm { shape, code, message, details, status }
    Member { name, value_type, optional }
    Hints { hosts, headers, markers, shared_words }
}

macro_rules! enum_constants {
    ($($name:ident)+) => {$(
        impl Literal for $name {
            fn write(&self, out: &mut String) {
                let _ = write!(out, concat!(stringify!($name), "::{:?}"), self);
            }
        }
    )+};
}

enum_constants! { EntryKind Retry Basis Origin JsonType Weight }

impl Literal for SignatureKind {
    fn write(&self, out: &mut String) {
        match self {
            Self::Json(form) => {
                out.push_str("SignatureKind::Json(");
                form.write(out);
                out.push(')');
            }
            Self::Header { name } => {
                let _ = write!(out, "SignatureKind::Header {{ name: {name:?} }}");
            }
            Self::Text { pattern, needle } => {
                let _ = write!(
                    out,
                    "SignatureKind::Text {{ pattern: {pattern:?}, needle: {needle:?} }}"
                );
            }
        }
    }
}

impl Literal for ValueType {
    fn write(&self, out: &mut String) {
        let (variant, members) = match self {
            Self::JsonType(plain) => {
                out.push_str("ValueType::JsonType(");
                plain.write(out);
                out.push(')');
                return;
            }
            Self::Object(members) => ("ValueType::Object(", members),
            Self::Objects(members) => ("ValueType::Objects(", members),
        };
        out.push_str(variant);
        members.write(out);
        out.push(')');
    }
}

/// The words of the catalogs, for `src/search/index`.
mod tokens {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use super::catalog::Catalog;
    use super::search::index::field::{Text, texts};
    use super::search::index::tokens::{Token, for_each_word};
    use super::search::text::stem::stem;

    /// The words and the tokens of each catalog as Rust constants.
    pub fn generate(catalogs: &'static [Catalog]) -> String {
        let texts_of = |catalog: &'static Catalog| catalog.entry_refs().flat_map(texts);
        let mut terms: BTreeMap<String, u32> = BTreeMap::new();
        for text in catalogs.iter().flat_map(texts_of) {
            for_each_word(&text, &mut String::new(), |word, _| {
                terms.insert(word.to_owned(), 0);
            });
        }
        let words: Vec<(&String, String)> = terms.keys().map(|word| (word, stem(word))).collect();
        let mut by_stem: Vec<usize> = (0..words.len()).collect();
        by_stem.sort_by_key(|&word| &words[word].1);
        let texts: String = words.iter().flat_map(|(word, stem)| [word.as_str(), stem]).collect();
        let lengths: Vec<_> = words.iter().map(|(word, stem)| (word.len(), stem.len())).collect();
        let mut code = format!(
            "static WORDS: &str = {texts:?};\nstatic LENGTHS: &[(u8, u8)] = &{lengths:?};\n\
             static STEM_ORDER: &[u32] = &{by_stem:?};\nstatic TOKENS: &[&[Token]] = &[\n"
        );
        terms.values_mut().zip(0..).for_each(|(term, position)| *term = position);
        for catalog in catalogs {
            code.push_str("&[");
            texts_of(catalog).for_each(|text| write_tokens(&mut code, &text, &terms));
            code.push_str("],\n");
        }
        code.push_str("];\n");
        code
    }

    fn write_tokens(code: &mut String, text: &Text, terms: &BTreeMap<String, u32>) {
        for_each_word(text, &mut String::new(), |word, count| {
            let _ = write!(code, "{:?},", Token::new(terms[word], count));
        });
        let _ = write!(code, "{:?},", Token::END);
    }
}

/// `data/intermediaries.toml`: who answers instead of an API.
mod intermediaries {
    use std::fmt::Write as _;
    use std::fs;

    use super::Literal;

    const FILE: &str = "data/intermediaries.toml";

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        documentation_hosts: Vec<String>,
        server: Vec<Server>,
        login_page: Page,
        web_page: Page,
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Server {
        name: String,
        pages: Vec<Vec<String>>,
        servers: Vec<String>,
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Page {
        pages: Vec<Vec<String>>,
    }

    /// The file as Rust constants.
    pub fn generate() -> Result<String, String> {
        let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
        let file: File = toml::from_str(&text).map_err(|error| format!("{FILE}: {error}"))?;
        let mut code = String::from("pub static INTERMEDIARIES: &[Pattern] = &[\n");
        for Server { name, pages, servers } in &file.server {
            pattern(&mut code, &format!("Server({name:?})"), pages, servers)?;
        }
        pattern(&mut code, "LoginPage", &file.login_page.pages, &[])?;
        pattern(&mut code, "WebPage", &file.web_page.pages, &[])?;
        code.push_str("];\npub static DOCUMENTATION_HOSTS: &[&str] = ");
        strings(&mut code, &file.documentation_hosts)?;
        code.push_str(";\n");
        Ok(code)
    }

    fn pattern(
        code: &mut String,
        intermediary: &str,
        pages: &[Vec<String>],
        servers: &[String],
    ) -> Result<(), String> {
        if pages.is_empty() || pages.iter().any(Vec::is_empty) {
            return Err(format!(
                "{FILE}: {intermediary} has an empty page, which matches any text"
            ));
        }
        let _ = write!(code, "Pattern {{ intermediary: Intermediary::{intermediary}, pages: &[");
        for page in pages {
            strings(code, page)?;
            code.push_str(", ");
        }
        code.push_str("], servers: ");
        strings(code, servers)?;
        code.push_str(" },\n");
        Ok(())
    }

    /// A list of texts that are compared with lower-case text.
    fn strings(code: &mut String, texts: &[String]) -> Result<(), String> {
        if let Some(text) =
            texts.iter().find(|it| it.trim().is_empty() || **it != it.to_lowercase())
        {
            return Err(format!("{FILE}: found `{text}`, expected text in lower case"));
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        texts.as_slice().write(code);
        Ok(())
    }
}

/// `data/weights.toml`: how much each sort of evidence weighs.
mod weights {
    use std::fmt::Write as _;
    use std::fs;

    const FILE: &str = "data/weights.toml";

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        reason: String,
        expected: f64,
        weight: f64,
    }

    /// The file as a Rust enum and tables.
    pub fn generate() -> Result<String, String> {
        let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
        let rows: toml::Table =
            toml::from_str(&text).map_err(|error| format!("{FILE}: {error}"))?;
        let (mut variants, mut all, mut weights, mut expected) =
            (String::new(), String::new(), String::new(), String::new());
        for (name, row) in rows {
            let row: Row = row.try_into().map_err(|error| format!("{FILE}: {name}: {error}"))?;
            let variant = variant(&name);
            let _ = writeln!(variants, "/// {}\n{variant},", row.reason);
            let _ = write!(all, "(Feature::{variant}, {name:?}), ");
            let _ = write!(weights, "{:?}, ", row.weight);
            let _ = write!(expected, "{:?}, ", row.expected);
        }
        Ok(format!(
            "/// A sort of evidence: a row of `data/weights.toml`.\n\
             #[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Feature {{\n{variants}}}\n\
             /// Every feature with its name.\n#[cfg(test)]\n\
             pub static FEATURES: &[(Feature, &str)] = &[{all}];\n\
             /// The fitted weights.\npub static WEIGHTS: Weights = Weights(&[{weights}]);\n\
             /// The weights that were set by hand.\n#[cfg(test)]\n\
             pub static EXPECTED: Weights = Weights(&[{expected}]);\n"
        ))
    }

    /// `listed_word` as `ListedWord`.
    fn variant(name: &str) -> String {
        let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
        name.split('_').map(capitalised).collect()
    }
}
