//! Filters: `vendor:pd`, `http:4xx`, `method:post` and so on, properties that an entry has or not.

use crate::catalog::Record;

/// A property that an entry must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filter {
    /// The catalog's id, tab, name or alias, or the beginning of one.
    Vendor(String),
    /// Digits of the HTTP status from the left; `x` is any digit.
    Status(String),
    /// An endpoint with that method and that piece of its path.
    Endpoint { method: Option<String>, path: Option<String> },
    /// The section's id, or a piece of its title.
    Section(String),
    /// The beginning of the word for the kind.
    Kind(String),
    /// The beginning of the word for the retry advice.
    Retry(String),
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
        let make: fn(String) -> Self = match name {
            "vendor" => Self::Vendor,
            "http" => Self::Status,
            "method" => |value| Self::Endpoint { method: Some(value), path: None },
            "path" => |value| Self::Endpoint { method: None, path: Some(value) },
            "section" => Self::Section,
            "kind" => Self::Kind,
            "retry" => Self::Retry,
            _ => return None,
        };
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
    pub(super) fn accepts(&self, record: Record) -> bool {
        match self {
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
            Self::Kind(value) => begins(record.kind.word(), value),
            Self::Retry(value) => begins(record.retry.word(), value),
        }
    }
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
