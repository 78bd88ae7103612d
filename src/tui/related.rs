//! What is related to an entry: the same code or name elsewhere, and the status that it shares.

use super::kin::Kin;
use crate::catalog::{Catalog, EntryRef};

/// How many entries of the same status are named; a search leads to all of them.
const NEIGHBOURS: usize = 4;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// To an entry.
    Entry(EntryRef),
    /// To a search, which finds so many of the catalog.
    Search { query: String, count: usize, catalog: &'static Catalog },
}

/// Links of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) links: Vec<Link>,
}

/// The links of an entry, in groups, none of them empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Related {
    pub(crate) groups: Vec<Group>,
}

impl Related {
    /// What is related to `record`.
    pub(crate) fn to(record: EntryRef, kin: &Kin) -> Self {
        let codes = kin.with_code(record.code).filter(|&other| other != record);
        let names = kin
            .with_names_of(record)
            .into_iter()
            .filter(|&other| other != record && !other.code.eq_ignore_ascii_case(record.code));
        let mut groups = vec![
            Group {
                title: format!("{} elsewhere", record.code),
                links: codes.map(Link::Entry).collect(),
            },
            Group {
                title: "The same name elsewhere".to_owned(),
                links: names.map(Link::Entry).collect(),
            },
        ];
        if let Some(http) = record.http {
            groups.push(if record.catalog.is_reference() {
                at_vendors(http.status, kin)
            } else {
                at_this_vendor(http.status, record, kin)
            });
        }
        groups.retain(|group| !group.links.is_empty());
        Self { groups }
    }

    /// All links, in the order in which they are shown.
    pub(crate) fn links(&self) -> impl Iterator<Item = &Link> {
        self.groups.iter().flat_map(|group| &group.links)
    }
}

/// A search for the entries of a catalog with that status; none when there are none.
fn search(status: u16, catalog: &'static Catalog, kin: &Kin) -> Option<Link> {
    let count = with_status(status, catalog, kin).count();
    let query = format!("http:{status} vendor:{}", catalog.id);
    (count > 0).then_some(Link::Search { query, count, catalog })
}

fn with_status(
    status: u16,
    catalog: &'static Catalog,
    kin: &Kin,
) -> impl Iterator<Item = (usize, EntryRef)> {
    kin.with_status(status).filter(move |(_, record)| record.catalog.id == catalog.id)
}

/// For a status itself: the vendors whose codes come with it.
fn at_vendors(status: u16, kin: &Kin) -> Group {
    let vendors = kin.catalogs.iter().filter(|catalog| !catalog.is_reference());
    let links = vendors.filter_map(|catalog| search(status, catalog, kin)).collect();
    Group { title: format!("Codes with HTTP {status}"), links }
}

/// The status itself, then the nearest of the vendor's entries that share it.
fn at_this_vendor(status: u16, record: EntryRef, kin: &Kin) -> Group {
    let catalog = record.catalog;
    let mut others: Vec<_> = with_status(status, catalog, kin).collect();
    let at = others.iter().find(|(_, other)| *other == record).map_or(0, |&(at, _)| at);
    others.retain(|&(_, other)| other != record);
    others.sort_by_key(|(place, _)| place.abs_diff(at));
    let more = others.len() > NEIGHBOURS;
    others.truncate(NEIGHBOURS);
    let mut links: Vec<Link> = kin.catalogs.status(status).map(Link::Entry).into_iter().collect();
    links.extend(others.into_iter().map(|(_, other)| Link::Entry(other)));
    links.extend(search(status, catalog, kin).filter(|_| more));
    Group { title: format!("HTTP {status}"), links }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::search::{Index, Query};

    fn related(vendor: &str, code: &str) -> Related {
        let catalogs = Catalogs::builtin();
        let catalog = catalogs.find(vendor).unwrap();
        let record = catalog.entry_refs().find(|record| record.code == code).unwrap();
        Related::to(record, &Kin::new(&catalogs))
    }

    #[test]
    fn a_number_that_two_vendors_use_leads_to_the_other() {
        let related = related("uipath", "1001");
        assert_eq!(related.groups[0].title, "1001 elsewhere");
        let vendors: Vec<_> = (related.groups[0].links.iter())
            .map(|link| match link {
                Link::Entry(record) => record.catalog.id,
                Link::Search { .. } => "search",
            })
            .collect();
        assert_eq!(vendors, ["pagerduty"]);
    }

    #[test]
    fn a_status_leads_to_the_vendors_and_each_search_finds_what_it_says() {
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
    fn no_link_leads_back_and_none_is_double() {
        let catalogs = Catalogs::builtin();
        let kin = Kin::new(&catalogs);
        for record in catalogs.entry_refs() {
            let related = Related::to(record, &kin);
            let links: Vec<_> = related.links().collect();
            assert!(!links.contains(&&Link::Entry(record)));
            let status = record.http.and_then(|http| catalogs.status(http.status));
            for (i, link) in links.iter().enumerate() {
                let double = links[i + 1..].contains(link);
                // The status' own entry may also share the code or the name.
                let own = matches!(link, Link::Entry(other) if Some(*other) == status);
                assert!(
                    !double || own || record.catalog.is_reference(),
                    "{:?}: {link:?}",
                    record.id()
                );
            }
        }
    }

    #[test]
    fn what_is_looked_up_is_what_reading_all_of_it_finds() {
        let catalogs = Catalogs::builtin();
        let kin = Kin::new(&catalogs);
        let letters = |name: &&str| -> String {
            let signs = name.chars().filter(char::is_ascii_alphanumeric);
            signs.collect::<String>().to_lowercase()
        };
        let mut shared = 0;
        for record in catalogs.entry_refs() {
            let names: Vec<_> = record.names.iter().map(letters).collect();
            let others = || catalogs.entry_refs().filter(move |other| *other != record);
            let code = |other: &EntryRef| other.code.to_lowercase() == record.code.to_lowercase();
            let name =
                |other: &EntryRef| other.names.iter().any(|name| names.contains(&letters(name)));
            let expected: Vec<_> = (others().filter(code))
                .chain(others().filter(|other| name(other) && !code(other)))
                .map(|other| other.id())
                .collect();
            let related = Related::to(record, &kin);
            let found: Vec<_> = (related.groups.iter())
                .filter(|group| group.title.ends_with("elsewhere"))
                .flat_map(|group| &group.links)
                .filter_map(|link| match link {
                    Link::Entry(other) => Some(other.id()),
                    Link::Search { .. } => None,
                })
                .collect();
            assert_eq!(found, expected, "{:?}", record.id());
            shared += found.len();
        }
        assert!(shared > 100, "{shared}");
    }
}
