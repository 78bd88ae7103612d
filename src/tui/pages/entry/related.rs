//! What is related to an entry: the same code or name elsewhere, and the status that it shares.

use std::collections::HashMap;

use crate::catalog::{Catalog, Catalogs, EntryRef, HTTP};

/// How many entries of the same status are linked; a search finds all of them.
const NEIGHBOURS: usize = 4;

/// The target of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    Entry(EntryRef),
    /// A search that finds `count` entries of the catalog.
    Search {
        query: String,
        count: usize,
        catalog: &'static Catalog,
    },
}

/// Links of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub title: String,
    pub links: Vec<Link>,
}

/// The links of an entry, in groups, none of them empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    pub groups: Vec<Group>,
}

impl Related {
    /// What is related to `entry`.
    pub fn new(entry: EntryRef, index: &RelatedIndex) -> Self {
        let codes = index.with_code(entry.code).filter(|&other| other != entry);
        let names = index
            .with_names_of(entry)
            .into_iter()
            .filter(|&other| other != entry && !other.code.eq_ignore_ascii_case(entry.code));
        let mut groups = vec![
            Group {
                title: format!("Also {}", entry.code),
                links: codes.map(Link::Entry).collect(),
            },
            Group { title: "Same name".to_owned(), links: names.map(Link::Entry).collect() },
        ];
        if let Some(http) = entry.http {
            groups.push(if entry.catalog.id == HTTP {
                vendors_with_status(http.status, index)
            } else {
                neighbours_with_status(http.status, entry, index)
            });
        }
        groups.retain(|group| !group.links.is_empty());
        Self { groups }
    }

    /// All links, in the order in which they are shown.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.groups.iter().flat_map(|group| &group.links)
    }
}

/// For an HTTP status: the vendors that use it.
fn vendors_with_status(status: u16, index: &RelatedIndex) -> Group {
    let vendors = index.catalogs.iter().filter(|catalog| catalog.id != HTTP);
    let links = vendors.filter_map(|catalog| search(status, catalog, index)).collect();
    Group { title: format!("Codes with HTTP {status}"), links }
}

/// The status itself, then the nearest of the vendor's entries that share it.
fn neighbours_with_status(status: u16, entry: EntryRef, index: &RelatedIndex) -> Group {
    let catalog = entry.catalog;
    let mut others: Vec<_> = index.with_status(status, catalog).collect();
    let own = others.iter().find(|(_, other)| *other == entry).map_or(0, |&(at, _)| at);
    others.retain(|&(_, other)| other != entry);
    others.sort_by_key(|(at, _)| at.abs_diff(own));
    let more = others.len() > NEIGHBOURS;
    others.truncate(NEIGHBOURS);
    let mut links: Vec<Link> = index.catalogs.status(status).map(Link::Entry).into_iter().collect();
    links.extend(others.into_iter().map(|(_, other)| Link::Entry(other)));
    links.extend(search(status, catalog, index).filter(|_| more));
    Group { title: format!("HTTP {status}"), links }
}

/// A search for the entries of a catalog with that status; none when there are none.
fn search(status: u16, catalog: &'static Catalog, index: &RelatedIndex) -> Option<Link> {
    let count = index.with_status(status, catalog).count();
    let query = format!("http:{status} vendor:{}", catalog.id);
    (count > 0).then_some(Link::Search { query, count, catalog })
}

/// All entries by what they can share with others.
#[derive(Debug)]
pub struct RelatedIndex {
    catalogs: Catalogs,
    /// In the order of the catalogs; the maps hold positions in it, in order.
    entries: Vec<EntryRef>,
    codes: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    statuses: HashMap<u16, Vec<usize>>,
}

impl RelatedIndex {
    pub fn new(catalogs: &Catalogs) -> Self {
        let entries: Vec<EntryRef> = catalogs.entry_refs().collect();
        let (mut codes, mut names, mut statuses) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (position, entry) in entries.iter().enumerate() {
            let by_code: &mut Vec<usize> =
                codes.entry(entry.code.to_ascii_lowercase()).or_default();
            by_code.push(position);
            for name in entry.names {
                let by_name: &mut Vec<usize> = names.entry(name_key(name)).or_default();
                by_name.push(position);
            }
            if let Some(http) = entry.http {
                let by_status: &mut Vec<usize> = statuses.entry(http.status).or_default();
                by_status.push(position);
            }
        }
        Self { catalogs: catalogs.clone(), entries, codes, names, statuses }
    }

    fn with_code(&self, code: &str) -> impl Iterator<Item = EntryRef> {
        let positions = self.codes.get(&code.to_ascii_lowercase());
        positions.into_iter().flatten().map(|&position| self.entries[position])
    }

    /// The entries with one of the names of `entry`, in the order of the catalogs.
    fn with_names_of(&self, entry: EntryRef) -> Vec<EntryRef> {
        let mut positions: Vec<usize> = (entry.names.iter())
            .filter_map(|name| self.names.get(&name_key(name)))
            .flatten()
            .copied()
            .collect();
        positions.sort_unstable();
        positions.dedup();
        positions.into_iter().map(|position| self.entries[position]).collect()
    }

    /// The entries of a catalog with that status, each with its position among all.
    fn with_status(
        &self,
        status: u16,
        catalog: &Catalog,
    ) -> impl Iterator<Item = (usize, EntryRef)> {
        let positions = self.statuses.get(&status).into_iter().flatten();
        let entries = positions.map(|&position| (position, self.entries[position]));
        entries.filter(|(_, entry)| entry.catalog.id == catalog.id)
    }
}

/// A name without case and punctuation: `BadRequest` is `Bad Request`.
fn name_key(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Index, Query};

    fn related(vendor: &str, code: &str) -> Related {
        let catalogs = Catalogs::builtin();
        let catalog = catalogs.find(vendor).unwrap();
        let entry = catalog.entry_refs().find(|entry| entry.code == code).unwrap();
        Related::new(entry, &RelatedIndex::new(&catalogs))
    }

    #[test]
    fn a_code_of_two_vendors_links_to_the_other() {
        let related = related("uipath", "1001");
        assert_eq!(related.groups[0].title, "Also 1001");
        let vendors: Vec<_> = (related.groups[0].links.iter())
            .map(|link| match link {
                Link::Entry(entry) => entry.catalog.id,
                Link::Search { .. } => "search",
            })
            .collect();
        assert_eq!(vendors, ["pagerduty"]);
    }

    #[test]
    fn a_status_links_to_searches_that_find_the_stated_number() {
        let catalogs = Catalogs::builtin();
        let index = Index::new(&catalogs);
        let related = related("http", "409");
        let mut searches = 0;
        for link in related.links() {
            if let Link::Search { query, count, .. } = link {
                assert_eq!(index.search(&Query::new(query)).matches.len(), *count, "{query}");
                searches += 1;
            }
        }
        assert!(searches > 0);
    }

    #[test]
    fn no_link_is_circular_or_duplicate() {
        let catalogs = Catalogs::builtin();
        let index = RelatedIndex::new(&catalogs);
        for entry in catalogs.entry_refs() {
            let related = Related::new(entry, &index);
            let links: Vec<_> = related.links().collect();
            assert!(!links.contains(&&Link::Entry(entry)));
            let status = entry.http.and_then(|http| catalogs.status(http.status));
            for (i, link) in links.iter().enumerate() {
                let double = links[i + 1..].contains(link);
                // The entry of the status may also share the code or the name.
                let own = matches!(link, Link::Entry(other) if Some(*other) == status);
                assert!(!double || own || entry.catalog.id == HTTP, "{:?}: {link:?}", entry.id());
            }
        }
    }

    #[test]
    fn the_index_finds_what_a_scan_finds() {
        let catalogs = Catalogs::builtin();
        let index = RelatedIndex::new(&catalogs);
        let letters = |name: &&str| -> String {
            let letters = name.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>().to_lowercase()
        };
        let mut shared = 0;
        for entry in catalogs.entry_refs() {
            let names: Vec<_> = entry.names.iter().map(letters).collect();
            let others = || catalogs.entry_refs().filter(move |other| *other != entry);
            let code = |other: &EntryRef| other.code.to_lowercase() == entry.code.to_lowercase();
            let name =
                |other: &EntryRef| other.names.iter().any(|name| names.contains(&letters(name)));
            let expected: Vec<_> = (others().filter(code))
                .chain(others().filter(|other| name(other) && !code(other)))
                .map(|other| other.id())
                .collect();
            let related = Related::new(entry, &index);
            let found: Vec<_> = (related.groups.iter())
                .filter(|group| group.title.starts_with("Also ") || group.title == "Same name")
                .flat_map(|group| &group.links)
                .filter_map(|link| match link {
                    Link::Entry(other) => Some(other.id()),
                    Link::Search { .. } => None,
                })
                .collect();
            assert_eq!(found, expected, "{:?}", entry.id());
            shared += found.len();
        }
        assert!(shared > 100, "{shared}");
    }
}
