//! Queries: what was typed, parsed into clauses. No input is an error: an operator or a filter
//! without a value has no effect, and an unknown one is a word.

mod beginnings;
pub mod expansion;
pub mod filter;
mod highlight;
pub mod syntax;

use std::ops::Range;

use self::beginnings::Beginnings;
use self::expansion::{Expansion, expansions};
use self::filter::Filter;
use self::highlight::{coverage, full_coverage, highlights};
use super::text::ignore_case::{contains, has_prefix, has_suffix};
use super::text::stem::stem;
use super::text::tokenize::{fold, parts, words};
use super::text::word_list::stop_words::Importance;
use crate::catalog::{Catalog, Catalogs, Endpoint, EntryRef};

/// The most clauses of a query, and the most alternatives of a clause: a pasted page would otherwise
/// be searched word by word.
const MAX_CLAUSES: usize = 64;

/// What was typed, parsed once and used for every entry and every highlight.
///
/// Words match in any order, each in any text of an entry, and all must match. The operators are
/// those of fzf: `'exact`, `^prefix`, `suffix$`, `!not` and `|` for alternatives. Filters are
/// `vendor:`, `http:`, `method:`, `path:`, `section:`, `kind:` and `retry:`; `4xx` alone is one too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Sorted, so that no sum over them depends on the order of the words.
    pub(super) clauses: Vec<Clause>,
    pub(super) expansions: Vec<Expansion>,
    beginnings: Beginnings,
    /// The path of an endpoint, or part of it, in lower case: a word with a `/`.
    path: Option<String>,
}

/// One word, literal or filter, or several alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// As it was typed.
    pub typed: String,
    /// Any of them matches.
    pub alternatives: Vec<Term>,
    /// Whether it must not match.
    pub negated: bool,
    /// How often it was repeated.
    pub repeats: u8,
    pub importance: Importance,
}

/// What matches a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A word, in any form.
    Word(Word),
    /// Text to be matched verbatim.
    Literal(Literal),
    /// A property of the entry.
    Filter(Filter),
}

/// A typed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The whole word, folded.
    pub text: String,
    /// Its parts, folded.
    pub parts: Vec<String>,
    pub stem: String,
}

/// Text to be matched verbatim, in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// In lower case.
    pub text: String,
    /// Whether only a prefix matches.
    pub at_start: bool,
    /// Whether only a suffix matches.
    pub at_end: bool,
}

impl Query {
    /// Parses what was typed. Only the general synonyms apply.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::with_synonyms(text, &Catalogs::default())
    }

    /// Parses what was typed. The general synonyms apply, and those of the catalogs.
    #[must_use]
    pub fn with_synonyms(text: &str, catalogs: &Catalogs) -> Self {
        let mut clauses = join_endpoint_filters(parse_clauses(text));
        if let [clause] = &mut clauses[..] {
            clause.list_vendor(catalogs);
        }
        clauses.sort_by_key(Clause::key);
        clauses.dedup_by(|repeated, first| {
            let same = repeated.key() == first.key();
            first.repeats = first.repeats.saturating_add(u8::from(same));
            same
        });
        clauses.truncate(MAX_CLAUSES);
        for clause in &mut clauses {
            clause.alternatives.truncate(MAX_CLAUSES);
        }
        set_importance(&mut clauses);
        let words = clauses.iter().enumerate();
        let stems: Vec<(usize, &str)> =
            words.filter_map(|(index, clause)| Some((index, &*clause.word()?.stem))).collect();
        let expansions = expansions(&stems, catalogs);
        let is_path = |word: &&str| word.contains('/') && word.len() > 1;
        let path = text.split_whitespace().find(is_path).map(str::to_lowercase);
        let beginnings = Beginnings::new(&clauses, &expansions);
        Self { clauses, expansions, beginnings, path }
    }

    /// The same query, restricted to one catalog. Unlike a filter, this is never dropped to offer
    /// the nearest entries.
    #[must_use]
    pub fn within(mut self, catalog: &Catalog) -> Self {
        let term = Term::Filter(Filter::Catalog(catalog.id));
        self.clauses.push(Clause::new(catalog.id, vec![term], false));
        self
    }

    /// The byte ranges of `text` that the query matches, in order and without overlaps.
    #[must_use]
    pub fn highlights(&self, text: &str) -> Vec<Range<usize>> {
        if self.clauses.is_empty() { Vec::new() } else { highlights(self, text) }
    }

    /// How many words and literals of the query `text` contains, in any form but not approximately.
    #[must_use]
    pub fn coverage(&self, text: &str) -> usize {
        if self.beginnings.may_match(text) { coverage(self, text) } else { 0 }
    }

    /// The highest possible coverage: how many words and literals the query has.
    #[must_use]
    pub fn full_coverage(&self) -> usize {
        full_coverage(self)
    }

    /// Whether the path of an endpoint was typed.
    #[must_use]
    pub fn has_path(&self) -> bool {
        self.path.is_some()
    }

    /// How far the endpoints of an entry are from the typed path: 0 for the path itself, then paths
    /// that end with it, those that contain it, and others.
    pub(super) fn path_distance(&self, entry: EntryRef) -> u8 {
        let Some(path) = &self.path else { return 0 };
        let distance = |endpoint: &Endpoint| match endpoint.path {
            found if found.eq_ignore_ascii_case(path) => 0,
            found if has_suffix(found, path) => 1,
            found if contains(found, path) => 2,
            _ => 3,
        };
        entry.endpoints.iter().map(distance).min().unwrap_or(3)
    }

    /// Whether it has no clauses, so that every entry matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether matches have a score; filters and negated clauses give none.
    #[must_use]
    pub fn gives_scores(&self) -> bool {
        self.clauses.iter().any(Clause::is_scored)
    }

    /// Whether all words are stop words, so that these have to count.
    pub(super) fn has_only_stop_words(&self) -> bool {
        self.clauses.iter().all(|clause| clause.is_filter() || !clause.is_content())
    }
}

impl Clause {
    fn new(typed: &str, alternatives: Vec<Term>, negated: bool) -> Self {
        let typed = typed.to_owned();
        Self { typed, alternatives, negated, repeats: 0, importance: Importance::default() }
    }

    /// Whether it must match.
    pub fn is_content(&self) -> bool {
        self.importance == Importance::Content
    }

    /// The word, if the clause is only that.
    pub fn word(&self) -> Option<&Word> {
        match self.alternatives.as_slice() {
            [Term::Word(word)] if !self.negated => Some(word),
            _ => None,
        }
    }

    pub fn filters(&self) -> impl Iterator<Item = &Filter> {
        self.alternatives.iter().filter_map(|term| match term {
            Term::Filter(filter) => Some(filter),
            Term::Word(_) | Term::Literal(_) => None,
        })
    }

    /// Replaces the name of a vendor by a filter: the name in other texts is no reason to rank one of
    /// its entries higher.
    fn list_vendor(&mut self, catalogs: &Catalogs) {
        let Some(word) = self.word() else { return };
        let is_vendor = |it: &&Catalog| [it.id, it.tab].iter().any(|name| fold(name) == word.text);
        if let Some(catalog) = catalogs.iter().find(is_vendor) {
            self.alternatives = vec![Term::Filter(Filter::Vendor(catalog.id.to_owned()))];
        }
    }

    /// Whether all alternatives are filters.
    pub fn is_filter(&self) -> bool {
        self.filters().count() == self.alternatives.len()
    }

    /// Whether its hits add to the score.
    pub fn is_scored(&self) -> bool {
        !self.negated && !self.is_filter()
    }

    /// Whether it is the catalog that the query is restricted to.
    pub fn is_catalog(&self) -> bool {
        matches!(self.alternatives[..], [Term::Filter(Filter::Catalog(_))])
    }

    /// Whether a filter among the alternatives accepts the entry.
    pub fn accepts(&self, entry: EntryRef) -> bool {
        self.filters().any(|filter| filter.accepts(entry))
    }

    /// Whether it is an HTTP status, so that the word `status` beside it adds nothing.
    fn is_status(&self) -> bool {
        self.word().is_some_and(Word::is_status)
            || self.filters().any(|filter| matches!(filter, Filter::Status(_)))
    }

    /// Adds the conditions of another clause to this one, if both are endpoint filters without a
    /// condition in common.
    fn join_endpoint_filter(&mut self, other: &Self) -> bool {
        if let [Term::Filter(filter)] = &mut self.alternatives[..]
            && let [Term::Filter(other_filter)] = &other.alternatives[..]
            && !self.negated
            && !other.negated
            && filter.join(other_filter)
        {
            self.typed = format!("{} {}", self.typed, other.typed);
            return true;
        }
        false
    }

    fn key(&self) -> (bool, String) {
        let text = self.word().map_or_else(|| self.typed.to_lowercase(), |word| word.text.clone());
        (self.negated, text)
    }
}

impl Word {
    fn new(typed: &str) -> Self {
        let text = fold(typed);
        let parts = parts(typed).map(|part| fold(&typed[part])).collect();
        let stem = stem(&text);
        Self { text, parts, stem }
    }

    /// A word that is not split.
    fn whole(typed: &str) -> Self {
        let text = typed.to_lowercase();
        Self { parts: vec![text.clone()], stem: text.clone(), text }
    }

    pub fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it may be a code or part of one, in which another digit is another code, not a typo.
    pub fn has_digits(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    fn is_status(&self) -> bool {
        self.text.len() == 3 && self.is_number() && matches!(self.text.as_bytes()[0], b'1'..=b'5')
    }

    fn announces_status(&self) -> bool {
        matches!(self.text.as_str(), "http" | "response" | "responded" | "status" | "statuscode")
    }
}

impl Literal {
    /// The text after an operator for literals; none without an operator.
    fn parse(typed: &str) -> Option<Self> {
        let (exact, rest) = strip(typed, typed.strip_prefix('\''));
        // `'since'` in running text is a quoted word.
        let rest = if exact { rest.trim_end_matches('\'') } else { rest };
        let (at_start, rest) = strip(rest, rest.strip_prefix('^'));
        let (at_end, rest) = strip(rest, rest.strip_suffix('$'));
        let is_literal = (exact || at_start || at_end) && rest.contains(char::is_alphanumeric);
        is_literal.then(|| Self { text: rest.to_lowercase(), at_start, at_end })
    }

    /// Whether a text has it in the right position.
    pub fn matches(&self, text: &str) -> bool {
        match (self.at_start, self.at_end) {
            (true, true) => text.to_lowercase() == self.text,
            (true, false) => has_prefix(text, &self.text),
            (false, true) => has_suffix(text, &self.text),
            (false, false) => contains(text, &self.text),
        }
    }
}

/// Whether an operator was stripped, and the text without it.
fn strip<'t>(text: &'t str, stripped: Option<&'t str>) -> (bool, &'t str) {
    (stripped.is_some(), stripped.unwrap_or(text))
}

fn parse_clauses(text: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut after_bar = false;
    for token in text.split_whitespace() {
        if token == "|" {
            after_bar = !clauses.is_empty();
            continue;
        }
        let mut parsed = parse_token(token);
        match (clauses.last_mut(), parsed.as_mut_slice()) {
            // A negation has no alternatives: `!a | b` is read as `!a b`.
            (Some(last), [clause]) if after_bar && !last.negated && !clause.negated => {
                last.typed.push_str(" | ");
                last.typed.push_str(&clause.typed);
                last.alternatives.append(&mut clause.alternatives);
            }
            _ => clauses.append(&mut parsed),
        }
        after_bar = false;
    }
    clauses
}

/// The clauses of one token: several words if characters such as `/` separate them. A filter
/// without a value has no effect.
fn parse_token(token: &str) -> Vec<Clause> {
    let (negated, rest) = strip(token, token.strip_prefix('!'));
    if let Some(terms) = parse_filter(rest).or_else(|| parse_alternatives(rest)) {
        let has_terms = !terms.is_empty();
        return has_terms.then(|| Clause::new(token, terms, negated)).into_iter().collect();
    }
    if let Some(literal) = Literal::parse(rest) {
        return vec![Clause::new(token, vec![Term::Literal(literal)], negated)];
    }
    if is_dotted(rest) {
        return vec![Clause::new(token, vec![Term::Word(Word::whole(rest))], negated)];
    }
    let words: Vec<&str> = words(rest).map(|range| &rest[range]).collect();
    let is_single = words.len() == 1;
    let to_clause = |word| {
        let typed = if is_single { token } else { word };
        Clause::new(typed, vec![Term::Word(Word::new(word))], negated)
    };
    words.into_iter().map(to_clause).collect()
}

/// Whether a token is a version such as `1.0.14`, an IP address, perhaps with a port, or a port of a
/// host. Its numbers are not codes.
fn is_dotted(token: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_version = |host: &str| host.split('.').count() > 2 && host.split('.').all(is_number);
    let token = token.trim_end_matches([',', '.', ':', ';', '!', '?']);
    let (host, port) = token.rsplit_once(':').unwrap_or((token, "0"));
    let is_host =
        is_version(host) || token.contains(':') && (host.contains('.') || host == "localhost");
    is_host && is_number(port)
}

fn parse_filter(typed: &str) -> Option<Vec<Term>> {
    Some(Filter::parse(typed)?.into_iter().map(Term::Filter).collect())
}

fn parse_alternatives(typed: &str) -> Option<Vec<Term>> {
    typed.contains('|').then(|| typed.split('|').filter_map(parse_alternative).collect())
}

/// One alternative of several.
fn parse_alternative(typed: &str) -> Option<Term> {
    if let Some(literal) = Literal::parse(typed) {
        return Some(Term::Literal(literal));
    }
    if let Some(filters) = parse_filter(typed) {
        return filters.into_iter().next();
    }
    let mut words = words(typed).map(|range| Word::new(&typed[range]));
    let mut joined = words.next()?;
    // `odata/users` as an alternative: all of its words, in one text.
    for word in words {
        joined.text.push_str(&word.text);
        joined.parts.extend(word.parts);
    }
    // With the stem of the first word, that one alone would match.
    joined.stem = stem(&joined.text);
    Some(Term::Word(joined))
}

/// Joins `method:post path:users`: one endpoint must match both.
fn join_endpoint_filters(clauses: Vec<Clause>) -> Vec<Clause> {
    let mut joined: Vec<Clause> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        if !joined.iter_mut().any(|other| other.join_endpoint_filter(&clause)) {
            joined.push(clause);
        }
    }
    joined
}

fn set_importance(clauses: &mut [Clause]) {
    let has_status = clauses.iter().any(Clause::is_status);
    for clause in clauses {
        clause.importance = match clause.word() {
            Some(word) if has_status && word.announces_status() => Importance::StopWord,
            Some(word) => Importance::of(&word.text),
            None => Importance::Content,
        };
    }
}
