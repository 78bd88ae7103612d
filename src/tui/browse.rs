//! The list page: the search line, the tabs, and what matches.
//!
//! Typing only notes that there is something to search for. Catalogs of the usual size are searched
//! before the next event; a search of very large ones gives way to the next key, and whatever
//! depends on what matches first sees the search to its end, however fast somebody types.

use std::thread::{self, JoinHandle};

use super::action::Motion;
use super::edit::LineEdit;
use crate::catalog::{Catalog, Catalogs, Record};
use crate::search::{Index, Query, Ranking, Rows, Stop};

/// Up to how many entries are indexed and searched at once, within a frame.
const AT_ONCE: usize = 50_000;

/// A tab: one catalog, or all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tab {
    /// The catalog; none for all of them.
    pub(crate) catalog: Option<&'static Catalog>,
    /// Its entries.
    pub(crate) total: usize,
    /// Those that match the search.
    pub(crate) count: usize,
}

impl Tab {
    pub(crate) fn title(&self) -> &'static str {
        self.catalog.map_or("All", |catalog| catalog.tab)
    }

    fn holds(&self, record: Record) -> bool {
        self.catalog.is_none_or(|catalog| catalog.id == record.catalog.id)
    }
}

/// The state of the list page.
#[derive(Debug)]
pub(crate) struct Browse {
    catalogs: Catalogs,
    /// Not there for the first frame.
    index: Option<Box<Index>>,
    /// The index of very large catalogs while it is being built beside everything else.
    building: Option<JoinHandle<Index>>,
    pub(crate) line: LineEdit,
    /// What was last searched for.
    pub(crate) query: Query,
    /// Whether that is not yet what the search line says.
    due: bool,
    pub(crate) remarks: Vec<String>,
    /// What was found; none while everything is listed in the order of the catalogs.
    found: Option<Ranking>,
    /// The first is for all catalogs.
    pub(crate) tabs: Vec<Tab>,
    /// Which tab is active.
    pub(crate) tab: usize,
    rows: Rows,
    /// How many entries match on the active tab.
    pub(crate) count: usize,
    /// These, best first, as far as anybody has looked.
    pub(crate) shown: Vec<Record>,
    /// Which of them is selected.
    pub(crate) selected: usize,
    /// The first row on the screen.
    pub(crate) top: usize,
}

impl Browse {
    pub(crate) fn new(catalogs: &Catalogs, query: &str) -> Self {
        let all: usize = catalogs.iter().map(|catalog| catalog.entries.len()).sum();
        let tab = |catalog, total| Tab { catalog, total, count: total };
        let tabs = std::iter::once(tab(None, all))
            .chain(catalogs.iter().map(|catalog| tab(Some(catalog), catalog.entries.len())))
            .collect();
        let mut browse = Self {
            catalogs: catalogs.clone(),
            index: None,
            building: None,
            line: LineEdit::new(query),
            query: Query::default(),
            due: !query.is_empty(),
            remarks: Vec::new(),
            found: None,
            tabs,
            tab: 0,
            rows: Rows::default(),
            count: 0,
            shown: Vec::new(),
            selected: 0,
            top: 0,
        };
        browse.show(None);
        browse.search_if_small();
        browse
    }

    /// The selected entry; none when nothing matches.
    pub(crate) fn record(&self) -> Option<Record> {
        self.shown.get(self.selected).copied()
    }

    /// Changes the search line, and what matches with it. The best match is then selected, unless
    /// another was and still matches.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        if self.line.text() != before {
            self.due = true;
            self.search_if_small();
            if self.is_preparing() {
                self.remarks = vec!["the catalogs are still being read".to_owned()];
            }
        }
    }

    /// Whether what is shown is not yet what the search line asks for.
    pub(crate) fn is_due(&self) -> bool {
        self.due
    }

    /// Begins to build the index, so that it is there for the first key.
    pub(crate) fn prepare(&mut self) {
        if self.index.is_some() || self.building.is_some() {
            return;
        }
        if self.is_small() {
            self.index();
            return;
        }
        let catalogs = self.catalogs.clone();
        let building = thread::Builder::new().name("index".into());
        self.building = building.spawn(move || Index::new(&catalogs)).ok();
    }

    /// Whether the index is being built, so that no search can begin.
    pub(crate) fn is_preparing(&self) -> bool {
        self.building.as_ref().is_some_and(|building| !building.is_finished())
    }

    /// Searches for what the search line says. When `stop` says that something else has come up, all
    /// stays as it was.
    pub(crate) fn search(&mut self, stop: Stop<'_>) {
        if !self.due {
            return;
        }
        let query = Query::new(self.line.text());
        if query.is_empty() {
            self.found = None;
            self.remarks.clear();
        } else {
            let Some(found) = self.index().rank(&query, stop) else { return };
            self.remarks = found.remarks().to_vec();
            self.found = Some(found);
        }
        self.due = false;
        // Whoever went down to an entry and types on still means that one.
        let refined = !self.query.is_empty() && !query.is_empty();
        let keep = self.record().filter(|_| refined && self.selected > 0);
        self.query = query;
        self.tabs.iter_mut().for_each(|tab| {
            tab.count = match (&self.found, &self.index) {
                (Some(found), Some(index)) => found.count(index, tab.catalog),
                _ => tab.total,
            }
        });
        self.show(keep);
    }

    /// Sees a search to its end: what comes next depends on what matches.
    pub(crate) fn finish_search(&mut self) {
        self.search(&|| false);
    }

    fn search_if_small(&mut self) {
        if self.is_small() {
            self.finish_search();
        }
    }

    /// Whether everything can be done before the next key.
    pub(crate) fn is_small(&self) -> bool {
        self.tabs[0].total <= AT_ONCE // the tab for all is always there
    }

    /// The index, waited for if it is not there yet.
    fn index(&mut self) -> &Index {
        let mut built = || self.building.take().and_then(|building| building.join().ok());
        self.index
            .get_or_insert_with(|| Box::new(built().unwrap_or_else(|| Index::new(&self.catalogs))))
    }

    /// Goes to the tab `by` tabs further, round at the ends. An entry that is there too stays
    /// selected.
    pub(crate) fn turn(&mut self, by: isize) {
        self.finish_search();
        let tabs = self.tabs.len().cast_signed();
        self.tab = (self.tab.cast_signed() + by).rem_euclid(tabs).cast_unsigned();
        self.show(self.record());
    }

    fn show(&mut self, keep: Option<Record>) {
        let tab = self.tabs[self.tab]; // `turn` keeps it inside
        self.count = tab.count;
        self.shown.clear();
        self.rows = match (&self.found, &self.index) {
            (Some(found), Some(index)) => found.rows(index, tab.catalog),
            _ => Rows::default(),
        };
        let keep = keep.filter(|&record| tab.holds(record));
        self.selected = keep.and_then(|record| self.place(record)).unwrap_or(0);
        self.top = 0;
        self.reach(self.selected + 1);
    }

    /// Everything on the active tab, in the order of the catalogs.
    fn listed(&self) -> impl Iterator<Item = Record> {
        let catalog = self.tabs[self.tab].catalog; // as above
        let one = catalog.into_iter().flat_map(Catalog::records);
        let all = catalog.is_none().then(|| self.catalogs.records());
        one.chain(all.into_iter().flatten())
    }

    /// Puts at least so many rows in order.
    fn reach(&mut self, rows: usize) {
        if rows.min(self.count) <= self.shown.len() {
            return;
        }
        // Further than asked for: a row at a time would be slow.
        let rows = rows.max(2 * self.shown.len()).max(256);
        self.shown = match (&self.found, &self.index) {
            (Some(_), Some(index)) => self.rows.first(index, rows).collect(),
            _ => self.listed().take(rows).collect(),
        };
    }

    /// Moves the selection in a list of `height` rows.
    pub(crate) fn select(&mut self, motion: Motion, height: usize) {
        self.finish_search();
        let last = self.count.saturating_sub(1);
        self.selected = motion.apply(self.selected, height, last);
        self.reach(self.selected + 1);
    }

    /// Selects an entry, if it matches on the active tab.
    pub(crate) fn go_to(&mut self, record: Record) -> bool {
        self.finish_search();
        let place = self.place(record);
        self.selected = place.unwrap_or(self.selected);
        self.reach(self.selected + 1);
        place.is_some()
    }

    /// Where an entry stands on the active tab.
    fn place(&self, record: Record) -> Option<usize> {
        match (&self.found, &self.index) {
            (Some(_), Some(index)) => self.rows.place(index, record),
            _ => self.listed().position(|other| other == record),
        }
    }

    /// Brings the selection into sight in a list of `height` rows.
    pub(crate) fn follow(&mut self, height: usize) {
        let last_top = self.count.saturating_sub(height);
        self.top = self
            .top
            .max((self.selected + 1).saturating_sub(height))
            .min(self.selected)
            .min(last_top);
        self.reach(self.top + height);
    }
}

#[cfg(test)]
mod tests {
    use super::Motion::{Down, First, Last, PageDown, PageUp, Up};
    use super::*;

    fn browse() -> Browse {
        Browse::new(&Catalogs::builtin(), "")
    }

    #[test]
    fn counts_follow_the_search() {
        let mut browse = browse();
        assert!(browse.tabs.iter().all(|tab| tab.count == tab.total));
        browse.edit(|line| line.insert("2001"));
        let (all, rest) = browse.tabs.split_first().unwrap();
        assert!(all.count > 0 && all.count < all.total);
        assert_eq!(all.count, rest.iter().map(|tab| tab.count).sum::<usize>());
    }

    #[test]
    fn tabs_turn_round_and_keep_the_entry() {
        let mut browse = browse();
        browse.turn(-1);
        assert_eq!(browse.tab, browse.tabs.len() - 1);
        browse.turn(1);
        assert_eq!(browse.tab, 0);

        browse.select(Down, 10);
        let record = browse.record();
        let tab = browse.tabs.iter().position(|tab| {
            tab.catalog.is_some_and(|catalog| catalog.id == record.unwrap().catalog.id)
        });
        browse.turn(tab.unwrap().cast_signed());
        assert_eq!(browse.record(), record);
    }

    #[test]
    fn the_selection_moves_and_stays_in_sight() {
        let table: &[(&[Motion], usize, usize)] = &[
            (&[], 0, 0),
            (&[Up], 0, 0),
            (&[Down, Down], 2, 0),
            (&[Down; 12], 12, 3),
            (&[PageDown], 9, 0),
            (&[PageDown, PageDown], 18, 9),
            (&[PageDown, PageDown, PageUp, Up], 8, 8),
            (&[Last, First], 0, 0),
        ];
        for &(motions, selected, top) in table {
            let mut browse = browse();
            for &motion in motions {
                browse.select(motion, 10);
                browse.follow(10);
            }
            assert_eq!((browse.selected, browse.top), (selected, top), "{motions:?}");
        }
        let mut browse = browse();
        browse.select(Last, 10);
        browse.follow(10);
        assert_eq!(browse.selected, browse.count - 1);
        assert_eq!(browse.top, browse.count - 10);
        browse.follow(20);
        assert_eq!(browse.top, browse.count - 20);
    }

    #[test]
    fn nothing_that_matches_leaves_nothing_selected() {
        let mut browse = browse();
        browse.edit(|line| line.insert("zzzzqqqqxxxx"));
        assert_eq!(browse.record(), None);
        browse.select(Last, 10);
        browse.follow(0);
        browse.turn(1);
        assert_eq!(browse.record(), None);
        browse.edit(LineEdit::clear);
        assert!(browse.record().is_some());
    }
}
