//! Explain: why an entry stands where it stands, in the terms of the rules of [`rank`](super::rank).

use std::fmt::Write;

use super::Match;
use super::answer::Answer;
use super::field::Text;
use super::hit::{Hit, Way};
use super::index::Index;
use super::query::Query;
use super::rank::{Asked, share_out};
use crate::catalog::EntryRef;

impl Index {
    /// Why each of these entries stands where it stands: one line for each word that was typed, and
    /// one for the text in which they meet. The numbers at the ends add up to the score.
    #[must_use]
    pub fn explain(&self, query: &Query, matches: &[Match]) -> Vec<Vec<String>> {
        let query = self.unglued(query);
        let answer = self.answer(&query, &|| false);
        let asked = answer.map_or(Vec::new(), |Answer { asked, .. }| asked); // never stopped
        matches.iter().map(|found| self.reasons(&asked, found.record)).collect()
    }

    fn reasons(&self, asked: &[Asked<'_>], record: EntryRef) -> Vec<String> {
        let position = self.records.iter().position(|&other| other == record);
        let Some(entry) = position.and_then(|at| u32::try_from(at).ok()) else {
            return Vec::new();
        };
        let texts = self.texts_of(entry);
        let passages = self.passages_of(entry);
        let hits: Vec<_> = asked.iter().map(|asked| self.hits_of(asked, entry)).collect();
        let hits: Vec<&[Hit]> = hits.iter().map(Vec::as_slice).collect();

        let text = |passage: u32| &texts[(passage - passages.start) as usize];
        let clauses = asked.iter().zip(&hits).filter(|(asked, _)| asked.counts());
        let mut reasons: Vec<String> = clauses
            .map(|(asked, hits)| {
                let values = hits.iter().map(|hit| (hit, self.value(asked, hit)));
                match values.max_by(|a, b| a.1.total_cmp(&b.1)) {
                    Some((hit, value)) => self.reason(asked, hit, value, text(hit.passage)),
                    None => format!("{}: not met", asked.clause.typed),
                }
            })
            .collect();

        let mut shares = Vec::new();
        let all = share_out(asked, &hits, &passages, &mut shares);
        let together = passages
            .clone()
            .zip(&shares)
            .map(|(passage, share)| (passage, self.together(passage, share, all)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|&(_, value)| value > 0.0);
        reasons.extend(together.map(|(passage, value)| {
            let text = text(passage);
            format!("together in {} “{}”: {value:.1}", text.field.label(), text.text())
        }));
        reasons
    }

    fn reason(&self, asked: &Asked<'_>, hit: &Hit, value: f64, found: &Text) -> String {
        let mut reason = format!("{}: {}", asked.clause.typed, hit.way.label());
        if let Some(term) = hit.term {
            let _ = write!(reason, " `{}`", self.vocabulary.text(term));
        }
        let _ = write!(
            reason,
            " in {} “{}”: {value:.1} = field {:.1} × rarity {:.1} × match {:.2}",
            found.field.label(),
            found.text(),
            self.passage(hit.passage).weight,
            asked.weight,
            hit.quality,
        );
        reason
    }
}

impl Way {
    fn label(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Inflected => "another form of",
            Self::Beginning => "begins",
            Self::Joined => "two words",
            Self::Humps => "abbreviates",
            Self::Synonym => "synonym",
            Self::Typo => "typo for",
            Self::Inside => "inside",
            Self::Scattered => "scattered letters",
            Self::Apart => "apart",
        }
    }
}
