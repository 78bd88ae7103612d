//! Whether a table lists error codes.

pub mod locate;
pub mod select;

use std::fmt;

use super::column::{Column, Role, share};
use super::lexicon::{Lexicon, normalized};
use super::token;
use crate::import::document::{Table, TableKind};

/// Why a table was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// It was left out by hand, or another table was named.
    NotRequested,
    /// It has no rows.
    Empty,
    /// No column looks like codes.
    NoCodes,
    /// It lists HTTP statuses with what the standard says about them.
    Statuses,
    /// It lists something else, by this word.
    Other(String),
    /// Nothing shows that it lists errors.
    NotErrors,
    /// Little shows that it lists errors, and much that another table does.
    Doubtful,
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRequested => f.write_str("not selected"),
            Self::Empty => f.write_str("no rows"),
            Self::NoCodes => f.write_str("no column of codes"),
            Self::Statuses => f.write_str("only HTTP statuses"),
            Self::Other(word) => write!(f, "lists something else: `{word}`"),
            Self::NotErrors => f.write_str("does not seem to list errors"),
            Self::Doubtful => f.write_str("seems to list errors less than other tables"),
        }
    }
}

/// Where a table is in the document.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'d> {
    /// The nearest heading above, and the caption.
    pub nearest: &'d str,
    /// The paragraph before the table.
    pub intro: &'d str,
    /// The headings further up, and the title.
    pub page: &'d str,
    /// Whether the document has no other table.
    pub is_only: bool,
}

/// The share of statuses from which a column of codes is one of statuses.
const STATUS_SHARE: f64 = 0.85;

/// The number of rows from which a list under a heading about errors is hardly one of other things.
const LONG: usize = 12;

/// The share of names of fields from which a list describes those of one error.
const FIELDS: f64 = 0.6;

/// Whether the rows of a table can be something else than rows.
fn is_loose(kind: TableKind) -> bool {
    matches!(kind, TableKind::Headings | TableKind::Items | TableKind::Definitions)
}

/// The share of headings with a code from which they list codes.
const HEADING_CODES: f64 = 0.5;

/// Whether a table is used, and how much shows that it lists errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The sum of the evidence, which is above 0 if the table lists errors.
    pub score: f64,
    /// Why it is left out, if it is.
    pub skip: Option<SkipReason>,
    /// Whether it is used only because no other table of the document lists errors.
    pub is_guess: bool,
}

impl Verdict {
    /// The verdict on a table whose columns have roles.
    pub fn new(
        table: &Table,
        columns: &[Column],
        surroundings: Surroundings<'_>,
        lexicon: &Lexicon,
    ) -> Self {
        let other = || {
            let headings = columns.iter().find_map(|column| lexicon.other_column(&column.heading));
            let word = lexicon.other_topic(surroundings.nearest).or(headings)?;
            Some(SkipReason::Other(word.to_owned()))
        };
        let code = columns.iter().find(|column| column.role == Some(Role::Code));
        let Some(code) = code else {
            let is_empty = columns.iter().all(|column| column.features.filled == 0.0);
            let reason = if is_empty { SkipReason::Empty } else { SkipReason::NoCodes };
            return Self::never(other().filter(|_| !is_empty).unwrap_or(reason));
        };
        if code.features.status >= STATUS_SHARE && is_plain_statuses(table, code, columns) {
            return Self::never(SkipReason::Statuses);
        }
        let fields = code.cells.iter().filter(|cell| lexicon.is_field(cell)).count();
        let has_fields = is_loose(table.kind) && share(fields, code.cells.len()) > FIELDS;
        // Headings that are phrases are those of the page.
        let are_phrases =
            table.kind == TableKind::Headings && code.features.codes() < HEADING_CODES;
        if has_fields || are_phrases {
            return Self::never(SkipReason::NotErrors);
        }
        let evidence = evidence(table, columns, code, surroundings, lexicon);
        let score = evidence.iter().map(|(name, value)| lexicon.table_weight(name) * value).sum();
        let is_used = score > 0.0 && table.kind != TableKind::Secondary;
        let skip = (!is_used).then(|| other().unwrap_or(SkipReason::NotErrors));
        Self { score, skip, is_guess: false }
    }

    /// The verdict on a table that cannot list errors.
    fn never(reason: SkipReason) -> Self {
        Self { score: f64::NEG_INFINITY, skip: Some(reason), is_guess: false }
    }
}

fn evidence(
    table: &Table,
    columns: &[Column],
    code: &Column,
    surroundings: Surroundings<'_>,
    lexicon: &Lexicon,
) -> [(&'static str, f64); 19] {
    let is = |condition: bool| f64::from(u8::from(condition));
    let has = |role: Role| is(columns.iter().any(|column| column.role == Some(role)));
    let rows = code.cells.len();
    let count = |is_counted: &dyn Fn(usize) -> bool| {
        share((0..rows).filter(|row| is_counted(*row)).count(), rows)
    };
    let failures =
        columns.iter().map(|it| it.features.failures * it.features.filled).fold(0.0, f64::max);
    let has_text = |row: usize| {
        columns.iter().any(|it| !std::ptr::eq(it, code) && it.cells[row].contains(' '))
    };
    let other = columns.iter().filter(|it| lexicon.other_column(&it.heading).is_some()).count();
    let is_attribute = table.kind == TableKind::Constants
        && table.caption.as_ref().is_some_and(|name| lexicon.is_attribute(name));
    let is_heading_error = lexicon.is_about_errors(surroundings.nearest) && !is_attribute;
    let is_intro_error = lexicon.is_about_errors(surroundings.intro);
    let is_page_error = lexicon.is_about_errors(surroundings.page);
    let is_column_error = columns
        .iter()
        .any(|it| it.role.is_some_and(is_error_role) && is_error_heading(&it.heading, lexicon));
    let has_texts = columns.iter().any(|it| it.role.is_some_and(is_text_role));
    let has_context = is_heading_error || is_intro_error || is_page_error || is_column_error;
    // Where nearly all constants are failures, nothing else has to show it.
    let are_named = table.kind == TableKind::Constants && columns.len() > 1;
    let obvious = if are_named { failures } else { 0.0 };
    let types = columns.iter().map(|it| it.features.types).fold(0.0, f64::max);
    [
        ("bias", 1.0),
        ("heading_error", is(is_heading_error)),
        ("long", is(is_heading_error && rows >= LONG)),
        ("intro_error", is(is_intro_error && !is_heading_error)),
        ("page_error", is(is_page_error)),
        ("column_error", is(is_column_error)),
        ("no_context", is(!has_context) * (1.0 - obvious)),
        ("failures", failures),
        ("codes", code.features.codes()),
        ("loose", is(is_loose(table.kind) || !has_texts) * (1.0 - code.features.strong)),
        ("status", has(Role::Status)),
        ("solution", has(Role::Solution)),
        ("retryable", has(Role::Retryable)),
        ("heading_other", is(is_attribute || lexicon.other_topic(surroundings.nearest).is_some())),
        ("column_other", is(other > 0)),
        ("code_other", is(lexicon.is_other_code(&code.heading))),
        ("only", is(surroundings.is_only)),
        ("types", types),
        ("texts", count(&has_text)),
    ]
}

fn is_text_role(role: Role) -> bool {
    matches!(role, Role::Message | Role::Description | Role::Cause | Role::Solution)
}

fn is_error_role(role: Role) -> bool {
    matches!(role, Role::Code | Role::Name | Role::Number | Role::Message)
}

fn is_error_heading(heading: &str, lexicon: &Lexicon) -> bool {
    !heading.is_empty() && lexicon.is_about_errors(&normalized(heading))
}

/// Whether statuses have only the texts of the standard, or are those of one operation.
fn is_plain_statuses(table: &Table, code: &Column, columns: &[Column]) -> bool {
    if table.kind == TableKind::Responses {
        return true;
    }
    let is_repeated = code.features.distinct < 1.0;
    let adds_text = |row: usize| {
        let phrase = token::status(&code.cells[row]).and_then(crate::catalog::reason_phrase);
        columns.iter().filter(|it| !std::ptr::eq(*it, code)).any(|column| {
            let text = column.cells[row].trim();
            text.split_whitespace().count() > 2
                && phrase.is_none_or(|it| !it.eq_ignore_ascii_case(text))
        })
    };
    let rows = code.cells.len();
    let described = (0..rows).filter(|row| adds_text(*row)).count();
    !is_repeated && share(described, rows) < 0.5
}
