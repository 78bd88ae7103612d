//! Splits what was typed as one word. Prefixed codes: `pd-1013`, `UIPATH_1908`, `http405` and `E1206`
//! are a vendor or a label and a code. Names that match nothing as a whole: `TxnNotStarted`. Also
//! joins the two halves of a code: `90 007`.

use std::borrow::Cow;

use super::expand::Expander;
use super::postings::Postings;
use crate::catalog::Catalog;
use crate::search::index::InvertedIndex;
use crate::search::query::{Clause, Query};
use crate::search::text::tokenize::{fold, parts, words};
use crate::search::text::word_list::english;

/// Labels before a code.
const LABELS: &[&str] =
    &["code", "e", "err", "errcode", "error", "errorcode", "http", "status", "statuscode"];

/// The fewest digits of a code that follows without a separator: `s3` and `sha1` are names.
const MIN_DIGITS: usize = 3;

/// The fewest letters of the name of a vendor that stand for it.
const MIN_VENDOR_PREFIX: usize = 4;

/// Splits the prefixed codes and the unknown names of a query, and joins a split code.
pub fn split_words<'q>(index: &InvertedIndex, query: &'q Query) -> Cow<'q, Query> {
    let joined = join_numbers(index, &query.clauses);
    let splits: Vec<_> = query.clauses.iter().map(|clause| split(index, clause)).collect();
    if joined.is_none() && splits.iter().all(Option::is_none) {
        return Cow::Borrowed(query);
    }
    let (halves, joined) = joined.unzip();
    let mut typed: Vec<&str> = joined.iter().map(String::as_str).collect();
    let mut catalog = Vec::new();
    for (position, (clause, split)) in query.clauses.iter().zip(splits).enumerate() {
        match split {
            _ if halves.is_some_and(|halves| halves.contains(&position)) => {}
            Some(pieces) => typed.extend(pieces),
            None if clause.is_catalog() => catalog.push(clause.clone()),
            None => typed.push(&clause.typed),
        }
    }
    let mut split = Query::with_synonyms(&typed.join(" "), &index.catalogs);
    split.clauses.extend(catalog);
    Cow::Owned(split)
}

/// The positions of two numbers that are a code only together, and that code.
fn join_numbers(index: &InvertedIndex, clauses: &[Clause]) -> Option<([usize; 2], String)> {
    let number = |(position, clause): (usize, &Clause)| {
        let word = clause.word().filter(|word| word.is_number())?;
        Some((position, word.text.clone()))
    };
    let numbers: Vec<_> = clauses.iter().enumerate().filter_map(number).collect();
    let [(first, a), (second, b)] = &numbers[..] else { return None };
    if index.vocabulary.is_code(a) || index.vocabulary.is_code(b) {
        return None;
    }
    // The clauses are not in the order in which they were typed.
    let joined = [format!("{a}{b}"), format!("{b}{a}")];
    let code = joined.into_iter().find(|joined| index.vocabulary.is_code(joined))?;
    Some(([*first, *second], code))
}

/// The pieces of a word, unless a text has it as a whole.
fn split<'c>(index: &InvertedIndex, clause: &'c Clause) -> Option<Vec<&'c str>> {
    let word = clause.word().filter(|word| index.vocabulary.find(&word.text).is_none())?;
    let typed = &clause.typed[words(&clause.typed).next()?];
    split_prefixed_code(index, typed).or_else(|| {
        let expander = Expander { index };
        let is_split = word.parts.len() > 1
            && !word.has_digits()
            && expander.expand(&clause.alternatives[0], false).iter().all(Postings::is_empty)
            && expander.near(word, false).iter().all(Postings::is_empty);
        is_split.then(|| parts(typed).map(|part| &typed[part]).collect())
    })
}

/// The prefix and the code.
fn split_prefixed_code<'t>(index: &InvertedIndex, typed: &'t str) -> Option<Vec<&'t str>> {
    let (prefix, code) = typed.split_once(['-', '_']).or_else(|| {
        let (prefix, code) = typed.split_at(typed.find(|c: char| c.is_ascii_digit())?);
        let is_code = code.len() >= MIN_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
        is_code.then_some((prefix, code))
    })?;
    let folded = fold(prefix);
    let is_prefix = LABELS.contains(&&*folded)
        || index.catalogs.iter().any(|catalog| is_vendor(catalog, &folded));
    let is_code = index.vocabulary.with_prefix(&fold(code)).next().is_some();
    (is_prefix && is_code).then(|| vec![prefix, code])
}

fn is_vendor(catalog: &Catalog, folded: &str) -> bool {
    [catalog.id, catalog.tab].iter().chain(catalog.aliases).any(|name| fold(name) == folded)
}

/// Whether a clause is the name of a vendor, or the beginning of one.
pub fn names_vendor(index: &InvertedIndex, clause: &Clause) -> bool {
    let Some(word) = clause.word() else { return false };
    let begins = |catalog: &Catalog| {
        catalog.id.starts_with(&word.text)
            && word.text.len() >= MIN_VENDOR_PREFIX
            && english::frequency(&word.text).is_none()
    };
    let mut vendors = index.catalogs.iter().filter(|catalog| !catalog.is_reference());
    vendors.any(|catalog| is_vendor(catalog, &word.text) || begins(catalog))
}
