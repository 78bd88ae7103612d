//! What is related to an entry: the same code or name elsewhere, and the status that it shares.

use crate::catalog::{Catalog, Catalogs, HTTP, Record};

/// How many entries of the same status are named; a search leads to all of them.
const NEIGHBOURS: usize = 4;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Link {
    /// To an entry.
    Entry(Record),
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
    /// What is related to `record`. Reads every entry once.
    pub(crate) fn to(record: Record, catalogs: &Catalogs) -> Self {
        let (mut codes, mut names) = (Vec::new(), Vec::new());
        for other in catalogs.records().filter(|&other| other != record) {
            if other.code.eq_ignore_ascii_case(record.code) {
                codes.push(Link::Entry(other));
            } else if shares_name(record, other) {
                names.push(Link::Entry(other));
            }
        }
        let mut groups = vec![
            Group { title: format!("{} elsewhere", record.code), links: codes },
            Group { title: "The same name elsewhere".to_owned(), links: names },
        ];
        if let Some(http) = record.http {
            groups.push(if record.catalog.id == HTTP {
                at_vendors(http.status, catalogs)
            } else {
                at_this_vendor(http.status, record, catalogs)
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

/// Whether a name is the same but for case and signs: `BadRequest` is `Bad Request`.
fn shares_name(a: Record, b: Record) -> bool {
    let letters =
        |name: &'static str| name.bytes().filter(u8::is_ascii_alphanumeric).map(lowercase);
    a.names.iter().any(|a| b.names.iter().any(|b| letters(a).eq(letters(b))))
}

fn lowercase(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

fn search(status: u16, catalog: &'static Catalog) -> Option<Link> {
    let count = with_status(status, catalog).count();
    let query = format!("http:{status} vendor:{}", catalog.id);
    (count > 0).then_some(Link::Search { query, count, catalog })
}

fn with_status(status: u16, catalog: &'static Catalog) -> impl Iterator<Item = (usize, Record)> {
    let has = move |record: &Record| record.http.is_some_and(|http| http.status == status);
    catalog.records().enumerate().filter(move |(_, record)| has(record))
}

/// For a status itself: the vendors whose codes come with it.
fn at_vendors(status: u16, catalogs: &Catalogs) -> Group {
    let vendors = catalogs.iter().filter(|catalog| catalog.id != HTTP);
    let links = vendors.filter_map(|catalog| search(status, catalog)).collect();
    Group { title: format!("Codes with HTTP {status}"), links }
}

/// The status itself, then the nearest of the vendor's entries that share it.
fn at_this_vendor(status: u16, record: Record, catalogs: &Catalogs) -> Group {
    let catalog = record.catalog;
    let at = catalog.records().position(|other| other == record).unwrap_or(0);
    let mut others: Vec<_> =
        with_status(status, catalog).filter(|&(_, other)| other != record).collect();
    others.sort_by_key(|(place, _)| place.abs_diff(at));
    let more = others.len() > NEIGHBOURS;
    others.truncate(NEIGHBOURS);
    let mut links: Vec<Link> = catalogs.status(status).map(Link::Entry).into_iter().collect();
    links.extend(others.into_iter().map(|(_, other)| Link::Entry(other)));
    links.extend(search(status, catalog).filter(|_| more));
    Group { title: format!("HTTP {status}"), links }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Index, Query};

    fn related(vendor: &str, code: &str) -> Related {
        let catalogs = Catalogs::builtin();
        let catalog = catalogs.find(vendor).unwrap();
        let record = catalog.records().find(|record| record.code == code).unwrap();
        Related::to(record, &catalogs)
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
        for record in catalogs.records() {
            let related = Related::to(record, &catalogs);
            let links: Vec<_> = related.links().collect();
            assert!(!links.contains(&&Link::Entry(record)));
            let status = record.http.and_then(|http| catalogs.status(http.status));
            for (i, link) in links.iter().enumerate() {
                let double = links[i + 1..].contains(link);
                // The status' own entry may also share the code or the name.
                let own = matches!(link, Link::Entry(other) if Some(*other) == status);
                assert!(!double || own || record.catalog.id == HTTP, "{:?}: {link:?}", record.id());
            }
        }
    }
}
