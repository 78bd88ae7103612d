//! The list page: the search line, the tabs, and what matches.

use super::action::Motion;
use super::edit::LineEdit;
use crate::catalog::{Catalog, Catalogs, Record};
use crate::search::{Index, Match, Query};

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
    index: Index,
    pub(crate) line: LineEdit,
    pub(crate) query: Query,
    pub(crate) remarks: Vec<String>,
    matches: Vec<Match>,
    /// The first is for all catalogs.
    pub(crate) tabs: Vec<Tab>,
    /// Which tab is active.
    pub(crate) tab: usize,
    /// The matches of the active tab, best first.
    pub(crate) shown: Vec<Record>,
    /// Which of them is selected.
    pub(crate) selected: usize,
    /// The first row on the screen.
    pub(crate) top: usize,
}

impl Browse {
    pub(crate) fn new(catalogs: &Catalogs, query: &str) -> Self {
        let tab = |catalog, total| Tab { catalog, total, count: 0 };
        let tabs = std::iter::once(tab(None, catalogs.records().count()))
            .chain(catalogs.iter().map(|catalog| tab(Some(catalog), catalog.entries.len())))
            .collect();
        let mut browse = Self {
            index: Index::new(catalogs),
            line: LineEdit::new(query),
            query: Query::default(),
            remarks: Vec::new(),
            matches: Vec::new(),
            tabs,
            tab: 0,
            shown: Vec::new(),
            selected: 0,
            top: 0,
        };
        browse.search();
        browse
    }

    /// The selected entry; none when nothing matches.
    pub(crate) fn record(&self) -> Option<Record> {
        self.shown.get(self.selected).copied()
    }

    /// Changes the search line, and what matches with it; the best match is then selected.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        if self.line.text() != before {
            self.search();
        }
    }

    fn search(&mut self) {
        self.query = Query::new(self.line.text());
        let outcome = self.index.search(&self.query);
        self.matches = outcome.matches;
        self.remarks = outcome.remarks;
        for tab in &mut self.tabs {
            tab.count = self.matches.iter().filter(|found| tab.holds(found.record)).count();
        }
        self.show(None);
    }

    /// Goes to the tab `by` tabs further, round at the ends. An entry that is there too stays
    /// selected.
    pub(crate) fn turn(&mut self, by: isize) {
        let tabs = self.tabs.len().cast_signed();
        self.tab = (self.tab.cast_signed() + by).rem_euclid(tabs).cast_unsigned();
        self.show(self.record());
    }

    fn show(&mut self, keep: Option<Record>) {
        let tab = self.tabs[self.tab]; // `turn` keeps it inside
        self.shown.clear();
        self.shown.extend(self.matches.iter().map(|found| found.record).filter(|&r| tab.holds(r)));
        self.selected =
            keep.and_then(|record| self.shown.iter().position(|&r| r == record)).unwrap_or(0);
        self.top = 0;
    }

    /// Moves the selection in a list of `height` rows.
    pub(crate) fn select(&mut self, motion: Motion, height: usize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = motion.apply(self.selected, height, last);
    }

    /// Selects an entry, if it is among those that are shown.
    pub(crate) fn go_to(&mut self, record: Record) -> bool {
        let place = self.shown.iter().position(|&shown| shown == record);
        self.selected = place.unwrap_or(self.selected);
        place.is_some()
    }

    /// Brings the selection into sight in a list of `height` rows.
    pub(crate) fn follow(&mut self, height: usize) {
        let last_top = self.shown.len().saturating_sub(height);
        self.top = self
            .top
            .max((self.selected + 1).saturating_sub(height))
            .min(self.selected)
            .min(last_top);
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
        assert_eq!(browse.selected, browse.shown.len() - 1);
        assert_eq!(browse.top, browse.shown.len() - 10);
        browse.follow(20);
        assert_eq!(browse.top, browse.shown.len() - 20);
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
