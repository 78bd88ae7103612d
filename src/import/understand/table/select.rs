//! Which tables are used, by what the tables of a document show together.

use std::collections::HashMap;

use super::locate::{Layout, Located, is_one_list};
use super::{Lexicon, SkipReason, Verdict};
use crate::import::document::TableKind;
use crate::import::shape;
use crate::import::understand::column::Role;
use crate::import::understand::token;

/// The share of codes in any context from which lists of terms are parts of one list.
const STRONG_CODES: f64 = 0.8;

/// Tables with less evidence are left out beside a table with much more.
const DOUBTFUL: f64 = 2.0;

/// The share of the most evidence that a doubtful table must have.
const DOUBTFUL_SHARE: f64 = 0.45;

/// Tables with less evidence are never used.
const LEAST_EVIDENCE: f64 = -4.0;

/// How much less evidence tables of the same layout have, if they are parts of the same list.
const SIMILAR_EVIDENCE: f64 = 1.0;

/// Corrects the verdicts on single tables by those on the others.
pub fn correct(tables: &[Located<'_>], verdicts: &mut [Verdict], lexicon: &Lexicon) {
    use_similar_tables(tables, verdicts);
    skip_other_families(tables, verdicts, lexicon);
    skip_doubtful_tables(tables, verdicts);
    if verdicts.iter().all(|verdict| verdict.skip.is_some()) {
        guess(tables, verdicts);
    }
}

fn strong_codes(table: &Located<'_>) -> f64 {
    let code = table.columns.iter().find(|column| column.role == Some(Role::Code));
    code.map_or(0.0, |code| code.features.strong)
}

/// The form of the codes of a list, if they have digits: `E1001`, `40001`.
fn code_form(table: &Located<'_>) -> Option<String> {
    let code = table.columns.iter().find(|column| column.role == Some(Role::Code))?;
    let form = shape::common(code.cells.iter().map(|cell| token::unwrapped(cell)))?;
    form.contains('0').then_some(form)
}

/// Uses the tables for which nothing shows that they list errors, if most rows of the tables with the
/// same layout, or codes of the same form, are used.
fn use_similar_tables(tables: &[Located<'_>], verdicts: &mut [Verdict]) {
    let mut layouts: HashMap<(Layout, Option<String>), Vec<usize>> = HashMap::new();
    for (index, table) in tables.iter().enumerate() {
        let layout = table.layout();
        let are_terms = layout.0 == TableKind::Definitions && strong_codes(table) >= STRONG_CODES;
        let is_list = is_one_list(&layout) || are_terms;
        let form = code_form(table).filter(|_| !is_list);
        if is_list || form.is_some() {
            layouts.entry((layout, form)).or_default().push(index);
        }
    }
    for members in layouts.into_values() {
        let rows = |skip: Option<&SkipReason>| -> usize {
            let counted = members.iter().filter(|index| verdicts[**index].skip.as_ref() == skip);
            counted.map(|index| tables[*index].table.rows.len()).sum()
        };
        let used = rows(None);
        if used > 0 && used >= rows(Some(&SkipReason::NotErrors)) {
            for index in members {
                verdicts[index].skip.take_if(|reason| *reason == SkipReason::NotErrors);
            }
        }
    }
}

/// The share of failures of a family of constants that are errors, and the one up to which another
/// family is something else.
const MANY_FAILURES: f64 = 0.5;
const FEW_FAILURES: f64 = 0.25;

/// Leaves out the families of an enum that have few failures beside one with many, such as requests
/// beside responses, unless the enum is named for errors.
fn skip_other_families(tables: &[Located<'_>], verdicts: &mut [Verdict], lexicon: &Lexicon) {
    let failures = |table: &Located<'_>| {
        table.columns.iter().map(|column| column.features.failures).fold(0.0, f64::max)
    };
    let is_same_enum = |a: &Located<'_>, b: &Located<'_>| {
        a.table.kind == TableKind::Constants
            && a.table.caption.is_some()
            && (a.table.kind, &a.table.caption) == (b.table.kind, &b.table.caption)
    };
    let mut start = 0;
    for families in tables.chunk_by(is_same_enum) {
        let verdicts = &mut verdicts[start..start + families.len()];
        start += families.len();
        let is_named = families[0].nearest().lines().any(|line| lexicon.names_errors(line));
        if is_named || families.iter().all(|family| failures(family) < MANY_FAILURES) {
            continue;
        }
        for (family, verdict) in families.iter().zip(verdicts) {
            if verdict.skip.is_none() && failures(family) <= FEW_FAILURES {
                verdict.skip = Some(SkipReason::NotErrors);
            }
        }
    }
}

/// Leaves out the tables with little evidence and weak codes beside one with much more evidence.
fn skip_doubtful_tables(tables: &[Located<'_>], verdicts: &mut [Verdict]) {
    let used = verdicts.iter().filter(|verdict| verdict.skip.is_none());
    let most = used.map(|verdict| verdict.score).fold(0.0, f64::max);
    let limit = DOUBTFUL.min(most * DOUBTFUL_SHARE);
    for (table, verdict) in tables.iter().zip(verdicts) {
        if verdict.skip.is_none() && verdict.score < limit && strong_codes(table) < STRONG_CODES {
            verdict.skip = Some(SkipReason::Doubtful);
        }
    }
}

/// Uses the table with the most evidence although it is little, with others of the same list.
fn guess(tables: &[Located<'_>], verdicts: &mut [Verdict]) {
    let best = (0..tables.len()).max_by(|a, b| verdicts[*a].score.total_cmp(&verdicts[*b].score));
    let Some(best) = best.filter(|best| verdicts[*best].score >= LEAST_EVIDENCE) else { return };
    let (layout, least) = (tables[best].layout(), verdicts[best].score - SIMILAR_EVIDENCE);
    for (table, verdict) in tables.iter().zip(verdicts) {
        if verdict.score >= least && table.layout() == layout {
            *verdict = Verdict { skip: None, is_guess: true, ..*verdict };
        }
    }
}
