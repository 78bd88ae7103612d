//! Explanations: why an entry ranks where it does, in the terms of the rules of [`super::score`].

use std::fmt::Write;

use super::evaluate::{hits_in, matched_factor, unmatched};
use super::score::{EntryScorer, ResolvedClause, word_score};
use crate::catalog::EntryRef;
use crate::search::index::InvertedIndex;
use crate::search::index::field::Text;
use crate::search::matching::postings::Hit;

/// One line for each typed word, and one for the text in which they match together. The scores in
/// the lines add up to that of the entry.
pub fn explain(
    index: &InvertedIndex,
    clauses: &[ResolvedClause<'_>],
    entry_ref: EntryRef,
) -> Vec<String> {
    let position = index.entries.iter().position(|&other| other == entry_ref);
    let Some(entry) = position.and_then(|position| u32::try_from(position).ok()) else {
        return Vec::new();
    };
    let texts = index.texts_of(entry);
    let passages = index.passages_of(entry);
    let text = |passage: u32| &texts[(passage - passages.start) as usize];
    let hits: Vec<&[Hit]> = clauses.iter().map(|clause| hits_in(&clause.hits, &passages)).collect();

    let mut lines = Vec::new();
    for (clause, hits) in clauses.iter().zip(&hits).filter(|(clause, _)| clause.is_scored) {
        let scores = hits.iter().map(|&hit| (hit, clause.score(index, hit)));
        let sum = scores.clone().map(|(_, score)| score).sum();
        lines.push(match scores.max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((hit, best)) => explain_hit(index, clause, hit, (best, sum), text(hit.passage)),
            None => format!("{}: no match", clause.clause.typed),
        });
    }
    let mut scorer = EntryScorer::new(index, clauses);
    let score = scorer.score(entry, &hits);
    for (passage, score) in scorer.best_together(entry).into_iter().filter(|it| it.1 > 0.0) {
        let text = text(passage);
        lines.push(format!("together in {} “{}”: {score:.1}", text.field.label(), text.text()));
    }
    let unmatched = unmatched(index, clauses, &hits, entry);
    if unmatched != 0 {
        let positions = (0..clauses.len()).filter(|position| unmatched >> position & 1 == 1);
        let lacking: Vec<_> = positions.map(|at| clauses[at].clause.typed.as_str()).collect();
        let penalty = score * (1.0 - matched_factor(clauses, unmatched));
        lines.push(format!("not matched “{}”: -{penalty:.1}", lacking.join(" ")));
    }
    lines
}

fn explain_hit(
    index: &InvertedIndex,
    clause: &ResolvedClause<'_>,
    hit: Hit,
    (best, sum): (f64, f64),
    text: &Text,
) -> String {
    let variant = clause.variant(hit);
    let mut line = format!("{}: {}", clause.clause.typed, variant.kind.label());
    if let Some(term) = variant.term {
        let _ = write!(line, " `{}`", index.vocabulary.text(term));
    }
    let _ = write!(
        line,
        " in {} “{}”: {:.1} = field {:.1} × rarity {:.1} × match {:.2}",
        text.field.label(),
        text.text(),
        word_score(best, sum),
        index.weight(hit.passage),
        clause.weight,
        variant.quality,
    );
    if sum > best {
        let _ = write!(line, " + other texts {:.1}", word_score(best, sum) - best);
    }
    line
}
