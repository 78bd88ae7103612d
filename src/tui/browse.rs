//! The list page: the search line, the tabs, and what matches.
//!
//! Catalogs of the usual size are searched before the next event. Very large ones are searched away
//! from the keys: until what matches is there, the list stays as it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::action::Motion;
use super::edit::LineEdit;
use super::work::{Job, LateIndex, ROWS, Search, Searched, Task};
use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::search::{Query, Results};

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

    fn holds(&self, record: EntryRef) -> bool {
        self.catalog.is_none_or(|catalog| catalog.id == record.catalog.id)
    }
}

/// The state of the list page.
#[derive(Debug)]
pub(crate) struct Browse {
    catalogs: Catalogs,
    /// Not there for the first frame.
    index: LateIndex,
    /// Up to how many entries are searched before the next event.
    at_once: usize,
    /// A search to be done away from the keys.
    job: Option<Job>,
    /// The number of the newest search, by which an older one is given up.
    newest: Arc<AtomicU64>,
    pub(crate) line: LineEdit,
    /// What was last searched for.
    pub(crate) query: Query,
    /// Whether that is not yet what the search line says.
    due: bool,
    pub(crate) remarks: Vec<String>,
    /// What was found; none while everything is listed in the order of the catalogs.
    found: Option<Results>,
    /// The first is for all catalogs.
    pub(crate) tabs: Vec<Tab>,
    /// Which tab is active.
    pub(crate) tab: usize,
    rows: Vec<EntryRef>,
    /// How many entries match on the active tab.
    pub(crate) count: usize,
    /// These, best first, as far as anybody has looked.
    pub(crate) shown: Vec<EntryRef>,
    /// Which of them is selected.
    pub(crate) selected: usize,
    /// The first row on the screen.
    pub(crate) top: usize,
}

impl Browse {
    pub(crate) fn new(catalogs: &Catalogs, index: LateIndex, query: &str) -> Self {
        Self::with(catalogs, index, query, AT_ONCE)
    }

    /// The same, with up to `at_once` entries searched before the next event.
    pub(crate) fn with(catalogs: &Catalogs, index: LateIndex, query: &str, at_once: usize) -> Self {
        let all: usize = catalogs.iter().map(|catalog| catalog.entries.len()).sum();
        let tab = |catalog, total| Tab { catalog, total, count: total };
        let tabs = std::iter::once(tab(None, all))
            .chain(catalogs.iter().map(|catalog| tab(Some(catalog), catalog.entries.len())))
            .collect();
        let mut browse = Self {
            catalogs: catalogs.clone(),
            index,
            at_once,
            job: None,
            newest: Arc::default(),
            line: LineEdit::new(query),
            query: Query::default(),
            due: false,
            remarks: Vec::new(),
            found: None,
            tabs,
            tab: 0,
            rows: Vec::new(),
            count: 0,
            shown: Vec::new(),
            selected: 0,
            top: 0,
        };
        browse.show(None);
        if !query.is_empty() {
            browse.search();
        }
        browse
    }

    /// The selected entry; none when nothing matches.
    pub(crate) fn entry_ref(&self) -> Option<EntryRef> {
        self.shown.get(self.selected).copied()
    }

    /// Changes the search line, and what matches with it. The best match is then selected, unless
    /// another was and still matches.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut LineEdit)) {
        let before = self.line.text().to_owned();
        edit(&mut self.line);
        if self.line.text() != before {
            self.search();
        }
    }

    /// Whether what is shown is not yet what the search line asks for.
    pub(crate) fn is_due(&self) -> bool {
        self.due
    }

    /// Begins to build the index, so that it is there for the first key.
    pub(crate) fn prepare(&mut self) {
        if self.is_small() {
            self.index.make();
        } else if self.index.get().is_none() && self.newest.load(Ordering::Relaxed) == 0 {
            self.ask(Query::default());
        }
    }

    /// Searches for what the search line says, or asks for that to be done.
    fn search(&mut self) {
        let query = Query::with_synonyms(self.line.text(), &self.catalogs);
        if query.is_empty() {
            self.give_up();
            self.take(query, None, Vec::new());
        } else if self.is_small() {
            let index = self.index.make();
            let found = index.search(&query);
            let tab = self.tabs[self.tab]; // `go_to_tab` keeps it inside
            let rows = found.entries(tab.catalog).collect();
            self.take(query, Some(found), rows);
        } else {
            self.due = true;
            if self.index.get().is_none() {
                self.remarks = vec!["the catalogs are still being read".to_owned()];
            }
            self.ask(query);
        }
    }

    /// Has a search done away from the keys.
    fn ask(&mut self, query: Query) {
        let number = self.give_up();
        let (tab, catalog) = (self.tab, self.tabs[self.tab].catalog); // as above
        let (newest, index) = (Arc::clone(&self.newest), self.index.clone());
        let search = Search { query, tab, catalog, newest, index };
        self.job = Some(Job { number, task: Task::Search(search) });
    }

    /// Gives up the search that is being done; returns the number for the next one.
    fn give_up(&mut self) -> u64 {
        self.job = None;
        self.newest.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A search to be done away from the keys.
    pub(crate) fn take_job(&mut self) -> Option<Job> {
        self.job.take()
    }

    /// Takes what a search found, unless it is not the newest; says whether it is.
    pub(crate) fn take_searched(&mut self, searched: Searched) -> bool {
        let Searched { number, query, ranking, tab, mut rows } = searched;
        let newest = number == self.newest.load(Ordering::Relaxed);
        if !newest || !self.due {
            return false;
        }
        if let Some(found) = &ranking
            && tab != self.tab
        {
            rows = found.entries(self.tabs[self.tab].catalog).collect(); // as above
        }
        self.take(query, ranking, rows);
        true
    }

    /// Shows what was found; without a ranking, everything.
    fn take(&mut self, query: Query, found: Option<Results>, rows: Vec<EntryRef>) {
        self.due = false;
        // Whoever went down to an entry and types on still means that one.
        let refined = !self.query.is_empty() && !query.is_empty();
        let keep = self.entry_ref().filter(|_| refined && self.selected > 0);
        self.query = query;
        self.remarks = found.as_ref().map_or(Vec::new(), |found| found.notices.clone());
        self.found = found;
        self.tabs.iter_mut().for_each(|tab| {
            tab.count = match &self.found {
                Some(found) => found.entries(tab.catalog).count(),
                None => tab.total,
            }
        });
        self.show_rows(rows, keep);
    }

    /// Whether everything can be done before the next key.
    pub(crate) fn is_small(&self) -> bool {
        self.tabs[0].total <= self.at_once // the tab for all is always there
    }

    /// Goes in steps of `by` to the next tab with an entry that matches, round at the ends; where
    /// there is none, one step.
    pub(crate) fn turn(&mut self, by: isize) {
        let tabs = self.tabs.len().cast_signed();
        let after =
            |step: isize| (self.tab.cast_signed() + by * step).rem_euclid(tabs).cast_unsigned();
        let next = (1..tabs).map(after).find(|&tab| self.tabs[tab].count > 0); // kept inside
        self.go_to_tab(next.unwrap_or(after(1)));
    }

    /// Goes to a tab, if there is one. An entry that is there too stays selected.
    pub(crate) fn go_to_tab(&mut self, tab: usize) {
        if tab < self.tabs.len() {
            self.tab = tab;
            self.show(self.entry_ref());
        }
    }

    fn show(&mut self, keep: Option<EntryRef>) {
        let rows = match &self.found {
            Some(found) => found.entries(self.tabs[self.tab].catalog).collect(), // as above
            None => Vec::new(),
        };
        self.show_rows(rows, keep);
    }

    fn show_rows(&mut self, rows: Vec<EntryRef>, keep: Option<EntryRef>) {
        let tab = self.tabs[self.tab]; // as above
        self.count = tab.count;
        self.shown.clear();
        self.rows = rows;
        let keep = keep.filter(|&record| tab.holds(record));
        self.selected = keep.and_then(|record| self.place(record)).unwrap_or(0);
        self.top = 0;
        self.reach(self.selected + 1);
    }

    /// Everything on the active tab, in the order of the catalogs.
    fn listed(&self) -> impl Iterator<Item = EntryRef> {
        let catalog = self.tabs[self.tab].catalog; // `go_to_tab` keeps it inside
        let one = catalog.into_iter().flat_map(Catalog::entry_refs);
        let all = catalog.is_none().then(|| self.catalogs.entry_refs());
        one.chain(all.into_iter().flatten())
    }

    /// Puts at least so many rows in order.
    fn reach(&mut self, rows: usize) {
        if rows.min(self.count) <= self.shown.len() {
            return;
        }
        // Further than asked for: a row at a time would be slow.
        let rows = rows.max(2 * self.shown.len()).max(ROWS);
        self.shown = match &self.found {
            Some(_) => self.rows.iter().copied().take(rows).collect(),
            None => self.listed().take(rows).collect(),
        };
    }

    /// Moves the selection in a list of `height` rows.
    pub(crate) fn select(&mut self, motion: Motion, height: usize) {
        let last = self.count.saturating_sub(1);
        self.selected = motion.apply(self.selected, height, last);
        self.reach(self.selected + 1);
    }

    /// Selects an entry, if it matches on the active tab.
    pub(crate) fn go_to(&mut self, record: EntryRef) -> bool {
        let place = self.place(record);
        self.selected = place.unwrap_or(self.selected);
        self.reach(self.selected + 1);
        place.is_some()
    }

    /// Where an entry stands on the active tab.
    fn place(&self, record: EntryRef) -> Option<usize> {
        match &self.found {
            Some(_) => self.rows.iter().position(|&other| other == record),
            None => self.listed().position(|other| other == record),
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
        let catalogs = Catalogs::builtin();
        Browse::new(&catalogs, LateIndex::new(&catalogs), "")
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
        let record = browse.entry_ref();
        let tab = browse.tabs.iter().position(|tab| {
            tab.catalog.is_some_and(|catalog| catalog.id == record.unwrap().catalog.id)
        });
        browse.go_to_tab(tab.unwrap());
        assert_eq!(browse.entry_ref(), record);
    }

    #[test]
    fn tabs_without_a_match_are_passed_over() {
        let mut browse = browse();
        browse.edit(|line| line.insert("license expired"));
        let matching: Vec<_> =
            (0..browse.tabs.len()).filter(|&tab| browse.tabs[tab].count > 0).collect();
        assert!(matching.len() < browse.tabs.len(), "every vendor has a match");
        for by in [1, -1] {
            let mut visited: Vec<_> = (matching.iter())
                .map(|_| {
                    browse.turn(by);
                    browse.tab
                })
                .collect();
            assert_eq!(browse.tab, 0);
            visited.sort_unstable();
            assert_eq!(visited, matching);
        }
        browse.edit(|line| *line = LineEdit::new("zzzzqqqqxxxx"));
        browse.turn(1);
        assert_eq!(browse.tab, 1, "where nothing matches, every tab is as good");
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
        assert_eq!(browse.entry_ref(), None);
        browse.select(Last, 10);
        browse.follow(0);
        browse.turn(1);
        assert_eq!(browse.entry_ref(), None);
        browse.edit(LineEdit::clear);
        assert!(browse.entry_ref().is_some());
    }
}
