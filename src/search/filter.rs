//! Filters: `vendor:pd`, `http:4xx`, `method:post` and so on, properties that an entry has or not.

use std::collections::BTreeSet;

use crate::catalog::{EntryKind, EntryRef, Retry};

/// Makes a filter of its value.
type Make = fn(String) -> Filter;

/// The name of each filter, and what its value makes.
const NAMES: &[(&str, Make)] = &[
    ("vendor", Filter::Vendor),
    ("http", Filter::Status),
    ("method", |value| Filter::Endpoint { method: Some(value), path: None }),
    ("path", |value| Filter::Endpoint { method: None, path: Some(value) }),
    ("section", Filter::Section),
    ("kind", |value| Filter::EntryKind(kinds(&value))),
    ("retry", |value| Filter::Retry(advice(&value))),
];

/// What people call the retry advice; the words of the catalogs are taken besides.
const RETRY: &[(&str, &[Retry])] = &[
    ("no", &[Retry::Never]),
    ("fix", &[Retry::AfterFix]),
    ("soon", &[Retry::Backoff]),
    ("later", &[Retry::Later]),
    ("wait", &[Retry::Backoff, Retry::Later]),
    ("yes", &[Retry::Backoff, Retry::Later]),
    ("unknown", &[Retry::Unknown]),
];

/// A property that an entry must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filter {
    /// The catalog with that id: what was asked for besides the query, so it is never given up.
    Catalog(&'static str),
    /// The catalog's id, tab, name or alias, or the beginning of one.
    Vendor(String),
    /// Digits of the HTTP status from the left; `x` is any digit.
    Status(String),
    /// An endpoint with that method and that piece of its path.
    Endpoint { method: Option<String>, path: Option<String> },
    /// The section's id, or a piece of its title.
    Section(String),
    /// The kinds whose word begins with the value.
    EntryKind(Vec<EntryKind>),
    /// The advice of which a word begins with the value.
    Retry(Vec<Retry>),
}

impl Filter {
    /// Reads `name:value`, or `name:one|other`; none where that is not a filter. An empty list for
    /// a filter without a value. `4xx` alone is a filter too.
    pub(super) fn read(typed: &str) -> Option<Vec<Self>> {
        let typed = typed.to_lowercase();
        if is_status_class(&typed) {
            return Some(vec![Self::Status(typed)]);
        }
        // `http://…` is an address.
        let (name, values) = typed.split_once(':').filter(|(_, value)| !value.starts_with("//"))?;
        let (_, make) = NAMES.iter().find(|(known, _)| *known == name)?;
        let values = values.split('|').filter(|value| !value.is_empty());
        Some(values.map(|value| make(value.to_owned())).collect())
    }

    /// Takes in what another endpoint filter asks for; false where both ask for the same thing.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let (
            Self::Endpoint { method, path },
            Self::Endpoint { method: its_method, path: its_path },
        ) = (self, other)
        else {
            return false;
        };
        if (method.is_some() && its_method.is_some()) || (path.is_some() && its_path.is_some()) {
            return false;
        }
        *method = method.take().or_else(|| its_method.clone());
        *path = path.take().or_else(|| its_path.clone());
        true
    }

    /// Whether the entry has the property.
    pub(super) fn accepts(&self, record: EntryRef) -> bool {
        match self {
            Self::Catalog(id) => record.catalog.id == *id,
            Self::Vendor(value) => {
                let catalog = record.catalog;
                let names = [catalog.id, catalog.tab, catalog.name];
                names.iter().chain(catalog.aliases).any(|name| begins(name, value))
            }
            Self::Status(value) => record.http.is_some_and(|http| status_fits(http.status, value)),
            Self::Endpoint { method, path } => record.endpoints.iter().any(|endpoint| {
                let fits = |name: &str| method.as_ref().is_none_or(|value| begins(name, value));
                (method.is_none() || endpoint.methods.iter().any(|name| fits(name)))
                    && path.as_ref().is_none_or(|value| holds(endpoint.path, value))
            }),
            Self::Section(value) => {
                begins(record.section, value) || holds(record.section_title(), value)
            }
            Self::EntryKind(kinds) => kinds.contains(&record.kind),
            Self::Retry(advice) => advice.contains(&record.retry),
        }
    }

    /// What the filter takes, where its value is nothing of that: its name and the values. None for
    /// a filter whose values are too many to be listed.
    pub(super) fn expected(
        &self,
        records: &[EntryRef],
    ) -> Option<(&'static str, Vec<&'static str>)> {
        match self {
            Self::EntryKind(known) if known.is_empty() => {
                Some(("kind", EntryKind::ALL.iter().map(|kind| kind.as_str()).collect()))
            }
            Self::Retry(known) if known.is_empty() => {
                Some(("retry", RETRY.iter().map(|(word, _)| *word).collect()))
            }
            Self::Endpoint { method: Some(value), .. } => {
                let endpoints = records.iter().flat_map(|record| record.endpoints);
                let methods = endpoints.flat_map(|endpoint| endpoint.methods).copied();
                let methods: Vec<_> = methods.collect::<BTreeSet<_>>().into_iter().collect();
                (!methods.iter().any(|method| begins(method, value))).then_some(("method", methods))
            }
            _ => None,
        }
    }
}

fn kinds(value: &str) -> Vec<EntryKind> {
    EntryKind::ALL.iter().copied().filter(|kind| begins(kind.as_str(), value)).collect()
}

fn advice(value: &str) -> Vec<Retry> {
    let meant = |retry: &Retry| {
        let natural = RETRY.iter().filter(|(_, meant)| meant.contains(retry));
        natural.map(|(word, _)| *word).chain([retry.as_str()]).any(|word| begins(word, value))
    };
    Retry::ALL.iter().copied().filter(meant).collect()
}

fn is_status_class(typed: &str) -> bool {
    matches!(typed.as_bytes(), [b'1'..=b'5', b'x', b'x'])
}

fn status_fits(status: u16, value: &str) -> bool {
    let digits = [status / 100 % 10, status / 10 % 10, status % 10];
    let fits = |(digit, asked): (&u16, u8)| asked == b'x' || u16::from(asked) == digit + 48; // `0`
    value.len() <= digits.len() && digits.iter().zip(value.bytes()).all(fits)
}

/// Compares without a copy: a filter is held against every entry. `value` is in lower case.
fn begins(text: &str, value: &str) -> bool {
    if text.is_ascii() {
        let beginning = text.as_bytes().get(..value.len());
        return beginning.is_some_and(|text| text.eq_ignore_ascii_case(value.as_bytes()));
    }
    text.to_lowercase().starts_with(value)
}

fn holds(text: &str, value: &str) -> bool {
    if text.is_ascii() {
        let mut places = text.as_bytes().windows(value.len().max(1));
        return value.is_empty() || places.any(|text| text.eq_ignore_ascii_case(value.as_bytes()));
    }
    text.to_lowercase().contains(value)
}

#[cfg(test)]
mod tests {
    use super::super::syntax::SYNTAX;
    use super::*;

    /// The words of the sentence that explains a filter.
    fn told(name: &str) -> Vec<&'static str> {
        let mut forms = SYNTAX.iter();
        let form = forms.find(|form| form.example.starts_with(&format!("{name}:")));
        let help = form.unwrap_or_else(|| panic!("{name}: is not explained")).help;
        help.split(|c: char| !c.is_alphanumeric()).collect()
    }

    #[test]
    fn every_filter_and_every_listed_value_is_explained() {
        for (name, make) in NAMES {
            let help = told(name);
            for value in make("?".to_owned()).expected(&[]).map_or(Vec::new(), |(_, all)| all) {
                assert!(help.contains(&value), "{name}:{value} in {help:?}");
                assert_eq!(make(value.to_owned()).expected(&[]), None, "{name}:{value}");
            }
        }
    }

    #[test]
    fn retry_takes_the_words_of_people_and_of_the_catalogs() {
        for &(word, meant) in RETRY {
            assert_eq!(advice(word), meant, "{word}");
        }
        for retry in Retry::ALL {
            assert!(advice(retry.as_str()).contains(retry), "{retry}");
        }
        assert_eq!(advice("aft"), [Retry::AfterFix]);
        assert_eq!(advice("zz"), []);
    }
}
