//! What identifies the request that failed: its endpoint and its ids.

use std::sync::LazyLock;

use regex::Regex;

use super::named;
use super::names::VOCABULARY;
use crate::decode::visit_layouts;

/// The most ids of a request to list.
const MAX_IDS: usize = 6;

/// A method with a path or a URL, without its query.
static ENDPOINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"\b(?P<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)["']?[ \t]+["']?(?P<path>(?:https?:/)?/[^\s"'<>?#]*)"#,
    )
    .ok()
});

/// What identifies a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Method and path, or URL.
    pub endpoint: Option<String>,
    /// The ids, each with its name.
    pub ids: Vec<(String, String)>,
}

impl Request {
    /// Reads what a masked paste has.
    #[must_use]
    pub fn read(masked: &str) -> Self {
        let endpoint = ENDPOINT.as_ref().and_then(|pattern| {
            let found = pattern.captures(masked)?;
            Some(format!("{} {}", &found["method"], &found["path"]))
        });
        let mut ids: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: &str| {
            let is_id = value.len() > 3
                && value.contains(|c: char| c.is_ascii_digit())
                && super::form::is_id(value)
                && VOCABULARY.is_of_request(name);
            let is_new = !ids.iter().any(|(_, known)| known == value);
            if is_id && is_new && ids.len() < MAX_IDS {
                ids.push((name.to_owned(), value.to_owned()));
            }
        };
        visit_layouts(masked, &mut |layout| {
            for value in named::values(layout.text()) {
                let name = value.name.rsplit(' ').next().unwrap_or_default();
                add(name, &layout.text()[value.span]);
            }
            for value in layout.values() {
                add(value.names.last().map_or("", String::as_str), &value.text);
            }
        });
        Self { endpoint, ids }
    }
}

/// Whether it is the name of a member that reports an error.
#[must_use]
pub fn is_of_error(name: &str) -> bool {
    VOCABULARY.is_of_error(name)
}
