//! A ranking that is put in order only as far as somebody looks: of a million matches a screen shows
//! fifty.

use super::index::Index;
use super::rank::Found;
use crate::catalog::{Catalog, EntryRef};

/// The entries that meet a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// In the order of the catalogs.
    found: Vec<Found>,
    remarks: Vec<String>,
}

/// The entries of a ranking, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    found: Vec<Found>,
    /// How many of them are in order; the rest come after these.
    in_order: usize,
}

impl Ranking {
    pub(super) fn new(found: Vec<Found>, remarks: Vec<String>) -> Self {
        Self { found, remarks }
    }

    /// What the reader must know of the entries, one sentence each.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The entries of one catalog, or of all.
    #[must_use]
    pub fn rows(&self, index: &Index, catalog: Option<&Catalog>) -> Rows {
        Rows { found: self.of(index, catalog).to_vec(), in_order: 0 }
    }

    /// How many entries of one catalog meet the query, or of all.
    #[must_use]
    pub fn count(&self, index: &Index, catalog: Option<&Catalog>) -> usize {
        self.of(index, catalog).len()
    }

    fn of(&self, index: &Index, catalog: Option<&Catalog>) -> &[Found] {
        let Some(catalog) = catalog else { return &self.found };
        let entries = index.entries_of(catalog);
        let place = |entry| self.found.partition_point(|found| found.entry < entry);
        &self.found[place(entries.start)..place(entries.end)]
    }
}

impl Rows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The first `count` of them, in order.
    pub fn first(
        &mut self,
        index: &Index,
        count: usize,
    ) -> impl ExactSizeIterator<Item = EntryRef> {
        let count = count.min(self.len());
        if count > self.in_order {
            // Twice as far each time, so that whoever goes on and on never waits long.
            let reach = count.max(2 * self.in_order).min(self.len());
            let rest = &mut self.found[self.in_order..];
            let more = reach - self.in_order;
            if more < rest.len() {
                rest.select_nth_unstable_by(more, |&a, &b| index.order(a, b));
            }
            rest[..more].sort_unstable_by(|&a, &b| index.order(a, b));
            self.in_order = reach;
        }
        self.found[..count].iter().map(|found| index.records[found.entry as usize])
    }

    /// Which place an entry has, if it is among them.
    #[must_use]
    pub fn place(&self, index: &Index, record: EntryRef) -> Option<usize> {
        let same = |found: &&Found| index.records[found.entry as usize] == record;
        let itself = *self.found.iter().find(same)?;
        let before = |found: &&Found| index.order(**found, itself).is_lt();
        Some(self.found.iter().filter(before).count())
    }
}
