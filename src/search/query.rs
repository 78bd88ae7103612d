//! What was typed, read into what is asked for. Nothing that can be typed is an error: an operator
//! or a filter without a value asks for nothing yet, and an unknown one is a word.

use super::filter::Filter;
use super::synonyms::{self, Phrase};
use super::words::{fold, is_noise, parts, stem, words};
use crate::catalog::{Catalog, EntryRef};

/// The most that one query asks for, and the most alternatives of one clause; a pasted page would
/// otherwise be read word by word.
const MOST: usize = 64;

/// What was typed, read once and used for every entry and every highlight.
///
/// Words are met in any order, each by any text of an entry, and all must be met. The operators are
/// those of fzf: `'exact`, `^beginning`, `ending$`, `!not` and `|` for alternatives. Filters are
/// `vendor:`, `http:`, `method:`, `path:`, `section:`, `kind:` and `retry:`; `4xx` alone is one too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What is asked for, in an order that does not depend on the order of the words, so that
    /// neither does any sum over it.
    pub(super) clauses: Vec<Clause>,
    /// Phrases that stand for some of the words.
    pub(super) swaps: Vec<Swap>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// As it was typed.
    pub(super) typed: String,
    /// Any of them will do.
    pub(super) alternatives: Vec<Ask>,
    /// Whether it must not be met.
    pub(super) not: bool,
    /// How often it was typed again.
    pub(super) repeats: u8,
    /// Whether it says little.
    pub(super) noise: bool,
}

/// What meets a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// A word, in whatever form.
    Word(Word),
    /// These very letters.
    Letters(Letters),
    /// A property of the entry.
    Filter(Filter),
}

/// A word, by its spelling and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// All of it, folded.
    pub(super) text: String,
    /// Its parts, folded; one only where it has no humps and joints.
    pub(super) parts: Vec<String>,
    pub(super) stem: String,
}

/// Letters that a text must have as they are, but for upper and lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) text: String,
    /// Whether the text must begin with them.
    pub(super) begins: bool,
    /// Whether the text must end with them.
    pub(super) ends: bool,
}

/// A phrase that stands for some words of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Swap {
    /// The clauses that it stands for.
    pub(super) clauses: Vec<usize>,
    /// Another way to say them, by the stems of its words.
    pub(super) phrase: &'static Phrase,
}

impl Query {
    /// Reads what was typed. Nothing that can be typed is an error.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut or = false;
        for token in text.split_whitespace() {
            if token == "|" {
                or = !clauses.is_empty();
                continue;
            }
            let read = clauses_of(token);
            match (clauses.last_mut(), read.as_slice()) {
                // A denial has no alternatives: `!a | b` is read as `!a b`.
                (Some(last), [clause]) if or && !last.not && !clause.not => {
                    last.typed.push_str(" | ");
                    last.typed.push_str(&clause.typed);
                    last.alternatives.extend_from_slice(&clause.alternatives);
                }
                _ => clauses.extend(read),
            }
            or = false;
        }
        join_endpoint_filters(&mut clauses);
        clauses.sort_by_key(Clause::key);
        clauses.dedup_by(|again, first| {
            let same = again.key() == first.key();
            first.repeats = first.repeats.saturating_add(u8::from(same));
            same
        });
        clauses.truncate(MOST);
        for clause in &mut clauses {
            clause.alternatives.truncate(MOST);
        }
        let has_status = clauses.iter().any(Clause::is_status);
        for clause in &mut clauses {
            let little = |word: &Word| is_noise(&word.text) || has_status && word.names_status();
            clause.noise = clause.word().is_some_and(little);
        }
        let swaps = swaps(&clauses);
        Self { clauses, swaps }
    }

    /// The same, asked of one catalog only; nothing of another is offered as near.
    #[must_use]
    pub fn within(mut self, catalog: &Catalog) -> Self {
        self.clauses.push(Clause {
            typed: catalog.id.to_owned(),
            alternatives: vec![Ask::Filter(Filter::Catalog(catalog.id))],
            not: false,
            repeats: 0,
            noise: false,
        });
        self
    }

    /// Whether nothing is asked for, so that every entry matches.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether anything that is asked for gives a score; filters and denials give none.
    #[must_use]
    pub fn gives_scores(&self) -> bool {
        self.clauses.iter().any(Clause::counts)
    }

    /// Whether noise is all that is asked for, so that it has to count.
    pub(super) fn only_noise(&self) -> bool {
        let telling = |clause: &Clause| !clause.is_filter() && !clause.noise;
        !self.clauses.iter().any(telling)
    }
}

impl Clause {
    /// The word that is asked for, where that is all.
    pub(super) fn word(&self) -> Option<&Word> {
        match self.alternatives.as_slice() {
            [Ask::Word(word)] if !self.not => Some(word),
            _ => None,
        }
    }

    /// Whether it is an HTTP status, so that whoever says so says nothing more.
    fn is_status(&self) -> bool {
        let is_status = |word: &Word| {
            word.text.len() == 3
                && word.is_number()
                && matches!(word.text.as_bytes()[0], b'1'..=b'5')
        };
        self.word().is_some_and(is_status)
            || self.filters().any(|filter| matches!(filter, Filter::Status(_)))
    }

    pub(super) fn filters(&self) -> impl Iterator<Item = &Filter> {
        self.alternatives.iter().filter_map(|ask| match ask {
            Ask::Filter(filter) => Some(filter),
            Ask::Word(_) | Ask::Letters(_) => None,
        })
    }

    /// Whether only properties of the entry are asked for.
    pub(super) fn is_filter(&self) -> bool {
        self.filters().count() == self.alternatives.len()
    }

    /// Whether its hits count: what must not be met has no part in the score.
    pub(super) fn counts(&self) -> bool {
        !self.not && !self.is_filter()
    }

    /// Whether it is the catalog that the query is kept to.
    pub(super) fn is_catalog(&self) -> bool {
        matches!(self.alternatives[..], [Ask::Filter(Filter::Catalog(_))])
    }

    /// Whether a filter among the alternatives accepts the entry.
    pub(super) fn accepts(&self, record: EntryRef) -> bool {
        self.filters().any(|filter| filter.accepts(record))
    }

    fn key(&self) -> (bool, String) {
        (self.not, self.word().map_or_else(|| self.typed.to_lowercase(), |word| word.text.clone()))
    }
}

impl Word {
    fn new(typed: &str) -> Self {
        let text = fold(typed);
        let parts = parts(typed).map(|part| fold(&typed[part])).collect();
        let stem = stem(&text);
        Self { text, parts, stem }
    }

    pub(super) fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether it may be a code or belong to one: another number is another code, however near.
    pub(super) fn has_digits(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    fn names_status(&self) -> bool {
        matches!(self.text.as_str(), "http" | "response" | "responded" | "status" | "statuscode")
    }
}

/// What one run of typed characters asks for: several words where joints such as `/` separate them.
fn clauses_of(token: &str) -> Vec<Clause> {
    let (not, rest) = match token.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, token),
    };
    let clause = |typed: &str, alternatives| Clause {
        typed: typed.to_owned(),
        alternatives,
        not,
        repeats: 0,
        noise: false,
    };
    if let Some(filters) = Filter::read(rest) {
        // A filter whose value is still to be typed asks for nothing.
        let asked = (!filters.is_empty())
            .then(|| clause(token, filters.into_iter().map(Ask::Filter).collect()));
        return asked.into_iter().collect();
    }
    if rest.contains('|') {
        let alternatives: Vec<_> = rest.split('|').filter_map(ask).collect();
        return if alternatives.is_empty() {
            Vec::new()
        } else {
            vec![clause(token, alternatives)]
        };
    }
    if let Some(letters) = letters(rest) {
        return vec![clause(token, vec![Ask::Letters(letters)])];
    }
    let words: Vec<_> = words(rest).map(|range| &rest[range]).collect();
    let typed = |word: &str| if words.len() == 1 { token.to_owned() } else { word.to_owned() };
    words.iter().map(|word| clause(&typed(word), vec![Ask::Word(Word::new(word))])).collect()
}

/// One alternative of several.
fn ask(typed: &str) -> Option<Ask> {
    if let Some(letters) = letters(typed) {
        return Some(Ask::Letters(letters));
    }
    if let Some(filters) = Filter::read(typed) {
        return filters.into_iter().next().map(Ask::Filter);
    }
    let mut words = words(typed).map(|range| &typed[range]);
    let first = Word::new(words.next()?);
    // `odata/users` as an alternative: all of its words, in one text.
    let mut all = words.map(Word::new).fold(first, |mut all, word| {
        all.text.push_str(&word.text);
        all.parts.extend(word.parts);
        all
    });
    // The stem of the first word would let that one do for all.
    all.stem = stem(&all.text);
    Some(Ask::Word(all))
}

/// Letters to be taken as they are, where an operator says so.
fn letters(typed: &str) -> Option<Letters> {
    let (exact, rest) = strip(typed, |text| text.strip_prefix('\''));
    // `'since'` in running text is a quoted word.
    let rest = if exact { rest.trim_end_matches('\'') } else { rest };
    let (begins, rest) = strip(rest, |text| text.strip_prefix('^'));
    let (ends, rest) = strip(rest, |text| text.strip_suffix('$'));
    let asked = (exact || begins || ends) && rest.contains(char::is_alphanumeric);
    asked.then(|| Letters { text: rest.to_lowercase(), begins, ends })
}

fn strip<'t>(text: &'t str, by: impl Fn(&'t str) -> Option<&'t str>) -> (bool, &'t str) {
    by(text).map_or((false, text), |rest| (true, rest))
}

/// `method:post path:users` asks for one endpoint that has both.
fn join_endpoint_filters(clauses: &mut Vec<Clause>) {
    let endpoints: Vec<usize> = (0..clauses.len())
        .filter(|&at| {
            !clauses[at].not
                && matches!(clauses[at].alternatives[..], [Ask::Filter(Filter::Endpoint { .. })])
        })
        .collect();
    let Some((&first, rest)) = endpoints.split_first() else { return };
    for &at in rest.iter().rev() {
        let (left, right) = clauses.split_at_mut(at);
        let ([Ask::Filter(into)], [Ask::Filter(from)]) =
            (&mut left[first].alternatives[..], &right[0].alternatives[..])
        else {
            continue;
        };
        if into.join(from) {
            let typed = format!(" {}", right[0].typed);
            left[first].typed.push_str(&typed);
            clauses.remove(at);
        }
    }
}

fn swaps(clauses: &[Clause]) -> Vec<Swap> {
    let words: Vec<_> = clauses
        .iter()
        .enumerate()
        .filter_map(|(at, clause)| Some((at, clause.word()?.stem.clone())))
        .collect();
    let (places, stems): (Vec<_>, Vec<_>) = words.into_iter().unzip();
    let swap = |(met, phrase): (Vec<usize>, _)| Swap {
        clauses: met.into_iter().map(|at| places[at]).collect(),
        phrase,
    };
    synonyms::swaps(&stems).into_iter().map(swap).collect()
}
