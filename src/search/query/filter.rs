//! Filters: `vendor:pd`, `http:4xx`, `method:post` and so on.

use std::collections::BTreeSet;

use crate::catalog::{EntryKind, EntryRef, Retry};
use crate::search::text::ignore_case::{contains, has_prefix};

/// Makes a filter from its value.
type Constructor = fn(String) -> Filter;

const FILTERS: &[(&str, Constructor)] = &[
    ("vendor", Filter::Vendor),
    ("http", Filter::Status),
    ("method", |method| Filter::Endpoint { method, path: String::new() }),
    ("path", |path| Filter::Endpoint { method: String::new(), path }),
    ("section", Filter::Section),
    ("kind", |value| Filter::EntryKind(kinds(&value))),
    ("retry", |value| Filter::Retry(retries(&value))),
];

/// Everyday words for the retry advice; the words of the catalogs are accepted too.
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
pub enum Filter {
    /// The catalog with that id, to which the query is restricted.
    Catalog(&'static str),
    /// A prefix of the catalog's id, tab, name or an alias.
    Vendor(String),
    /// The first digits of the HTTP status; `x` is any digit.
    Status(String),
    /// A prefix of the method and a part of the path of one endpoint; either may be empty.
    Endpoint { method: String, path: String },
    /// A prefix of the section's id, or a part of its title.
    Section(String),
    /// The kinds whose word begins with the value.
    EntryKind(Vec<EntryKind>),
    /// The advice for which a word begins with the value.
    Retry(Vec<Retry>),
}

impl Filter {
    /// Parses `name:value` or `name:one|other`; none if it is not a filter, an empty list if it has
    /// no value yet. `4xx` alone is a filter too.
    pub fn parse(typed: &str) -> Option<Vec<Self>> {
        let typed = typed.to_lowercase();
        if is_status_class(&typed) {
            return Some(vec![Self::Status(typed)]);
        }
        // `http://…` is a URL.
        let (name, values) = typed.split_once(':').filter(|(_, value)| !value.starts_with("//"))?;
        let (_, constructor) = FILTERS.iter().find(|(known, _)| *known == name)?;
        let values = values.split('|').filter(|value| !value.is_empty());
        Some(values.map(|value| constructor(value.to_owned())).collect())
    }

    /// Adds the conditions of another endpoint filter; false if both have the same condition.
    pub fn join(&mut self, other: &Self) -> bool {
        let (
            Self::Endpoint { method, path },
            Self::Endpoint { method: other_method, path: other_path },
        ) = (self, other)
        else {
            return false;
        };
        let is_free = (method.is_empty() || other_method.is_empty())
            && (path.is_empty() || other_path.is_empty());
        if is_free {
            method.push_str(other_method);
            path.push_str(other_path);
        }
        is_free
    }

    /// Whether the entry has the property.
    pub fn accepts(&self, entry: EntryRef) -> bool {
        match self {
            Self::Catalog(id) => entry.catalog.id == *id,
            Self::Vendor(value) => {
                let catalog = entry.catalog;
                let names = [catalog.id, catalog.tab, catalog.name];
                names.iter().chain(catalog.aliases).any(|name| has_prefix(name, value))
            }
            Self::Status(value) => {
                entry.http.is_some_and(|http| status_matches(http.status, value))
            }
            Self::Endpoint { method, path } => entry.endpoints.iter().any(|endpoint| {
                let has_method = endpoint.methods.iter().any(|it| has_prefix(it, method));
                (has_method || method.is_empty()) && contains(endpoint.path, path)
            }),
            Self::Section(value) => {
                has_prefix(entry.section, value) || contains(entry.section_title(), value)
            }
            Self::EntryKind(kinds) => kinds.contains(&entry.kind),
            Self::Retry(advice) => advice.contains(&entry.retry),
        }
    }

    /// The name and the possible values of a filter that no entry can match, or kinds of values that
    /// end with an example; `None` if the value is possible, or if there are too many to list.
    pub fn expected(&self, entries: &[EntryRef]) -> Option<(&'static str, Vec<&'static str>)> {
        match self {
            Self::Vendor(_) if !entries.iter().any(|entry| self.accepts(*entry)) => {
                let mut ids: Vec<_> = entries.iter().map(|entry| entry.catalog.id).collect();
                ids.dedup();
                Some(("vendor", ids))
            }
            Self::Status(value) if !is_status_pattern(value) => {
                Some(("http", vec!["a status such as 409", "a class such as 4xx"]))
            }
            Self::EntryKind(known) if known.is_empty() => {
                Some(("kind", EntryKind::ALL.iter().map(|kind| kind.as_str()).collect()))
            }
            Self::Retry(known) if known.is_empty() => {
                Some(("retry", RETRY.iter().map(|(word, _)| *word).collect()))
            }
            Self::Endpoint { method: value, .. } if !value.is_empty() => {
                let endpoints = entries.iter().flat_map(|entry| entry.endpoints);
                let methods = endpoints.flat_map(|endpoint| endpoint.methods).copied();
                let methods: Vec<_> = methods.collect::<BTreeSet<_>>().into_iter().collect();
                (!methods.iter().any(|method| has_prefix(method, value)))
                    .then_some(("method", methods))
            }
            _ => None,
        }
    }
}

fn kinds(value: &str) -> Vec<EntryKind> {
    EntryKind::ALL.iter().copied().filter(|kind| has_prefix(kind.as_str(), value)).collect()
}

fn retries(value: &str) -> Vec<Retry> {
    let has_word = |retry: &Retry| {
        let words = RETRY.iter().filter(|(_, advice)| advice.contains(retry));
        words.map(|(word, _)| *word).chain([retry.as_str()]).any(|word| has_prefix(word, value))
    };
    Retry::ALL.iter().copied().filter(has_word).collect()
}

fn is_status_class(typed: &str) -> bool {
    matches!(typed.as_bytes(), [b'1'..=b'5', b'x', b'x'])
}

fn is_status_pattern(value: &str) -> bool {
    value.len() <= 3 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
}

fn status_matches(status: u16, pattern: &str) -> bool {
    let digits = [status / 100 % 10, status / 10 % 10, status % 10];
    let matches = |(digit, wanted): (&u16, u8)| {
        wanted == b'x' || u16::from(wanted) == digit + u16::from(b'0')
    };
    pattern.len() <= digits.len() && digits.iter().zip(pattern.bytes()).all(matches)
}

#[cfg(test)]
mod tests {
    use super::super::syntax::SYNTAX;
    use super::*;

    /// The words of the sentence that explains a filter.
    fn help_words(name: &str) -> Vec<&'static str> {
        let mut forms = SYNTAX.iter();
        let form = forms.find(|form| form.example.starts_with(&format!("{name}:")));
        let help = form.unwrap_or_else(|| panic!("{name}: is not explained")).help;
        help.split(|c: char| !c.is_alphanumeric()).collect()
    }

    #[test]
    fn every_filter_and_every_listed_value_is_explained() {
        for (name, constructor) in FILTERS {
            let help = help_words(name);
            for value in
                constructor("?".to_owned()).expected(&[]).map_or(Vec::new(), |(_, all)| all)
            {
                let value = value.rsplit(' ').next().unwrap();
                assert!(help.contains(&value), "{name}:{value} in {help:?}");
                assert_eq!(constructor(value.to_owned()).expected(&[]), None, "{name}:{value}");
            }
        }
    }

    #[test]
    fn retry_accepts_common_words_and_those_of_the_catalogs() {
        for &(word, meant) in RETRY {
            assert_eq!(retries(word), meant, "{word}");
        }
        for retry in Retry::ALL {
            assert!(retries(retry.as_str()).contains(retry), "{retry}");
        }
        assert_eq!(retries("aft"), [Retry::AfterFix]);
        assert_eq!(retries("zz"), []);
    }
}
