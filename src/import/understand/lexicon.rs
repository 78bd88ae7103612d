//! The words and weights of `data/import.toml`.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::column::Role;

/// How well a heading must fit to name codes without doubt.
const CODE_HEADING: f64 = 0.75;

/// How well a cell must fit to be the name of a field.
const FIELD_NAME: f64 = 0.8;

/// The data of the import.
#[derive(Debug)]
pub struct Lexicon {
    pub roles: Vec<RoleWeights>,
    pub table: HashMap<String, f64>,
    pub cells: CellWords,
    pub marks: MarkWords,
    types: Vec<String>,
    failures: AhoCorasick,
    error: AhoCorasick,
    other: Vec<String>,
    columns: Vec<String>,
    codes: Vec<String>,
    attributes: Vec<String>,
}

/// The words and weights of a role.
#[derive(Debug, Deserialize)]
pub struct RoleWeights {
    pub role: Role,
    pub words: HashMap<String, f64>,
    #[serde(flatten)]
    pub weights: HashMap<String, f64>,
}

/// Words in cells.
#[derive(Debug, Deserialize)]
pub struct CellWords {
    #[serde(rename = "true")]
    pub yes: Vec<String>,
    #[serde(rename = "false")]
    pub no: Vec<String>,
    pub success: Vec<String>,
    pub labels: Vec<String>,
    pub separators: Vec<String>,
    pub ranges: Vec<String>,
}

/// Words before the parts of a text.
#[derive(Debug, Deserialize)]
pub struct MarkWords {
    pub solution: Vec<String>,
    pub cause: Vec<String>,
    pub status: Vec<String>,
    pub message: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct File {
    role: Vec<RoleWeights>,
    table: HashMap<String, f64>,
    context: ContextWords,
    cells: CellWords,
    marks: MarkWords,
}

#[derive(Debug, Deserialize)]
struct ContextWords {
    error: Vec<String>,
    other: Vec<String>,
    columns: Vec<String>,
    codes: Vec<String>,
    attributes: Vec<String>,
    types: Vec<String>,
    failures: Vec<String>,
}

impl Lexicon {
    /// The shipped words and weights.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn new() -> Self {
        let file: File = toml::from_str(include_str!("../../../data/import.toml"))
            .expect("data/import.toml is valid");
        let mut cells = file.cells;
        // The longest label goes first.
        cells.labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
        Self {
            roles: file.role,
            table: file.table,
            cells,
            marks: file.marks,
            types: file.context.types,
            failures: matcher(&file.context.failures),
            error: matcher(&file.context.error),
            other: file.context.other,
            columns: file.context.columns,
            codes: file.context.codes,
            attributes: file.context.attributes,
        }
    }

    /// A weight of `[table]`.
    pub fn table_weight(&self, feature: &str) -> f64 {
        self.table.get(feature).copied().unwrap_or_default()
    }

    /// Whether a text has a word for a failure.
    pub fn is_failure(&self, text: &str) -> bool {
        let is_prefixed =
            text.strip_prefix("Err").is_some_and(|rest| rest.starts_with(char::is_uppercase));
        is_prefixed || self.failures.is_match(text)
    }

    /// Whether a heading has a word for errors.
    pub fn is_about_errors(&self, heading: &str) -> bool {
        let heading = normalized(heading);
        let is_start = |at: usize| {
            let (before, word) = heading.split_at(at);
            !word.starts_with(|c: char| c.is_ascii()) || !before.ends_with(char::is_alphanumeric)
        };
        self.error.find_overlapping_iter(heading.as_str()).any(|found| is_start(found.start()))
    }

    /// The word for something else than errors in one of several headings.
    pub fn other_topic(&self, headings: &str) -> Option<&str> {
        headings.lines().filter(|heading| !self.names_errors(heading)).find_map(|heading| {
            let heading = normalized(heading);
            self.other.iter().find(|word| has_words(&heading, word)).map(String::as_str)
        })
    }

    /// Whether a heading ends with a word for errors, such as `Configuration file errors`, of which
    /// the other words are only the kind.
    pub fn names_errors(&self, heading: &str) -> bool {
        let heading = normalized(heading);
        let mut words = heading.rsplit(' ').skip_while(|word| matches!(*word, "code" | "codes"));
        words.next().is_some_and(|word| self.is_about_errors(word))
    }

    /// Whether the name of a type is one for an attribute of errors, such as `ErrorClass`.
    pub fn is_attribute(&self, name: &str) -> bool {
        let words = normalized(name);
        words.split(' ').next_back().is_some_and(|last| self.attributes.iter().any(|it| it == last))
    }

    /// The word for something else than errors in the heading of a column.
    pub fn other_column(&self, heading: &str) -> Option<&str> {
        let heading = normalized(heading);
        self.columns.iter().find(|word| heading == **word).map(String::as_str)
    }

    /// Whether the heading of codes has a word for something else.
    pub fn is_other_code(&self, heading: &str) -> bool {
        let words = normalized(heading);
        let is_last = |word: &String| words.split(' ').next_back() == Some(word);
        self.other_column(heading).is_some() || self.codes.iter().any(is_last)
    }

    /// Whether a cell is the name of a field of errors, such as `message`.
    pub fn is_field(&self, cell: &str) -> bool {
        let cell = normalized(cell);
        self.roles.iter().any(|it| it.fit(&cell) >= FIELD_NAME)
    }

    /// Whether the heading of a column names codes.
    pub fn is_code_heading(&self, heading: &str) -> bool {
        let heading = normalized(heading);
        self.roles.iter().any(|it| it.role == Role::Code && it.fit(&heading) >= CODE_HEADING)
    }

    /// Whether a cell is the name of a type, or the description of a parameter: `(string) The id`,
    /// `REQUIRED. The id`.
    pub fn is_type(&self, cell: &str) -> bool {
        let cell = cell.trim();
        let is_name = |text: &str| {
            let text = text.trim_end_matches("[]");
            text.len() <= 12 && self.types.iter().any(|word| word.eq_ignore_ascii_case(text))
        };
        let first = cell.split_whitespace().next().unwrap_or_default();
        let word = first.trim_matches(['(', ')', '.', ',', ':', '[', ']']);
        let is_marked = word.len() < first.len()
            && (first.starts_with('(') || first.ends_with('.'))
            || word.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_required = ["required", "optional"].iter().any(|it| it.eq_ignore_ascii_case(word));
        is_name(cell) || is_marked && (is_required || first.starts_with('(') && is_name(word))
    }

    /// Whether a code, name or message reports a success.
    pub fn is_success(&self, text: &str) -> bool {
        let text = text.trim_end_matches('.');
        text.len() <= 32 && self.cells.success.contains(&text.to_lowercase().replace('_', " "))
    }

    /// A cell as yes or no.
    pub fn boolean(&self, cell: &str) -> Option<bool> {
        let cell = cell.trim().trim_end_matches('.');
        let is = |words: &[String]| {
            cell.len() <= 16 && words.iter().any(|word| *word == cell.to_lowercase())
        };
        if is(&self.cells.yes) { Some(true) } else { is(&self.cells.no).then_some(false) }
    }
}

impl RoleWeights {
    /// A weight.
    pub fn weight(&self, feature: &str) -> f64 {
        self.weights.get(feature).copied().unwrap_or_default()
    }

    /// How well a heading fits the role. `heading` is normalized.
    pub fn fit(&self, heading: &str) -> f64 {
        if heading.is_empty() {
            return 0.0;
        }
        let fit = |(word, strength): (&String, &f64)| {
            let part = if heading == word {
                1.0
            } else if heading.ends_with(word.as_str()) && has_words(heading, word) {
                0.8
            } else if has_words(heading, word) {
                0.6
            } else {
                0.0
            };
            part * strength
        };
        self.words.iter().map(fit).fold(0.0, f64::max)
    }
}

fn matcher(words: &[String]) -> AhoCorasick {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(words)
        .expect("a list of words is a valid set of patterns")
}

/// Whether a text has a phrase at the boundaries of words. Scripts without spaces have none.
fn has_words(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(start, _)| {
        let is_boundary = |c: Option<char>| {
            c.is_none_or(|c| !c.is_alphanumeric()) || !phrase.is_ascii() && !phrase.contains(' ')
        };
        is_boundary(text[..start].chars().next_back())
            && is_boundary(text[start + phrase.len()..].chars().next())
    })
}

/// The length limit of a heading in characters.
const MAX_HEADING: usize = 400;

/// A heading in lower case, in words: `errorCode` and `error_code` become `error code`.
pub fn normalized(heading: &str) -> String {
    let mut words = String::with_capacity(heading.len() + 4);
    let mut previous = ' ';
    for c in heading.trim().chars().take(MAX_HEADING) {
        let is_hump = c.is_uppercase() && previous.is_lowercase();
        if is_hump || !(c.is_alphanumeric() || matches!(c, '\'' | '?')) {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
            if !is_hump {
                previous = ' ';
                continue;
            }
        }
        words.extend(c.to_lowercase());
        previous = c;
    }
    words.truncate(words.trim_end_matches([' ', '?']).len());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_valid_and_has_every_role() {
        let lexicon = Lexicon::new();
        for role in Role::ALL.iter().filter(|role| **role != Role::Ignored) {
            assert!(lexicon.roles.iter().any(|it| it.role == *role), "{role}");
        }
    }

    #[test]
    fn headings_are_compared_in_words() {
        assert_eq!(normalized("HTTP status\nCode"), "http status code");
        assert_eq!(normalized("errorCode"), "error code");
        assert_eq!(normalized(" error_code: "), "error code");
        assert_eq!(normalized("Код ошибки"), "код ошибки");
    }
}
