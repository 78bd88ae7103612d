//! The entries that were read, to go back and forward through them as in a web browser.

use crate::catalog::EntryRef;
use crate::decode::{Finding, HttpStatus};

/// A finding, with the HTTP status of the response that it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub finding: Finding,
    pub http: Option<HttpStatus>,
}

/// How many are kept; the oldest go first.
const MOST: usize = 500;

/// An entry that was read, with the finding that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    pub record: EntryRef,
    pub found: Option<Box<Found>>,
}

/// The visits, oldest first.
#[derive(Debug, Default)]
pub struct Visits {
    visits: Vec<Visit>,
    /// The one being read, or read last.
    at: usize,
}

impl Visits {
    /// Adds a visit behind the present one; what was ahead of it is forgotten.
    pub fn add(&mut self, visit: Visit) {
        self.visits.truncate(self.at + 1);
        if self.visits.last() != Some(&visit) {
            self.visits.push(visit);
        }
        self.visits.drain(..self.visits.len().saturating_sub(MOST));
        self.at = self.visits.len() - 1;
    }

    /// The visit before the present one, or that itself when nothing is being read.
    pub fn back(&mut self, reading: bool) -> Option<Visit> {
        self.at = self.at.checked_sub(usize::from(reading))?;
        self.visits.get(self.at).cloned()
    }

    /// The visit after the present one.
    pub fn forward(&mut self) -> Option<Visit> {
        let visit = self.visits.get(self.at + 1)?.clone();
        self.at += 1;
        Some(visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;

    fn visit(number: usize) -> Visit {
        Visit { record: Catalogs::builtin().entry_refs().nth(number).unwrap(), found: None }
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
        (0..=MOST).for_each(|number| visits.add(visit(number % 2)));
        let mut back = 0;
        while visits.back(true).is_some() {
            back += 1;
        }
        assert_eq!(back, MOST - 1);
    }
}
