//! The history of opened entries, with back and forward as in a web browser.

use crate::catalog::{Catalogs, EntryRef};
use crate::decode::Finding;

/// How many are kept; the oldest go first.
const LIMIT: usize = 500;

/// Where an entry was opened from.
#[derive(Debug, Clone, PartialEq)]
pub enum OpenedFrom {
    /// The list, or a link.
    Catalog,
    /// A finding of a paste.
    Paste(Box<Finding>),
    /// A finding of a record of a log.
    Log(Box<Finding>),
}

/// An entry that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    pub entry: EntryRef,
    pub from: OpenedFrom,
}

impl Visit {
    pub fn new(entry: EntryRef) -> Self {
        Self { entry, from: OpenedFrom::Catalog }
    }

    /// The finding that led to the entry.
    pub fn finding(&self) -> Option<&Finding> {
        match &self.from {
            OpenedFrom::Catalog => None,
            OpenedFrom::Paste(finding) | OpenedFrom::Log(finding) => Some(finding),
        }
    }
}

/// The visits, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Visits {
    visits: Vec<Visit>,
    /// The current one, or the last one where no entry is open.
    at: usize,
}

impl Visits {
    /// Adds a visit after the current one and forgets those that came after it.
    pub fn add(&mut self, visit: Visit) {
        self.visits.truncate(self.at + 1);
        if self.visits.last() != Some(&visit) {
            self.visits.push(visit);
        }
        self.visits.drain(..self.visits.len().saturating_sub(LIMIT));
        self.at = self.visits.len() - 1;
    }

    /// Replaces the entries by those of other catalogs, where these have them.
    pub fn replace_entries(&mut self, catalogs: &Catalogs) {
        for visit in &mut self.visits {
            visit.entry = catalogs.entry(visit.entry.id()).unwrap_or(visit.entry);
        }
    }

    /// The visit before the current one, or the current one while no entry is open.
    pub fn back(&mut self, is_open: bool) -> Option<Visit> {
        self.at = self.at.checked_sub(usize::from(is_open))?;
        self.visits.get(self.at).cloned()
    }

    /// Whether [`Visits::back`] would return a visit.
    pub fn has_earlier(&self, is_open: bool) -> bool {
        self.at >= usize::from(is_open) && !self.visits.is_empty()
    }

    /// Whether [`Visits::forward`] would return a visit.
    pub fn has_later(&self) -> bool {
        self.at + 1 < self.visits.len()
    }

    /// The visit after the current one.
    pub fn forward(&mut self) -> Option<Visit> {
        let visit = self.visits.get(self.at + 1)?.clone();
        self.at += 1;
        Some(visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(number: usize) -> Visit {
        Visit::new(Catalogs::builtin().entry_refs().nth(number).unwrap())
    }

    #[test]
    fn back_and_forward() {
        let mut visits = Visits::default();
        assert_eq!((visits.back(false), visits.back(true), visits.forward()), (None, None, None));
        for number in [0, 1, 1, 2] {
            visits.add(visit(number));
        }
        assert_eq!(visits.back(true), Some(visit(1)));
        assert_eq!(visits.back(true), Some(visit(0)));
        assert_eq!(visits.back(true), None);
        assert_eq!(visits.forward(), Some(visit(1)));
        // Closed and opened again by going back.
        assert_eq!(visits.back(false), Some(visit(1)));
        visits.add(visit(5));
        assert_eq!(visits.forward(), None);
        assert_eq!(visits.back(true), Some(visit(1)));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut visits = Visits::default();
        (0..=LIMIT).for_each(|number| visits.add(visit(number % 2)));
        let mut back = 0;
        while visits.back(true).is_some() {
            back += 1;
        }
        assert_eq!(back, LIMIT - 1);
    }
}
