//! Checks the catalog files under `data/` and writes them in the form in which they are compiled in, with
//! an index of their texts, so that a mistake in one is a build error and the program parses and
//! tokenizes nothing at start-up.

// The crate has the same checker and index for any catalog file; the build needs only a part of them.
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/catalog"]
mod catalog {
    pub mod check;
    pub mod entry;
    pub mod packed;
    pub mod raw;
    pub mod sample;
    pub mod signature;
    pub use self::entry::{Catalog, Endpoint, EntryRef};

    /// As in the crate, but not changed.
    #[derive(Debug, Clone, Default)]
    pub struct Catalogs(pub &'static [Catalog]);

    impl Catalogs {
        pub fn iter(&self) -> impl Iterator<Item = &'static Catalog> {
            self.0.iter()
        }
    }

    /// As in the crate.
    pub fn reason_phrase(status: u16) -> Option<&'static str> {
        let reference = super::CATALOGS.get()?.iter().find(|catalog| catalog.is_reference())?;
        reference.entry_of_status(status)?.names.first().copied()
    }
}

#[allow(dead_code, unreachable_pub)]
#[path = "src/search"]
mod search {
    pub mod index;
    pub mod text {
        pub mod letter_set;
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
use std::path::PathBuf;
use std::sync::OnceLock;
use std::{env, fmt, fs, process};

use catalog::Catalogs;
use catalog::check::{self, CheckError};
use catalog::entry::{Catalog, Synonyms, leak, leak_str};
use catalog::packed::{Packed, Packer};
use search::index::InvertedIndex;
use search::index::vocabulary::Vocabulary;
use search::text::stem::stems;

static CATALOGS: OnceLock<&'static [Catalog]> = OnceLock::new();

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
    let catalogs = CATALOGS.get_or_init(|| leak(catalogs));
    write_packed("catalogs", catalogs)?;
    let synonyms = with_stems(synonyms);
    write_packed("synonyms", &(synonyms, synonym_groups(&synonyms)))?;
    write_out("index.rs", index(catalogs))?;
    write_out("intermediaries.rs", intermediaries::generate().map_err(|error| vec![error])?)?;
    write_out("weights.rs", weights::generate().map_err(|error| vec![error])?)
}

/// The stems of the phrases, so that the program need not derive them.
fn with_stems(synonyms: Synonyms) -> Synonyms {
    let stems = |phrases: &&[&str]| leak(phrases.iter().map(|it| leak_str(stems(it))));
    let with_stems = |groups: &[&[&str]]| leak(groups.iter().map(stems));
    Synonyms { groups: with_stems(synonyms.groups), expansions: with_stems(synonyms.expansions) }
}

/// The first stem of each phrase that is replaced, and the position of its group, so that a search
/// looks at no others; those in `expansions` follow those in `groups`.
fn synonym_groups(synonyms: &Synonyms) -> &'static [(&'static str, usize)] {
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
    leak(rows)
}

fn write_packed(name: &str, value: &impl Packed) -> Result<(), Vec<String>> {
    let mut packer = Packer::default();
    value.pack(&mut packer);
    write_out(&format!("{name}.txt"), &packer.texts)?;
    write_out(&format!("{name}.bin"), &packer.numbers)
}

fn write_out(name: &str, contents: impl AsRef<[u8]>) -> Result<(), Vec<String>> {
    let out = env::var_os("OUT_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| vec!["OUT_DIR is not set".to_owned()])?;
    fs::write(out.join(name), contents).map_err(|error| vec![format!("{name}: {error}")])
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

/// The index of the catalogs as Rust constants.
fn index(catalogs: &'static [Catalog]) -> String {
    let InvertedIndex {
        catalogs: _,
        entries: _,
        precedences,
        passages,
        kinds,
        starts,
        vocabulary: Vocabulary { texts, words, by_stem, postings },
        names_and_messages,
        title_words,
    } = InvertedIndex::new(&Catalogs(catalogs), None);
    let fields = [
        format!("precedences: {}", borrowed(&precedences)),
        format!("passages: {}", borrowed(&passages)),
        format!("kinds: {}", borrowed(&kinds)),
        format!("starts: {}", borrowed(&starts)),
        format!("names_and_messages: {}", borrowed(&names_and_messages)),
        format!("title_words: {}", borrowed(&title_words)),
    ];
    let vocabulary = [
        format!("texts: Cow::Borrowed({texts:?})"),
        format!("words: {}", borrowed(&words)),
        format!("by_stem: {}", borrowed(&by_stem)),
        format!("postings: {}", borrowed(&postings)),
    ];
    format!(
        "InvertedIndex {{ catalogs: Catalogs::default(), entries: Vec::new(), {}, \
         vocabulary: Vocabulary {{ {} }} }}",
        fields.join(", "),
        vocabulary.join(", ")
    )
}

/// Values as a constant, one on each line: clippy takes minutes for a line of a megabyte.
fn borrowed<T: fmt::Debug>(values: &[T]) -> String {
    let values: Vec<_> = values.iter().map(|value| format!("{value:?}")).collect();
    format!("Cow::Borrowed(&[{}])", values.join(",\n"))
}

/// `data/intermediaries.toml`: who answers instead of an API.
mod intermediaries {
    use std::fmt::Write as _;
    use std::fs;

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
        let _ = write!(code, "&{texts:?}");
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
