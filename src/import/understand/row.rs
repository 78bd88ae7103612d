//! Rows of a table as entries.

use super::column::{Column, Role};
use super::lexicon::Lexicon;
use super::text::{Parts, line};
use super::token::{self, Codes, Token};

/// An entry as the page describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedEntry {
    /// The index of its section.
    pub section: usize,
    /// The code.
    pub code: String,
    /// Other spellings, and the other codes of the cell.
    pub aliases: Vec<String>,
    /// Symbolic names.
    pub names: Vec<String>,
    /// The group that several codes share.
    pub category: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The texts that the API returns.
    pub messages: Vec<String>,
    /// What it means.
    pub description: Option<String>,
    /// What to do.
    pub solution: Option<String>,
    /// The endpoints: methods and path.
    pub endpoints: Vec<(Vec<String>, String)>,
    /// Whether a retry can help, where the page lists it.
    pub retry: Option<bool>,
    /// Whether it reports a success.
    pub is_success: bool,
    /// What was uncertain, for a comment.
    pub remarks: Vec<String>,
}

/// A row that is no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An entry.
    Entry(Box<ImportedEntry>),
    /// Further texts of the entry above: what is left of a cell that spans rows.
    Continuation(Vec<String>),
    /// The heading of the rows below.
    Group(String),
    /// A row with texts but without a code.
    NoCode(String),
    /// A row without texts.
    Blank,
}

/// The share of cells with a code, below which phrases are codes too.
const CODE_SHARE: f64 = 0.6;

/// The longest phrase that can be a code.
const MAX_PHRASE: usize = 80;

/// The most words of a phrase among codes, if the heading names codes.
const MAX_WORDS: usize = 4;

/// The share of distinct values from which names are those of single codes and not of groups.
const NAME_SHARE: f64 = 0.6;

/// Reads the rows of a table.
pub struct RowReader<'c> {
    columns: &'c [Column],
    lexicon: &'c Lexicon,
    /// The most words of a code.
    max_words: usize,
    /// Whether the codes are HTTP statuses.
    are_statuses: bool,
    /// Whether the names are shared by several codes.
    has_shared_names: bool,
    /// The status of all rows, if no column has it.
    status: Option<u16>,
    /// What all codes begin with, such as the module of a language: `errno.`.
    qualifier: Option<&'c str>,
    /// Whether the columns repeat each other, as where constants have their names as values.
    are_columns_equal: bool,
}

impl<'c> RowReader<'c> {
    /// A reader of a table whose columns have roles. Without a column of statuses, all rows have
    /// `status`.
    pub fn new(columns: &'c [Column], status: Option<u16>, lexicon: &'c Lexicon) -> Self {
        let of = |role: Role| columns.iter().find(|column| column.role == Some(role));
        let code = of(Role::Code);
        let codes = code.map_or(0.0, |it| it.features.codes());
        let words = code.map_or(0.0, |it| it.features.word);
        Self {
            columns,
            lexicon,
            max_words: match code {
                Some(_) if codes + words < CODE_SHARE => usize::MAX,
                Some(code) if lexicon.is_code_heading(&code.heading) => MAX_WORDS,
                _ => 0,
            },
            are_statuses: code.is_some_and(|it| it.features.status >= 1.0),
            has_shared_names: of(Role::Name).is_some_and(|it| it.features.distinct < NAME_SHARE),
            status: status.filter(|_| of(Role::Status).is_none()),
            qualifier: code.and_then(qualifier),
            are_columns_equal: are_equal(columns),
        }
    }

    fn cells(&self, row: usize, role: Role) -> impl Iterator<Item = &'c str> {
        self.columns
            .iter()
            .filter(move |column| column.role == Some(role))
            .map(move |column| column.cells[row].trim())
            .filter(|cell| !cell.is_empty() && !is_dash(cell))
    }

    /// The anchors of the code.
    fn anchors(&self, row: usize) -> impl Iterator<Item = String> {
        let codes = self.columns.iter().filter(|column| column.role == Some(Role::Code));
        codes.filter_map(move |column| column.anchors.get(&row).cloned())
    }

    fn cell(&self, row: usize, role: Role) -> Option<&'c str> {
        self.cells(row, role).next()
    }

    /// Reads a row.
    pub fn read(&self, row: usize) -> Row {
        let filled: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.cells[row].trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let Some(first) = filled.first() else { return Row::Blank };
        let is_header = self.columns.iter().all(|it| it.cells[row].trim() == it.heading.trim());
        if is_header {
            return Row::Blank;
        }
        // A cell that spans all columns, or most of them with a phrase, is a heading.
        let is_repeated = filled.len() > 1 && filled.iter().all(|it| it == first);
        let is_spanned = is_repeated
            && !self.are_columns_equal
            && (filled.len() == self.columns.len()
                || filled.len() * 2 > self.columns.len() && Token::of(first).is_none());
        let code = self.cell(row, Role::Code).and_then(|cell| self.codes(cell));
        if self.columns.len() > 1 && (is_spanned || is_placeholder(first)) {
            let title = filled.get(1).unwrap_or(first);
            return Row::Group(line(title).trim_matches(['*', ':', ' ']).to_owned());
        }
        let Some(codes) = code.filter(|_| !is_spanned) else {
            return self.without_code(row, &filled);
        };
        Row::Entry(Box::new(self.entry(row, codes)))
    }

    fn codes(&self, cell: &str) -> Option<Codes> {
        if let Some(codes) = Codes::read(cell, self.lexicon) {
            return Some(codes);
        }
        if let Some(part) = token::compound(cell, self.lexicon) {
            return Codes::read(part.code, self.lexicon);
        }
        let phrase = line(token::unwrapped(cell));
        let words = phrase.split_whitespace().count();
        let is_sentence = self.max_words == MAX_WORDS && cell.ends_with('.');
        let is_code = (1..=self.max_words).contains(&words)
            && phrase.len() <= MAX_PHRASE
            && phrase.contains(char::is_alphanumeric);
        (is_code && !is_sentence).then(|| Codes { code: phrase, ..Codes::default() })
    }

    /// A row without a code: the rest of a spanned row, a heading, or a row that cannot be used.
    fn without_code(&self, row: usize, filled: &[&str]) -> Row {
        let empty = self.columns.iter().rev().take_while(|it| it.cells[row].trim().is_empty());
        let shift = empty.count();
        let is_text = |role| {
            matches!(role, Some(Role::Message | Role::Description | Role::Cause | Role::Solution))
        };
        // Without the cells that span several rows, the others begin at the first column.
        let is_shifted = shift > 0
            && shift < self.columns.len()
            && self.columns[shift..].iter().all(|column| is_text(column.role));
        let is_unfilled = self.cell(row, Role::Code).is_none()
            && self.columns.iter().all(|it| is_text(it.role) || it.cells[row].trim().is_empty());
        if is_shifted && filled.iter().all(|cell| Token::of(cell).is_none()) || is_unfilled {
            return Row::Continuation(filled.iter().map(|cell| line(cell)).collect());
        }
        match filled {
            [only] if self.columns.len() > 1 && only.len() <= MAX_PHRASE => Row::Group(line(only)),
            _ => Row::NoCode(line(filled[0])),
        }
    }

    fn entry(&self, row: usize, codes: Codes) -> ImportedEntry {
        let Codes { code, mut aliases, is_range } = codes;
        // `AUTH-001 401` is a code with its status.
        let own_status = aliases.iter().position(|alias| token::status(alias).is_some());
        let own_status = own_status.filter(|_| !token::is_integer(&code));
        let own_status = own_status.and_then(|at| token::status(&aliases.remove(at)));
        let mut entry = ImportedEntry { code, aliases, ..ImportedEntry::default() };
        if let Some(name) = self.qualifier.and_then(|it| entry.code.strip_prefix(it)) {
            entry.aliases.push(name.to_owned());
        }
        for anchor in self.anchors(row) {
            if token::is_integer(&entry.code) && entry.code != anchor {
                entry.remarks.push(format!("the anchor of the code is {anchor}"));
                entry.aliases.push(anchor);
            }
        }
        if is_range {
            entry.remarks.push("the page lists a range of codes".to_owned());
        }
        for name in self.cells(row, Role::Name) {
            if self.has_shared_names {
                entry.category = Some(line(name));
            } else {
                entry.add_name(name);
            }
        }
        for number in self.cells(row, Role::Number) {
            if let Some(codes) = Codes::read(number, self.lexicon) {
                entry.aliases.extend([codes.code].into_iter().chain(codes.aliases));
            }
        }
        entry.status = own_status;
        self.add_status(row, &mut entry);
        if self.are_statuses && entry.status.is_none() {
            entry.status = token::status(&entry.code);
        }
        for message in self.cells(row, Role::Message) {
            let Parts { text, cause, solution, status, message: marked } =
                Parts::new(message, self.lexicon);
            let lines: Vec<_> = message.lines().map(line).filter(|it| !it.is_empty()).collect();
            entry.status = entry.status.or_else(|| token::statuses(&status).first().copied());
            if [&cause, &solution, &status, &marked].iter().all(|it| it.is_empty()) {
                entry.messages.extend(lines);
            } else {
                entry.messages.extend([text, marked].into_iter().filter(|it| !it.is_empty()));
                entry.describe(&cause);
                entry.advise(&solution);
            }
        }
        for role in [Role::Description, Role::Cause] {
            for text in self.cells(row, role) {
                let Parts { text, cause, solution, status, message } =
                    Parts::new(text, self.lexicon);
                entry.status = entry.status.or_else(|| token::statuses(&status).first().copied());
                entry.messages.extend(Some(message).filter(|it| !it.is_empty()));
                if !entry.is_own_name(&text) {
                    entry.describe(&text);
                }
                entry.describe(&cause);
                entry.advise(&solution);
            }
        }
        for text in self.cells(row, Role::Solution) {
            entry.advise(&line(text));
        }
        for cell in self.cells(row, Role::Endpoints) {
            entry.endpoints.extend(cell.lines().filter_map(endpoint));
        }
        entry.retry = self.cell(row, Role::Retryable).and_then(|it| self.lexicon.boolean(it));
        entry.is_success = self.is_success(&entry);
        entry.tidy();
        entry
    }

    fn is_success(&self, entry: &ImportedEntry) -> bool {
        let texts = [&entry.code].into_iter().chain(&entry.names).chain(&entry.messages);
        let is_status = entry.status.is_none() && self.are_statuses;
        texts.into_iter().any(|text| self.lexicon.is_success(text))
            || entry.status.is_some_and(|status| status < 300)
            || is_status && entry.code.len() == 3 && entry.code.starts_with('2')
    }

    fn add_status(&self, row: usize, entry: &mut ImportedEntry) {
        let statuses = self.cell(row, Role::Status).map(token::statuses).unwrap_or_default();
        entry.status = statuses.first().copied().or(entry.status).or(self.status);
        if let [_, others @ ..] = &*statuses
            && !others.is_empty()
        {
            let others: Vec<_> = others.iter().map(u16::to_string).collect();
            entry.remarks.push(format!("also with HTTP {}", others.join(", ")));
        }
    }
}

impl ImportedEntry {
    fn add_name(&mut self, name: &str) {
        for name in name.lines().map(|name| line(token::unwrapped(name))) {
            if !name.is_empty() && !self.names.contains(&name) {
                self.names.push(name);
            }
        }
    }

    /// Whether a text has only the code or a name, perhaps behind a label.
    fn is_own_name(&self, text: &str) -> bool {
        let last = text.rsplit(' ').next().unwrap_or_default();
        let is_short = text.split(' ').count() <= 2;
        is_short && (last == self.code || self.names.iter().any(|name| name == last))
    }

    fn describe(&mut self, text: &str) {
        append(&mut self.description, text);
    }

    fn advise(&mut self, text: &str) {
        append(&mut self.solution, text);
    }

    /// Removes what is listed twice.
    fn tidy(&mut self) {
        let code = &self.code;
        self.names.retain(|name| name != code);
        self.messages = unique(std::mem::take(&mut self.messages));
        let names = &self.names;
        let mut aliases = unique(std::mem::take(&mut self.aliases));
        aliases.retain(|alias| alias != code && !names.contains(alias));
        self.aliases = aliases;
        if self.messages.len() == 1 && self.messages.first() == self.description.as_ref() {
            self.description = None;
        }
    }

    /// Adds the texts of another row with the same code.
    pub fn merge(&mut self, other: Self) {
        self.aliases.extend(other.aliases);
        for name in other.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        self.messages.extend(other.messages);
        let is_known = |text: &Option<String>, part: &str| {
            text.as_ref().is_some_and(|text| text.contains(part))
        };
        if let Some(text) = other.description.filter(|text| !is_known(&self.description, text)) {
            self.describe(&text);
        }
        if let Some(text) = other.solution.filter(|text| !is_known(&self.solution, text)) {
            self.advise(&text);
        }
        match (self.status, other.status) {
            (Some(own), Some(status)) if own != status => {
                self.remarks.push(format!("also with HTTP {status}"));
            }
            (own, status) => self.status = own.or(status),
        }
        self.endpoints.extend(other.endpoints);
        self.endpoints.dedup();
        self.retry = self.retry.or(other.retry);
        self.remarks.extend(other.remarks);
        self.remarks = unique(std::mem::take(&mut self.remarks));
        self.tidy();
    }

    /// Adds the texts of a row without a code: the message, then the description.
    pub fn continue_with(&mut self, texts: Vec<String>) {
        let mut texts = texts.into_iter();
        let messages = texts.next().into_iter().collect();
        self.merge(Self { messages, description: texts.next(), ..Self::default() });
    }

    /// Whether another row with the same code adds nothing.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let is_named = |name: &String| self.names.contains(name) || self.code == *name;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        other.names.iter().all(is_named)
            && other.messages.iter().all(|it| self.messages.contains(it))
            && text(&self.description).contains(&text(&other.description))
            && text(&self.solution).contains(&text(&other.solution))
    }
}

fn append(text: &mut Option<String>, part: &str) {
    let part = part.trim();
    if part.is_empty() {
        return;
    }
    match text {
        Some(text) => {
            text.push(' ');
            text.push_str(part);
        }
        None => *text = Some(part.to_owned()),
    }
}

fn unique(values: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}

/// Whether all columns have the same cells in most rows.
fn are_equal(columns: &[Column]) -> bool {
    let [first, others @ ..] = columns else { return false };
    let is_equal = |row: &usize| others.iter().all(|it| it.cells[*row] == first.cells[*row]);
    let rows = first.cells.len();
    (0..rows).filter(is_equal).count() * 2 > rows && !others.is_empty()
}

/// The fewest codes that show that they have the same qualifier.
const MIN_QUALIFIED: usize = 3;

/// What all codes of a column begin with up to a dot, if it is a plain word.
fn qualifier(column: &Column) -> Option<&str> {
    let filled =
        || column.cells.iter().map(|cell| token::unwrapped(cell)).filter(|it| !it.is_empty());
    let first = filled().next()?;
    let end = first.find('.')? + 1;
    let qualifier = first.get(..end)?;
    let is_word = qualifier[..end - 1].bytes().all(|byte| byte.is_ascii_lowercase());
    let is_shared = filled().all(|cell| cell.len() > end && cell.starts_with(qualifier));
    (is_word && is_shared && filled().count() >= MIN_QUALIFIED).then_some(qualifier)
}

/// Whether a cell only shows that it has no value.
fn is_dash(cell: &str) -> bool {
    matches!(cell, "-" | "–" | "—" | "--" | "N/A" | "n/a" | "null")
}

/// Whether a code is the heading of a group, such as `1xxx`. `2201X` is a code.
fn is_placeholder(cell: &str) -> bool {
    let cell = token::unwrapped(cell);
    let digits = cell.trim_end_matches(['x', 'X']);
    let letters = cell.len() - digits.len();
    letters > usize::from(cell.ends_with('X'))
        && cell.len() < 8
        && digits.bytes().all(|it| it.is_ascii_digit())
        && !digits.is_empty()
}

/// An endpoint with its methods, such as `POST and PUT - /odata/Assets`.
fn endpoint(text: &str) -> Option<(Vec<String>, String)> {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let text = line(text);
    let words = || text.split([' ', ',', '`']).filter(|word| !word.is_empty());
    let methods: Vec<_> = words().filter(|it| METHODS.contains(it)).map(str::to_owned).collect();
    let path = words().find(|word| word.starts_with('/') && word.len() > 1);
    path.map(|path| (methods, path.to_owned()))
}
