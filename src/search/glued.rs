//! Glued: `pd-1013`, `UIPATH_1908`, `http405` and `E1206` are two words that were typed as one: whose
//! code it is, or that it is one, and the code.

use std::borrow::Cow;

use super::index::Index;
use super::query::{Clause, Query};
use super::words::{fold, words};
use crate::catalog::Catalog;

/// What stands before a code and says no more than that it is one.
const LABELS: &[&str] =
    &["code", "e", "err", "errcode", "error", "errorcode", "http", "status", "statuscode"];

/// The fewest digits that follow a word without a joint and are a code: `s3` and `sha1` are names.
const DIGITS: usize = 3;

impl Index {
    /// The query with such words taken apart, where they are no words of the catalogs.
    pub(super) fn unglued<'q>(&self, query: &'q Query) -> Cow<'q, Query> {
        let cuts = query.clauses.iter().map(|clause| self.cut(clause));
        if cuts.clone().all(|cut| cut.is_none()) {
            return Cow::Borrowed(query);
        }
        let (asked, within): (Vec<_>, Vec<_>) =
            query.clauses.iter().zip(cuts).partition(|(clause, _)| !clause.is_catalog());
        let typed = asked.into_iter().map(|(clause, cut)| match cut {
            Some((head, code)) => format!("{head} {code}"),
            None => clause.typed.clone(),
        });
        let mut unglued = Query::new(&typed.collect::<Vec<_>>().join(" "));
        unglued.clauses.extend(within.into_iter().map(|(clause, _)| clause.clone()));
        Cow::Owned(unglued)
    }

    /// What stands before the code, and the code.
    fn cut<'c>(&self, clause: &'c Clause) -> Option<(&'c str, &'c str)> {
        let unknown = clause.word().filter(|word| self.vocabulary.whole(&word.text).is_none());
        let word = unknown.and_then(|_| words(&clause.typed).next())?;
        let typed = &clause.typed[word];
        let is_joint = |c: char| matches!(c, '-' | '_');
        let (head, code) = typed.split_once(is_joint).or_else(|| {
            let cut = typed.find(|c: char| c.is_ascii_digit())?;
            let code = &typed[cut..];
            let is_code = code.len() >= DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
            is_code.then(|| typed.split_at(cut))
        })?;
        let head_says_so = LABELS.contains(&&*fold(head)) || self.is_vendor(&fold(head));
        let has_code = self.vocabulary.beginning(&fold(code)).next().is_some();
        (head_says_so && has_code).then_some((head, code))
    }

    fn is_vendor(&self, folded: &str) -> bool {
        let names = |catalog: &'static Catalog| {
            catalog.aliases.iter().copied().chain([catalog.id, catalog.tab])
        };
        self.catalogs.iter().flat_map(names).any(|name| fold(name) == folded)
    }
}
