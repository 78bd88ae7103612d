//! Links related to an entry: the same code or name elsewhere, and the status that it shares.

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

/// Finds related entries by hashes: to compare the codes and names of 100,000 entries takes several
/// milliseconds.
#[derive(Debug)]
pub struct RelatedIndex {
    catalogs: Catalogs,
    entries: Vec<EntryRef>,
    /// The hash of each code and name, and the position of its entry.
    hashes: Vec<(u32, u32)>,
}

impl RelatedIndex {
    pub fn new(catalogs: &Catalogs) -> Self {
        let entries: Vec<EntryRef> = catalogs.entry_refs().collect();
        let hashes = (0..)
            .zip(&entries)
            .flat_map(|(position, entry)| hashes(*entry).map(move |hash| (hash, position)));
        Self { catalogs: catalogs.clone(), hashes: hashes.collect(), entries }
    }

    /// The other entries that may share the code or a name.
    fn candidates(&self, entry: EntryRef) -> impl Iterator<Item = EntryRef> {
        let wanted: Vec<u32> = hashes(entry).collect();
        let found = self.hashes.iter().filter(|(hash, _)| wanted.contains(hash));
        let mut positions: Vec<u32> = found.map(|&(_, position)| position).collect();
        positions.dedup();
        let entries = positions.into_iter().map(|position| self.entries[position as usize]);
        entries.filter(move |other| *other != entry)
    }
}

impl Related {
    /// The links of `entry`.
    pub fn new(entry: EntryRef, index: &RelatedIndex) -> Self {
        let has_code = |other: &EntryRef| other.code.eq_ignore_ascii_case(entry.code);
        let (same_code, others): (Vec<_>, Vec<_>) = index.candidates(entry).partition(has_code);
        let same_name = others.into_iter().filter(|other| share_name(*other, entry));
        let catalogs = &index.catalogs;
        let mut groups = vec![
            Group {
                title: format!("Also {}", entry.code),
                links: same_code.into_iter().map(Link::Entry).collect(),
            },
            Group { title: "Same name".to_owned(), links: same_name.map(Link::Entry).collect() },
        ];
        if let Some(http) = entry.http {
            groups.push(if entry.catalog.id == HTTP {
                vendors_with_status(http.status, catalogs)
            } else {
                neighbours_with_status(http.status, entry, catalogs)
            });
        }
        let mut seen: Vec<Link> = Vec::new();
        for group in &mut groups {
            group.links.retain(|link| !seen.contains(link));
            seen.extend(group.links.iter().cloned());
        }
        groups.retain(|group| !group.links.is_empty());
        Self { groups }
    }

    /// All links, in the order in which they are shown.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.groups.iter().flat_map(|group| &group.links)
    }
}

/// Whether two entries have a name in common, but for case and punctuation: `BadRequest` is
/// `Bad Request`.
fn share_name(a: EntryRef, b: EntryRef) -> bool {
    a.names.iter().any(|a| b.names.iter().any(|b| letters(a).eq(letters(b))))
}

/// Hashes of the code and the names, equal for texts with the same letters (FNV-1a).
fn hashes(entry: EntryRef) -> impl Iterator<Item = u32> {
    std::iter::once(&entry.entry.code).chain(entry.entry.names).map(|text| {
        let add = |hash: u32, letter| (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193);
        letters(text).fold(0x811c_9dc5, add)
    })
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase())
}

/// For an HTTP status: the vendors that use it.
fn vendors_with_status(status: u16, catalogs: &Catalogs) -> Group {
    let vendors = catalogs.iter().filter(|catalog| catalog.id != HTTP);
    let links = vendors.filter_map(|catalog| search(status, catalog)).collect();
    Group { title: format!("Codes with HTTP {status}"), links }
}

/// The status itself, then the nearest of the vendor's entries that share it.
fn neighbours_with_status(status: u16, entry: EntryRef, catalogs: &Catalogs) -> Group {
    let catalog = entry.catalog;
    let with_status = catalog.entry_refs().enumerate();
    let mut others: Vec<_> = with_status.filter(|(_, other)| has_status(*other, status)).collect();
    let own = others.iter().find(|(_, other)| *other == entry).map_or(0, |&(at, _)| at);
    others.retain(|&(_, other)| other != entry);
    others.sort_by_key(|(at, _)| at.abs_diff(own));
    let more = others.len() > NEIGHBOURS;
    others.truncate(NEIGHBOURS);
    let mut links: Vec<Link> = catalogs.status(status).map(Link::Entry).into_iter().collect();
    links.extend(others.into_iter().map(|(_, other)| Link::Entry(other)));
    links.extend(search(status, catalog).filter(|_| more));
    Group { title: format!("HTTP {status}"), links }
}

/// A search for the entries of a catalog with that status, if there are any.
fn search(status: u16, catalog: &'static Catalog) -> Option<Link> {
    let count = catalog.entry_refs().filter(|entry| has_status(*entry, status)).count();
    let query = format!("http:{status} vendor:{}", catalog.id);
    (count > 0).then_some(Link::Search { query, count, catalog })
}

fn has_status(entry: EntryRef, status: u16) -> bool {
    entry.http.is_some_and(|http| http.status == status)
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
            for (i, link) in links.iter().enumerate() {
                assert!(!links[i + 1..].contains(link), "{:?}: {link:?}", entry.id());
            }
        }
    }

    #[test]
    fn finds_every_entry_with_the_code_or_a_name() {
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
