//! The columns of a table, and what each of them means.

mod snippet;

use std::collections::{HashMap, HashSet};

use super::lexicon::{Lexicon, RoleWeights, normalized};
use super::token::{self, Codes, Token, compound};
use crate::catalog::reason_phrase;
use crate::import::document::{Cell, Table, TableKind};
use crate::text::string_enum;

string_enum! {
    /// What a column means.
    Role {
        /// The code by which an entry is found.
        Code = "code",
        /// A symbolic name.
        Name = "name",
        /// Another form of the code, such as a number beside a symbol.
        Number = "number",
        /// The HTTP status.
        Status = "status",
        /// The text that the API returns.
        Message = "message",
        /// What the code means.
        Description = "description",
        /// Why it happens.
        Cause = "cause",
        /// What to do.
        Solution = "solution",
        /// The endpoints that return it.
        Endpoints = "endpoints",
        /// Whether a retry can help.
        Retryable = "retryable",
        /// Nothing that an entry has.
        Ignored = "ignored",
    }
}

impl Role {
    /// Whether several columns can have the role.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Description | Self::Ignored)
    }
}

/// A column of a table, or a part of one whose cells hold a code and a text.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The heading; empty if there is none.
    pub heading: String,
    /// The index in the document's table.
    pub index: usize,
    /// The texts, one for each row.
    pub cells: Vec<String>,
    /// The anchors of cells that are numbers, by row.
    pub anchors: HashMap<usize, String>,
    /// What the column means.
    pub role: Option<Role>,
    /// How its cells look.
    pub features: Features,
}

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    Numbers,
    Words,
    Texts,
}

impl Column {
    /// What most cells are.
    pub fn content(&self) -> Content {
        let Features { integer, identifier, word, .. } = self.features;
        match (integer, identifier + word) {
            (integer, _) if integer >= 0.5 => Content::Numbers,
            (_, words) if words >= 0.5 => Content::Words,
            _ => Content::Texts,
        }
    }
}

/// How the cells of a column look, as shares of the cells that are not empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Features {
    pub integer: f64,
    pub identifier: f64,
    pub strong: f64,
    pub word: f64,
    pub status: f64,
    pub boolean: f64,
    pub phrase: f64,
    pub prose: f64,
    pub endpoint: f64,
    pub distinct: f64,
    pub filled: f64,
    pub types: f64,
    pub failures: f64,
}

/// The least share of cells with a code, for a column to be one of codes and texts.
const COMPOUND_SHARE: f64 = 0.7;

/// The least share of them that have a text too.
const REST_SHARE: f64 = 0.3;

/// The heading of statuses beside names.
const STATUS_HEADING: &str = "HTTP status";

/// Only the first columns can hold both codes and texts.
const COMPOUND_COLUMNS: usize = 3;

/// The share of distinct identifiers from which names can be the codes.
const NAME_CODES: f64 = 0.6;

/// The share of distinct identifiers from which a column without a role has names.
const FURTHER_NAMES: f64 = 0.8;

/// The share of prose below which a description is a name.
const SHORT_PROSE: f64 = 0.35;

/// The number of words from which a text is prose.
const PROSE_WORDS: usize = 4;

/// The columns of a table, without roles. Cells with both a code and a text are split.
pub fn columns(table: &Table, lexicon: &Lexicon) -> Vec<Column> {
    let width = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(0);
    let mut columns = Vec::with_capacity(width + 1);
    for index in 0..width {
        let heading = table.header.get(index).map_or("", |cell| cell.text.as_str()).trim();
        let cells = table.rows.iter();
        let text = |row: &Vec<Cell>| {
            row.get(index).map_or_else(String::new, |cell| without_escapes(cell.text.trim()))
        };
        let column = Column {
            heading: heading.to_owned(),
            index,
            cells: cells.map(text).collect(),
            anchors: anchors(table, index),
            ..Column::default()
        };
        // What follows a heading is text.
        let is_body = table.kind == TableKind::Headings && index > 0;
        if index < COMPOUND_COLUMNS
            && !is_body
            && let Some([codes, rest]) = split(&column, lexicon)
            && !columns.iter().any(|before: &Column| repeats(&codes, before))
        {
            columns.extend([codes, rest]);
        } else if let Some(fields) = snippet::columns(&column) {
            columns.extend(fields);
        } else {
            columns.push(column);
        }
    }
    let can_have_header = matches!(table.kind, TableKind::Grid | TableKind::Columns);
    if can_have_header && table.header.iter().all(|cell| cell.text.trim().is_empty()) {
        promote_first_row(&mut columns, lexicon);
    }
    for column in &mut columns {
        column.features = Features::new(&column.cells, lexicon);
    }
    columns
}

/// The anchors that are numbers: the code as it is in links, which can differ from the printed one.
fn anchors(table: &Table, index: usize) -> HashMap<usize, String> {
    let cells = table.rows.iter().map(|row| row.get(index).and_then(|cell| cell.anchor.as_ref()));
    let numbers = cells.enumerate().filter_map(|(row, anchor)| Some((row, anchor?)));
    let numbers = numbers.filter(|(_, anchor)| token::is_integer(anchor));
    numbers.map(|(row, anchor)| (row, anchor.clone())).collect()
}

/// A text without the backslashes of Markdown, which HTML within it keeps.
fn without_escapes(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    ["_", "*", "[", "]", "<", ">", "#", "|"]
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(&format!("\\{mark}"), mark))
}

/// Splits a column whose cells hold a code and a text.
fn split(column: &Column, lexicon: &Lexicon) -> Option<[Column; 2]> {
    let (mut filled, mut codes, mut both) = (0usize, 0usize, 0usize);
    let mut parts = Vec::with_capacity(column.cells.len());
    for cell in &column.cells {
        filled += usize::from(!cell.is_empty());
        let are_codes = Codes::read(cell, lexicon).is_some();
        if let Some(part) = compound(cell, lexicon).filter(|_| !are_codes) {
            // `404 Not Found` is the status alone.
            let is_phrase = token::status(part.code)
                .and_then(reason_phrase)
                .is_some_and(|phrase| phrase.eq_ignore_ascii_case(part.rest));
            let rest = if is_phrase { "" } else { part.rest };
            codes += 1;
            both += usize::from(!rest.is_empty());
            parts.push((part.code, rest));
        } else if are_codes && Token::of(cell) != Some(Token::Word) {
            codes += 1;
            parts.push((cell, ""));
        } else {
            parts.push(("", cell));
        }
    }
    if filled == 0 || share(codes, filled) < COMPOUND_SHARE || share(both, filled) < REST_SHARE {
        return None;
    }
    let half = |cells: Vec<String>, heading: &str| Column {
        heading: heading.to_owned(),
        index: column.index,
        cells,
        ..Column::default()
    };
    let rests: Vec<String> = parts.iter().map(|(_, rest)| (*rest).to_owned()).collect();
    let codes: Vec<String> = parts.iter().map(|(code, _)| (*code).to_owned()).collect();
    // `rate_limited (429)` is a name with its status.
    let is_named = |(code, rest): &(&str, &str)| {
        token::status(code).is_some() && Token::of(rest) == Some(Token::Identifier)
    };
    if parts.iter().all(is_named) {
        return Some([half(rests, &column.heading), half(codes, STATUS_HEADING)]);
    }
    let are_statuses = parts.iter().all(|(_, rest)| token::status(rest).is_some());
    let heading = if are_statuses { STATUS_HEADING } else { "" };
    Some([half(codes, &column.heading), half(rests, heading)])
}

/// Whether the codes at the start of texts are those of another column: `ErrTimeout means that …`.
fn repeats(codes: &Column, before: &Column) -> bool {
    let pairs = codes.cells.iter().zip(&before.cells).filter(|(code, _)| !code.is_empty());
    let (same, other): (Vec<_>, Vec<_>) = pairs.partition(|(code, cell)| code == cell);
    same.len() > other.len()
}

/// Makes the first row the headings if it is one.
fn promote_first_row(columns: &mut [Column], lexicon: &Lexicon) {
    let fits = |column: &Column| {
        let first = column.cells.first().map_or("", String::as_str);
        let heading = normalized(first);
        words(first) <= PROSE_WORDS && lexicon.roles.iter().any(|role| role.fit(&heading) >= 0.6)
    };
    let headed = columns.iter().filter(|column| fits(column)).count();
    let has_digits = |column: &Column| {
        column.cells.first().is_some_and(|it| it.contains(|c: char| c.is_ascii_digit()))
    };
    if columns.iter().any(has_digits) || headed < 2 || headed * 2 < columns.len() {
        return;
    }
    for column in columns {
        column.heading = column.cells[0].clone();
        // The rows keep their numbers.
        column.cells[0].clear();
    }
}

impl Features {
    fn new(cells: &[String], lexicon: &Lexicon) -> Self {
        let without_label = |cell| token::without_label(token::unwrapped(cell), lexicon);
        let filled: Vec<&str> = (cells.iter().map(|cell| without_label(cell)))
            .filter(|cell| !cell.is_empty())
            .collect();
        let share_of = |is: &dyn Fn(&str) -> bool| {
            share(filled.iter().filter(|cell| is(cell)).count(), filled.len())
        };
        let distinct: HashSet<_> = filled.iter().collect();
        Self {
            integer: share_of(&is_integer),
            identifier: share_of(&|cell| is_identifier(cell, lexicon)),
            strong: share_of(&|cell| is_strong(cell, lexicon)),
            word: share_of(&|cell| matches!(Token::of(cell), Some(Token::Word))),
            status: share_of(&|cell| token::status(cell).is_some() || are_statuses(cell)),
            boolean: share_of(&|cell| lexicon.boolean(cell).is_some()),
            phrase: share_of(&|cell| (2..PROSE_WORDS).contains(&words(cell))),
            prose: share_of(&|cell| words(cell) >= PROSE_WORDS),
            endpoint: share_of(&is_endpoint),
            types: share_of(&|cell| lexicon.is_type(cell)),
            failures: share_of(&|cell| lexicon.is_failure(head(cell))),
            distinct: share(distinct.len(), filled.len()),
            filled: share(filled.len(), cells.len()),
        }
    }

    /// The sum with other features, which have a weight.
    fn plus(self, other: Self, weight: f64) -> Self {
        Self {
            integer: self.integer + weight * other.integer,
            identifier: self.identifier + weight * other.identifier,
            strong: self.strong + weight * other.strong,
            word: self.word + weight * other.word,
            status: self.status + weight * other.status,
            boolean: self.boolean + weight * other.boolean,
            phrase: self.phrase + weight * other.phrase,
            prose: self.prose + weight * other.prose,
            endpoint: self.endpoint + weight * other.endpoint,
            distinct: self.distinct + weight * other.distinct,
            filled: self.filled + weight * other.filled,
            types: self.types + weight * other.types,
            failures: self.failures + weight * other.failures,
        }
    }

    /// The share of cells that look like codes.
    pub fn codes(&self) -> f64 {
        self.integer + self.identifier
    }
}

/// The length limit of several codes in a cell, in bytes.
const MAX_CODES: usize = 300;

/// Whether a cell has an identifier, or several.
fn is_identifier(cell: &str, lexicon: &Lexicon) -> bool {
    let are_several = || {
        if cell.len() > MAX_CODES {
            return false;
        }
        let codes = Codes::read(cell, lexicon).filter(|codes| !codes.aliases.is_empty());
        codes.is_some_and(|codes| Token::of(&codes.code) == Some(Token::Identifier))
    };
    Token::of(cell) == Some(Token::Identifier) || are_several()
}

/// The most digits of a code that is a number. Card and account numbers have more.
const MAX_DIGITS: usize = 12;

/// Whether a cell has a number, or several.
fn is_integer(cell: &str) -> bool {
    let is_code = |part: &str| token::is_integer(part) && part.len() <= MAX_DIGITS;
    cell.split([' ', ',', '/', '\n']).filter(|part| !part.is_empty()).all(is_code)
}

/// The length of the beginning of a text in bytes.
const HEAD: usize = 100;

/// The beginning of a text, which describes the failure if it is one.
fn head(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a cell is a code in any context: a number, or a word with digits, underscores or a word
/// for a failure.
fn is_strong(cell: &str, lexicon: &Lexicon) -> bool {
    match Token::of(cell) {
        Some(Token::Integer) => true,
        Some(Token::Identifier) => {
            cell.contains(|c: char| c == '_' || c.is_ascii_digit()) || lexicon.is_failure(cell)
        }
        _ => false,
    }
}

/// Whether a cell has several HTTP statuses and nothing else.
fn are_statuses(cell: &str) -> bool {
    let is_status = |part: &str| part.len() <= 4 && token::status(part).is_some();
    let mut parts = cell.split([' ', ',', '/', '\n', '|']).filter(|part| !part.is_empty());
    parts.all(is_status)
}

/// Whether a cell has a path, or a method and a path.
fn is_endpoint(cell: &str) -> bool {
    let path = cell.split_once(' ').map_or(cell, |(method, path)| {
        if method.bytes().all(|byte| byte.is_ascii_uppercase()) { path.trim() } else { cell }
    });
    path.starts_with('/') && path.len() > 1
}

/// The number of words. Scripts without spaces have a word for each two letters.
fn words(text: &str) -> usize {
    let wide = text.chars().filter(|c| ('\u{2e80}'..'\u{ffff}').contains(c)).count();
    text.split_whitespace().take(PROSE_WORDS).count() + wide / 2
}

#[allow(clippy::cast_precision_loss)] // counts
pub fn share(count: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}

/// The columns of tables with the same layout, with the features of all of them. Codes can repeat
/// from table to table, so that only those of the same table have to be distinct.
pub fn pooled(tables: &[&[Column]]) -> Vec<Column> {
    let mut pooled = tables.first().map_or_else(Vec::new, |columns| columns.to_vec());
    if tables.len() < 2 {
        return pooled;
    }
    for (position, column) in pooled.iter_mut().enumerate() {
        let of_tables = || tables.iter().filter_map(|columns| columns.get(position));
        let rows: usize = of_tables().map(|it| it.cells.len()).sum();
        column.features = of_tables().fold(Features::default(), |sum, it| {
            sum.plus(it.features, share(it.cells.len(), rows))
        });
    }
    pooled
}

/// Gives each column the role that suits it best. Roles that are set stay. The code comes first, since
/// without it there are no entries.
pub fn assign(columns: &mut [Column], lexicon: &Lexicon) {
    let mut scores = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        if column.role.is_some() || column.features.filled == 0.0 {
            continue;
        }
        let heading = normalized(&column.heading);
        for weights in &lexicon.roles {
            let score = score(column, &heading, position, weights);
            if score > 0.0 {
                scores.push((weights.role, score, position));
            }
        }
    }
    let is_code = |(role, _, position): &(Role, f64, usize)| {
        *role == Role::Code && columns[*position].features.codes() >= NAME_CODES
    };
    scores.sort_by(|a, b| is_code(b).cmp(&is_code(a)).then(b.1.total_cmp(&a.1)));
    for (role, _, position) in scores {
        let is_taken = !role.is_shared() && columns.iter().any(|it| it.role == Some(role));
        if columns[position].role.is_none() && !is_taken {
            columns[position].role = Some(role);
        }
    }
    if columns.iter().all(|column| column.role != Some(Role::Code)) {
        promote_to_code(columns, lexicon);
    }
    name_identifiers(columns);
    name_short_descriptions(columns);
}

/// Corrects the roles of constants: their names are codes, although these can be plain words, and their
/// values are texts if they are phrases.
pub fn correct_constants(columns: &mut [Column]) {
    let has = |columns: &[Column], role| columns.iter().any(|it| it.role == Some(role));
    if !has(columns, Role::Code)
        && let Some(name) = columns.first_mut()
    {
        name.role = Some(Role::Code);
    }
    let has_messages = has(columns, Role::Message);
    let is_text = |it: &&mut Column| it.role == Some(Role::Name) && it.content() == Content::Texts;
    if let Some(column) = columns.iter_mut().find(is_text) {
        column.role = Some(if has_messages { Role::Description } else { Role::Message });
    }
}

/// Makes further columns of distinct identifiers names.
fn name_identifiers(columns: &mut [Column]) {
    for column in columns.iter_mut().filter(|column| column.role.is_none()) {
        let Features { identifier, distinct, filled, .. } = column.features;
        if [identifier, distinct, filled].iter().all(|share| *share >= FURTHER_NAMES) {
            column.role = Some(Role::Name);
        }
    }
}

/// Makes the first of several descriptions the names, if it is short.
fn name_short_descriptions(columns: &mut [Column]) {
    let is_description = |column: &Column| column.role == Some(Role::Description);
    let is_named = columns.iter().any(|it| matches!(it.role, Some(Role::Name | Role::Message)));
    if is_named || columns.iter().filter(|it| is_description(it)).count() < 2 {
        return;
    }
    let is_short = |it: &&mut Column| is_description(it) && it.features.prose < SHORT_PROSE;
    if let Some(column) = columns.iter_mut().find(is_short) {
        column.role = Some(Role::Name);
    }
}

/// Makes the names the codes if there are no others, or else the statuses.
fn promote_to_code(columns: &mut [Column], lexicon: &Lexicon) {
    let can_be_code = |column: &Column, role: Role| {
        column.role == Some(role)
            && column.features.codes() >= NAME_CODES
            && column.features.distinct >= NAME_CODES
    };
    let roles = [Role::Name, Role::Number, Role::Status];
    let find = |role| columns.iter().position(|column| can_be_code(column, role));
    // Phrases are codes only below a heading such as `Error`.
    let is_named = |column: &Column| {
        column.role == Some(Role::Name)
            && column.features.distinct >= 1.0
            && lexicon.is_about_errors(&column.heading)
    };
    let named = || columns.iter().position(is_named);
    if let Some(position) = roles.into_iter().find_map(find).or_else(named) {
        columns[position].role = Some(Role::Code);
    }
}

#[allow(clippy::cast_precision_loss)] // the number of a column
fn score(column: &Column, heading: &str, position: usize, weights: &RoleWeights) -> f64 {
    let it = &column.features;
    let features = [
        ("heading", weights.fit(heading)),
        ("integer", it.integer),
        ("identifier", it.identifier),
        ("strong", it.strong),
        ("word", it.word),
        ("status", it.status),
        ("boolean", it.boolean),
        ("phrase", it.phrase),
        ("prose", it.prose),
        ("endpoint", it.endpoint),
        ("types", it.types),
        ("distinct", it.distinct),
        ("filled", it.filled),
        ("first", 1.0 / (position + 1) as f64),
        ("bias", 1.0),
    ];
    features.iter().map(|(name, value)| weights.weight(name) * value).sum()
}
