//! The results of a search: tabs with their counts, and the entries of the active tab.

use std::collections::{HashMap, HashSet};

use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::search::{Index, Query};
use crate::text::string_enum;
use crate::tui::effects::Lazy;
use crate::tui::widgets::Scroll;

string_enum! {
    /// The order of the list.
    Order {
        /// Best match first; without a search, as in the catalogs.
        Relevance = "relevance",
        /// By code; numbers by their value.
        Code = "code",
        /// By HTTP status, entries without one last.
        Status = "HTTP status",
    }
}

impl Order {
    /// A reminder of an unusual order.
    pub fn label(self) -> &'static str {
        match self {
            Self::Relevance => "",
            Self::Code => "by code",
            Self::Status => "by HTTP status",
        }
    }

    fn sort(self, entries: &mut [EntryRef]) {
        match self {
            Self::Relevance => {}
            Self::Code => entries.sort_by_key(|entry| {
                let number = entry.code.parse::<u64>();
                (number.is_err(), number.unwrap_or_default(), entry.code)
            }),
            Self::Status => {
                entries.sort_by_key(|entry| entry.http.map_or(u16::MAX, |http| http.status));
            }
        }
    }
}

/// The triple that identifies an entry.
type EntryId = (&'static str, &'static str, &'static str);

/// How many opened entries an empty search lists first.
const MAX_RECENT: usize = 5;

/// A tab: one catalog, or all.
#[derive(Debug, Clone, Copy)]
pub struct Tab {
    /// The catalog; `None` for all.
    pub catalog: Option<&'static Catalog>,
    /// The number of its entries.
    pub total: usize,
    /// The number of those that match; of the nearest if none matches in full.
    pub count: usize,
}

impl Tab {
    pub fn title(&self) -> &'static str {
        self.catalog.map_or("All", |catalog| catalog.tab)
    }

    fn contains(&self, entry: EntryRef) -> bool {
        self.catalog.is_none_or(|catalog| std::ptr::eq(catalog, entry.catalog))
    }
}

/// The entries that match the search.
#[derive(Debug, Clone)]
pub struct ResultList {
    catalogs: Catalogs,
    index: Lazy<Index>,
    pub query: Query,
    pub notices: Vec<String>,
    /// The matches in all catalogs, best first; with an empty query all entries.
    pub matches: Vec<EntryRef>,
    /// Those of the matches that lack a word or a filter of the query.
    nearest: HashSet<EntryId>,
    /// How many of them are on the active tab.
    pub nearest_count: usize,
    /// The first is for all catalogs.
    pub tabs: Vec<Tab>,
    /// The active tab.
    pub tab: usize,
    /// The order of the entries.
    pub order: Order,
    /// The matches on the active tab.
    pub entries: Vec<EntryRef>,
    /// Whether an entry on the active tab has an HTTP status to show.
    pub has_status: bool,
    /// The entries opened last, the newest first: an empty search lists them first.
    recent: Vec<EntryRef>,
    pub scroll: Scroll,
}

impl ResultList {
    /// The results of a search, which is empty for all entries.
    pub fn new(catalogs: &Catalogs, index: Lazy<Index>, query: &str) -> Self {
        let all: usize = catalogs.iter().map(|catalog| catalog.entries.len()).sum();
        let tab = |catalog, total| Tab { catalog, total, count: total };
        let tabs = std::iter::once(tab(None, all))
            .chain(catalogs.iter().map(|catalog| tab(Some(catalog), catalog.entries.len())))
            .collect();
        let mut results = Self {
            catalogs: catalogs.clone(),
            index,
            query: Query::default(),
            notices: Vec::new(),
            matches: Vec::new(),
            nearest: HashSet::new(),
            nearest_count: 0,
            tabs,
            tab: 0,
            order: Order::Relevance,
            entries: Vec::new(),
            has_status: false,
            recent: Vec::new(),
            scroll: Scroll::list(),
        };
        results.search(query);
        results
    }

    /// Searches other catalogs for the same. The tab and the selection stay, if they can.
    pub fn replace_catalogs(&mut self, catalogs: &Catalogs, index: Lazy<Index>, text: &str) {
        let tab = self.active().catalog.map(|catalog| catalog.id);
        // The first entry was not selected by the user.
        let selected = self.selected().filter(|_| self.scroll.selected > Some(0));
        let offset = self.scroll.offset;
        let mut results = Self::new(catalogs, index, "");
        results.order = self.order;
        results.recent = (self.recent.iter()).filter_map(|it| catalogs.entry(it.id())).collect();
        results.search(text);
        let is_tab = |it: &Tab| it.catalog.map(|catalog| catalog.id) == tab;
        results.go_to_tab(results.tabs.iter().position(is_tab).unwrap_or(0));
        if let Some(position) = selected.and_then(|entry| results.position(entry)) {
            results.scroll.scroll_to(offset);
            results.scroll.select(position);
        }
        *self = results;
    }

    /// The selected entry; `None` if nothing matches.
    pub fn selected(&self) -> Option<EntryRef> {
        self.entries.get(self.scroll.selected?).copied()
    }

    /// Whether the selected entry lacks a word or a filter of the query.
    pub fn is_nearest(&self) -> bool {
        self.selected().is_some_and(|selected| self.nearest.contains(&selected.id()))
    }

    /// The active tab.
    pub fn active(&self) -> &Tab {
        &self.tabs[self.tab] // `go_to_tab` keeps it inside
    }

    /// Searches. The best match is then selected, unless another one was selected and a longer query
    /// still matches it.
    pub fn search(&mut self, text: &str) {
        let query = Query::with_synonyms(text, &self.catalogs);
        let is_refined = !self.query.is_empty() && !query.is_empty();
        let keep = self.selected().filter(|_| is_refined && self.scroll.selected > Some(0));
        if query.is_empty() {
            // Without the index, which the first frame does not wait for.
            let others = self.catalogs.entry_refs().filter(|entry| !self.recent.contains(entry));
            self.matches = self.recent.iter().copied().chain(others).collect();
            self.nearest.clear();
            self.notices.clear();
        } else {
            let found = self.index.search(&query);
            let nearest = found.matches.iter().filter(|found| found.is_nearest());
            self.nearest = nearest.map(|found| found.entry.id()).collect();
            self.matches = found.matches.into_iter().map(|found| found.entry).collect();
            self.notices = found.notices;
        }
        self.query = query;
        let has_full = self.nearest.len() < self.matches.len();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for entry in &self.matches {
            if !(has_full && self.nearest.contains(&entry.id())) {
                *counts.entry(entry.catalog.id).or_default() += 1;
            }
        }
        let total = counts.values().sum();
        for tab in &mut self.tabs {
            tab.count = match tab.catalog {
                Some(catalog) => counts.get(catalog.id).copied().unwrap_or_default(),
                None => total,
            };
        }
        self.list_tab(keep);
    }

    /// The next tab with a match in steps of `by`, wrapping around; where there is none, one step
    /// further.
    pub fn next_tab(&self, by: isize) -> usize {
        let tabs = self.tabs.len().cast_signed();
        let after =
            |step: isize| (self.tab.cast_signed() + by * step).rem_euclid(tabs).cast_unsigned();
        let next = (1..tabs).map(after).find(|&tab| self.tabs[tab].count > 0); // kept inside
        next.unwrap_or(after(1))
    }

    /// Goes to the next tab with a match.
    pub fn cycle_tab(&mut self, by: isize) {
        self.go_to_tab(self.next_tab(by));
    }

    /// Goes to a tab, if there is one. An entry that is listed there too stays selected.
    pub fn go_to_tab(&mut self, tab: usize) {
        if tab < self.tabs.len() {
            self.tab = tab;
            self.list_tab(self.selected());
        }
    }

    /// Changes the order. The first entry is then selected.
    pub fn set_order(&mut self, order: Order) {
        self.order = order;
        self.list_tab(None);
    }

    /// Lists the matches on the active tab, with `keep` selected if it is among them.
    fn list_tab(&mut self, keep: Option<EntryRef>) {
        let tab = *self.active();
        self.entries = self.matches.iter().copied().filter(|entry| tab.contains(*entry)).collect();
        self.order.sort(&mut self.entries);
        self.has_status = self.entries.iter().any(|entry| shown_status(*entry).is_some());
        let is_nearest = |entry: &&EntryRef| self.nearest.contains(&entry.id());
        self.nearest_count = if self.nearest.is_empty() {
            0
        } else {
            self.entries.iter().filter(is_nearest).count()
        };
        self.scroll.total = self.entries.len();
        self.scroll.scroll_to(0);
        self.scroll.select(keep.and_then(|entry| self.position(entry)).unwrap_or(0));
    }

    /// Selects an entry, if it matches on the active tab.
    pub fn select_entry(&mut self, entry: EntryRef) -> bool {
        let position = self.position(entry);
        if let Some(row) = position {
            self.scroll.select(row);
        }
        position.is_some()
    }

    /// Adds an opened entry to the recent ones.
    pub fn remember(&mut self, entry: EntryRef) {
        self.recent.retain(|other| *other != entry);
        self.recent.insert(0, entry);
        self.recent.truncate(MAX_RECENT);
    }

    /// Whether the list begins with recent entries.
    pub fn lists_recent(&self) -> bool {
        let first = self.entries.first();
        self.query.is_empty() && first.is_some() && first == self.recent.first()
    }

    /// The row of an entry on the active tab.
    fn position(&self, entry: EntryRef) -> Option<usize> {
        self.entries.iter().position(|other| *other == entry)
    }
}

/// The HTTP status to show beside an entry; that of a status is its code.
pub fn shown_status(entry: EntryRef) -> Option<u16> {
    entry.http.filter(|_| !entry.catalog.is_reference()).map(|http| http.status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Action::{GoToLast as Last, MoveDown as Down};

    fn results() -> ResultList {
        let catalogs = Catalogs::builtin();
        ResultList::new(&catalogs, crate::tui::effects::lazy(&catalogs, Index::new), "")
    }

    #[test]
    fn counts_follow_the_search() {
        let mut results = results();
        assert!(results.tabs.iter().all(|tab| tab.count == tab.total));
        results.search("2001");
        let (all, rest) = results.tabs.split_first().unwrap();
        assert!(all.count > 0 && all.count < all.total);
        assert_eq!(all.count, rest.iter().map(|tab| tab.count).sum::<usize>());
    }

    #[test]
    fn tabs_keep_the_overall_order() {
        let mut results = results();
        for text in ["license", "user not found", "2", "perm 403", "vendor:sap !token"] {
            results.search(text);
            for tab in 0..results.tabs.len() {
                results.go_to_tab(tab);
                let tab = *results.active();
                let own: Vec<EntryRef> =
                    results.matches.iter().copied().filter(|entry| tab.contains(*entry)).collect();
                assert_eq!(results.entries, own, "{text}: {}", tab.title());
                let counted = own.len() - results.nearest_count;
                assert!([own.len(), counted].contains(&tab.count), "{text}: {}", tab.title());
            }
            results.go_to_tab(0);
        }
    }

    #[test]
    fn orders_sort_every_tab() {
        let mut results = results();
        results.search("vendor:pagerduty 2");
        results.set_order(Order::Code);
        let codes: Vec<u64> = results.entries.iter().flat_map(|it| it.code.parse()).collect();
        assert!(codes.len() > 10 && codes.is_sorted(), "{codes:?}");
        results.set_order(Order::Status);
        results.search("");
        let statuses: Vec<_> =
            results.entries.iter().filter_map(|it| it.http.map(|http| http.status)).collect();
        assert!(statuses.len() > 10 && statuses.is_sorted(), "{statuses:?}");
        results.set_order(Order::Relevance);
        assert_eq!(results.entries, results.matches);
    }

    #[test]
    fn vendors_can_be_put_first() {
        let catalogs = Catalogs::builtin().with_first(&["UiPath".to_owned(), "acme".to_owned()]);
        let index = crate::tui::effects::lazy(&catalogs, Index::new);
        let results = ResultList::new(&catalogs, index, "");
        let titles: Vec<_> = results.tabs.iter().map(Tab::title).collect();
        assert_eq!(titles[..3], ["All", "UiPath", "OMNIA"]);
        assert_eq!(results.selected().unwrap().catalog.id, "uipath");
    }

    #[test]
    fn tabs_cycle_and_keep_the_entry() {
        let mut results = results();
        results.cycle_tab(-1);
        assert_eq!(results.tab, results.tabs.len() - 1);
        results.cycle_tab(1);
        assert_eq!(results.tab, 0);

        results.scroll.apply(Down);
        let entry = results.selected();
        let tab = results.tabs.iter().position(|tab| {
            tab.catalog.is_some_and(|catalog| catalog.id == entry.unwrap().catalog.id)
        });
        results.go_to_tab(tab.unwrap());
        assert_eq!(results.selected(), entry);
    }

    #[test]
    fn tabs_without_a_match_are_skipped() {
        let mut results = results();
        results.search("license expired");
        let matching: Vec<_> =
            (0..results.tabs.len()).filter(|&tab| results.tabs[tab].count > 0).collect();
        assert!(matching.len() < results.tabs.len(), "every vendor has a match");
        for by in [1, -1] {
            let mut visited: Vec<_> = (matching.iter())
                .map(|_| {
                    results.cycle_tab(by);
                    results.tab
                })
                .collect();
            assert_eq!(results.tab, 0);
            visited.sort_unstable();
            assert_eq!(visited, matching);
        }
        results.search("zzzzqqqqxxxx");
        results.cycle_tab(1);
        assert_eq!(results.tab, 1, "where nothing matches, every tab is as good");
    }

    #[test]
    fn the_selection_reaches_the_last_entry() {
        let mut results = results();
        results.scroll.resize(results.entries.len(), 10);
        results.scroll.apply(Last);
        let total = results.scroll.total;
        assert_eq!((results.scroll.selected, results.scroll.offset), (Some(total - 1), total - 10));
        assert!(results.selected().is_some());
        results.scroll.resize(results.entries.len(), 20);
        assert_eq!(results.scroll.offset, total - 20);
    }

    #[test]
    fn without_a_match_nothing_is_selected() {
        let mut results = results();
        results.search("zzzzqqqqxxxx");
        assert_eq!(results.selected(), None);
        results.scroll.apply(Last);
        results.scroll.resize(0, 0);
        results.cycle_tab(1);
        assert_eq!(results.selected(), None);
        results.search("");
        assert!(results.selected().is_some());
    }
}
