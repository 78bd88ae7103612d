//! Queries on the built-in catalogs and the expected results.

#[path = "../../benches/support/generated.rs"]
mod generated;
mod properties;
mod relevance;
mod scale;

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{Index, InvertedIndex, Query, Results};
use crate::catalog::{Catalogs, EntryRef};

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(&Catalogs::builtin()));

fn search(query: &str) -> Results {
    INDEX.search(&parse(query))
}

fn parse(query: &str) -> Query {
    Query::with_synonyms(query, &Catalogs::builtin())
}

/// The matches as `vendor:code`, best first.
fn found(query: &str) -> Vec<String> {
    search(query).matches.iter().map(|found| name(found.entry)).collect()
}

fn first(query: &str) -> String {
    found(query).into_iter().next().unwrap_or_default()
}

fn name(entry: EntryRef) -> String {
    format!("{}:{}", entry.catalog.id, entry.code)
}

#[test]
fn empty_query_lists_everything_in_catalog_order() {
    for query in ["", "  ", "!", "|", "^", "'", "vendor:", "http:", "| |", "…"] {
        let listed: Vec<EntryRef> = search(query).matches.iter().map(|found| found.entry).collect();
        assert_eq!(listed, Catalogs::builtin().entry_refs().collect::<Vec<_>>(), "{query:?}");
    }
    assert!(Query::new(" vendor: ").is_empty());
}

#[test]
fn the_name_of_a_vendor_lists_its_entries() {
    let catalogs = Catalogs::builtin();
    for (query, id) in [("uipath", "uipath"), ("PagerDuty", "pagerduty"), ("#sap", "sap")] {
        let matches = search(query).matches;
        assert!(matches.iter().all(|found| found.entry.catalog.id == id), "{query}");
        assert_eq!(matches.len(), catalogs.find(id).unwrap().entries.len(), "{query}");
        assert!(parse(query).highlights("/UiPath.PagerDuty/sap").is_empty());
    }
    assert_eq!(
        search("!uipath").matches.len() + found("uipath").len(),
        catalogs.entry_refs().count()
    );
    assert_eq!(parse("uipath folder").highlights("UiPath folder").len(), 2);
}

#[test]
fn a_path_ranks_its_endpoints_first() {
    for path in ["/odata/Users", "/ODATA/users", "/users"] {
        let matches = search(path).matches;
        let lower = path.to_lowercase();
        let distance = |entry: EntryRef| {
            let paths = || entry.endpoints.iter().map(|it| it.path.to_lowercase());
            match () {
                () if paths().any(|found| found == lower) => 0,
                () if paths().any(|found| found.ends_with(&lower)) => 1,
                () if paths().any(|found| found.contains(&lower)) => 2,
                () => 3,
            }
        };
        let distances: Vec<i32> = matches.iter().map(|found| distance(found.entry)).collect();
        assert!(distances.is_sorted() && distances[0] < 2, "{path}: {distances:?}");
    }
}

#[test]
fn supports_fzf_operators() {
    let check_all = |query: &str, is_expected: fn(EntryRef) -> bool| {
        let matches = search(query).matches;
        assert!(!matches.is_empty(), "{query}");
        for found in matches {
            assert!(is_expected(found.entry), "{query}: {}", name(found.entry));
        }
    };
    check_all("license !expired", |entry| !entry.title().to_lowercase().contains("expired"));
    check_all("^license", |entry| {
        let texts = entry.names.iter().chain(entry.messages).chain(&entry.category);
        let texts = texts.chain(entry.keywords);
        texts.copied().any(|text| text.to_lowercase().starts_with("license"))
    });
    check_all("exceeded$", |entry| {
        let texts = entry.names.iter().chain(entry.messages).chain(entry.keywords);
        texts.copied().any(|text| text.ends_with("xceeded"))
    });
    check_all("vendor:pagerduty | vendor:sap 404", |entry| {
        ["pagerduty", "sap"].contains(&entry.catalog.id)
    });
    assert_eq!(found("'icense"), found("'ICENSE"));
    assert!(found("icense").len() >= found("'icense").len());
    assert!(found("cron | redis").contains(&"uipath:1600".to_owned()));
    assert_eq!(found("cron|redis").len(), found("cron | redis").len());
    // An alternative of several words needs all of them.
    let either = found("odata/users|cron");
    assert!(either.len() > found("cron").len());
    for id in &either {
        assert!(found("odata/users").contains(id) || found("cron").contains(id), "{id}");
    }
    assert_eq!(first("'since' 'until'"), "pagerduty:2004", "quoted words in running text");
}

#[test]
fn filters_apply_to_every_match() {
    let check_all = |query: &str, is_expected: fn(EntryRef) -> bool| {
        let results = search(query);
        assert!(!results.matches.is_empty() && results.notices.is_empty(), "{query}");
        for found in results.matches {
            assert!(is_expected(found.entry), "{query}: {}", name(found.entry));
        }
    };
    check_all("vendor:pd", |entry| entry.catalog.id == "pagerduty");
    check_all("vendor:pager user", |entry| entry.catalog.id == "pagerduty");
    check_all("vendor:pd|sap", |entry| ["pagerduty", "sap"].contains(&entry.catalog.id));
    check_all("!vendor:http !vendor:uipath", |entry| {
        !["http", "uipath"].contains(&entry.catalog.id)
    });
    check_all("http:409", |entry| entry.http.is_some_and(|http| http.status == 409));
    check_all("http:4xx", |entry| entry.http.is_some_and(|http| http.status / 100 == 4));
    check_all("5xx", |entry| entry.http.is_some_and(|http| http.status / 100 == 5));
    check_all("method:patch path:users", |entry| {
        let both = |endpoint: &crate::catalog::Endpoint| {
            endpoint.methods.contains(&"PATCH") && endpoint.path.contains("Users")
        };
        entry.endpoints.iter().any(both)
    });
    check_all("section:billing", |entry| entry.section_title().contains("Billing"));
    check_all("kind:alert", |entry| entry.kind == crate::catalog::EntryKind::Alert);
    check_all("retry:back", |entry| entry.retry == crate::catalog::Retry::Backoff);
}

#[test]
fn reports_unmatched_filters() {
    let results = search("vendor:nosuch snooze");
    assert_eq!(
        results.notices,
        [
            "vendor:nosuch is ignored; vendor takes omnia, pagerduty, sap, sevenbridges, uipath or http"
        ]
    );
    assert_eq!(name(results.matches[0].entry), "pagerduty:1013");
    let results = search("kind:x snooze");
    assert_eq!(results.notices, ["kind:x is ignored; kind takes error, success or alert"]);
    assert_eq!(name(results.matches[0].entry), "pagerduty:1013");
    // Alone, the filter is kept: dropping it would match every entry.
    for (query, notices) in [
        ("http:299", vec!["no entry has http:299"]),
        ("kind:x", vec!["kind takes error, success or alert"]),
        ("retry:zz", vec!["retry takes no, fix, soon, later, wait, yes or unknown"]),
        ("method:gte", vec!["method takes DELETE, GET, PATCH, POST or PUT"]),
        ("kind:x http:299", vec!["no entry has http:299", "kind takes error, success or alert"]),
    ] {
        assert_eq!(
            search(query),
            Results {
                notices: notices.into_iter().map(Into::into).collect(),
                ..Results::default()
            },
            "{query}"
        );
    }
}

#[test]
fn query_within_a_catalog_excludes_others() {
    let catalogs = Catalogs::builtin();
    let within = |query: &str, vendor: &str| {
        INDEX.search(&parse(query).within(catalogs.find(vendor).unwrap()))
    };
    let names = |results: &Results| -> Vec<String> {
        results.matches.iter().map(|found| name(found.entry)).collect()
    };
    // A filter `vendor:sap` would be dropped for the entries of PagerDuty.
    assert_eq!(within("snooze", "sap"), Results::default());
    let results = within("password snooze", "sap");
    assert!(names(&results)[0].starts_with("sap:"), "{:?}", names(&results));
    assert_eq!(results.notices, ["no exact match; ignoring \"snooze\""]);
    assert!(results.matches.iter().all(|found| found.entry.catalog.id == "sap"));
    // A notice about a code refers only to the entries shown.
    assert_eq!(within("1669", "sap"), Results::default());
    assert_eq!(within("", "sap").matches.len(), catalogs.find("sap").unwrap().entries.len());
}

#[test]
fn offers_closest_matches_and_reports_ignored_terms() {
    let results = search("snooze duration zebra");
    assert_eq!(name(results.matches[0].entry), "pagerduty:1013");
    assert_eq!(results.notices, ["no exact match; ignoring \"zebra\""]);

    let results = search("vendor:sap snooze");
    assert_eq!(name(results.matches[0].entry), "pagerduty:1013");
    assert_eq!(results.notices, ["no exact match; ignoring \"vendor:sap\""]);

    let results = search("1669");
    assert_eq!(results.notices, ["no code 1669; showing 166…"]);
    assert!(results.matches.iter().all(|found| found.entry.code.starts_with("166")));

    let results = search("qqqqq zzzzz");
    assert_eq!(results, Results::default(), "no notice without a match");
}

#[test]
fn vendors_rank_above_the_http_reference() {
    for query in ["404", "not found", "too many requests", "unsupported media type"] {
        assert!(!search(query).matches[0].entry.catalog.is_reference(), "{query}");
    }
    assert_eq!(first("http 424"), "http:424", "it is the only code 424");
}

#[test]
fn explains_every_score() {
    let query = parse("lic expires pd:");
    let plain = parse("lic expires");
    let best = &INDEX.search(&plain).matches[..1];
    let reasons = &INDEX.explain(&plain, best)[0];
    assert_eq!(name(best[0].entry), "uipath:1901");
    assert_eq!(reasons.len(), 4, "{reasons:#?}");
    assert!(reasons[0].starts_with("expires: form of `expired` in name"), "{reasons:#?}");
    assert!(reasons[1].starts_with("lic: prefix of `license` in name"), "{reasons:#?}");
    assert!(reasons[2].starts_with("together in name “LicenseExpired”"), "{reasons:#?}");
    assert!(reasons[3].starts_with("together in message “License expired!”"), "{reasons:#?}");
    assert!(
        INDEX.explain(&query, best)[0].iter().any(|line| line == "pd:: no match"),
        "{reasons:#?}"
    );
}

#[test]
fn finds_prefixed_codes() {
    for (query, entry) in [
        ("pd-2001", "pagerduty:2001"),
        ("UIPATH_1908", "uipath:1908"),
        ("sb7002", "sevenbridges:7002"),
        ("sap-401", "sap:401"),
        ("omnia-EntityNotFound", "omnia:EntityNotFound"),
        ("(E1206)", "uipath:1206"),
    ] {
        assert_eq!(first(query), entry, "{query}");
    }
    assert_eq!(found("http-409"), found("http 409"));
}

#[test]
fn joins_a_code_that_is_typed_as_two_numbers() {
    for query in ["90 007", "90,007", "code 90 007 conflict"] {
        assert_eq!(first(query), "sevenbridges:90007", "{query}");
    }
    assert_eq!(first("409 1671"), "uipath:1671", "codes are not joined");
}

#[test]
fn the_nearest_matches_are_of_the_vendor_in_the_query() {
    for (query, vendor) in
        [("why is sap sending me to another url", "sap"), ("robot zebra pager", "pagerduty")]
    {
        let matches = search(query).matches;
        assert!(matches.iter().all(|it| it.entry.catalog.id == vendor), "{query}");
        assert!(!matches.is_empty(), "{query}");
    }
    assert!(!found("robot zebra http").is_empty(), "the reference is no vendor");
}

#[test]
fn an_index_of_other_catalogs_is_the_same() {
    let mut catalogs: Vec<_> = Catalogs::builtin().iter().collect();
    catalogs.swap(0, 3);
    // A copy is tokenized, the others are copied from the index that is compiled in.
    catalogs[1] = Box::leak(Box::new(*catalogs[1]));
    catalogs.remove(2);
    let catalogs = Catalogs::new(catalogs);
    let (copied, tokenized) = (Index::new(&catalogs), InvertedIndex::new(&catalogs, None));
    assert!(format!("{:?}", copied.0.vocabulary) == format!("{:?}", tokenized.vocabulary));
    let tokenized = Index(Cow::Owned(tokenized));
    for query in ["license", "RLE", "forbiden access", "lcnsexprd", "409", "sap", "user not found"]
    {
        let query = parse(query);
        let results = copied.search(&query);
        assert_eq!(results, tokenized.search(&query), "{query:?}");
        let explain = |index: &Index| index.explain(&query, &results.matches);
        assert_eq!(explain(&copied), explain(&tokenized), "{query:?}");
    }
}

#[test]
fn ignores_the_word_status_next_to_a_status() {
    for status in ["401", "405", "412", "429"] {
        let plain = found(status);
        for query in ["status", "http", "http status", "response"] {
            let query = format!("{query} {status}");
            assert!(found(&query).starts_with(&plain[..1]), "{query}");
            assert_eq!(found(&query).len(), plain.len(), "{query}");
        }
    }
}

#[test]
fn marks_entries_that_lack_a_word_and_lists_them_last() {
    let results = search("snooze duration zebra");
    let first = &results.matches[0];
    assert_eq!(name(first.entry), "pagerduty:1013");
    assert!(first.is_nearest());
    assert_eq!(results.unmatched(first).collect::<Vec<_>>(), ["zebra"]);

    let results = search("snooze duration");
    assert!(!results.matches[0].is_nearest());
    assert_eq!(results.unmatched(&results.matches[0]).count(), 0);
    assert!(results.matches.is_sorted_by_key(super::Match::is_nearest));

    let results = search("1669");
    assert!(results.matches.iter().all(super::Match::is_nearest), "no such code exists");
}

#[test]
fn entries_with_the_message_of_the_first_are_listed() {
    let results = search("cannot read fastq of other team");
    assert_eq!(name(results.matches[0].entry), "sevenbridges:5001");
    for sibling in ["8002", "9004", "13001"] {
        let found = results.matches.iter().find(|it| it.entry.code == sibling);
        let found = found.unwrap_or_else(|| panic!("{sibling} is not listed"));
        assert!(found.is_nearest(), "{sibling}");
    }
    let filtered = found("cannot read fastq of other team section:files");
    assert!(!filtered.contains(&"sevenbridges:8002".to_owned()), "{filtered:?}");
}

#[test]
fn a_vendor_and_a_status_find_the_entry_about_the_status() {
    for vendor in ["orchestrator", "uipath"] {
        assert_eq!(first(&format!("{vendor} 409")), "uipath:1300");
    }
    assert_eq!(first("sap 409"), "sap:409");
}

#[test]
fn state_words_need_not_match_but_decide() {
    let results = search("incident already resolved too");
    assert_eq!(name(results.matches[0].entry), "pagerduty:1001");
    assert!(!results.matches[0].is_nearest());
    assert_eq!(first("ack failed already acked"), "pagerduty:1002");
}

#[test]
fn a_typo_keeps_its_digits() {
    assert!(!search("encription bas64").matches[0].is_nearest());
    assert!(search("encription bas65").matches[0].is_nearest());
}

#[test]
fn splits_unknown_names_at_case_changes() {
    assert_eq!(first("TxnNotStarted"), "uipath:1852");
    assert_eq!(first("TxnNotStarted"), first("txn not started"));
    assert!(search("CrashLoopBackOff").matches.iter().all(super::Match::is_nearest));
}

#[test]
fn other_products_codes_and_addresses_match_nothing() {
    for query in ["ORA-00942", "10.0.0.1:5432", "localhost:2001", "db.example.com:8001"] {
        assert_eq!(found(query), [""; 0], "{query}");
    }
}

#[test]
fn the_values_of_placeholders_need_not_match() {
    for (query, entry) in [
        ("Tenant Invoices7 is disabled!", "uipath:1676"),
        ("The machine FIN-VM-07 cannot be deleted", "uipath:1202"),
        ("package Zebra77, version 1.0.14 could not be found", "uipath:1660"),
    ] {
        let found = &search(query).matches[0];
        assert_eq!((name(found.entry), found.is_nearest()), (entry.to_owned(), false), "{query}");
    }
    assert!(search("snooze duration zebra").matches[0].is_nearest(), "it has no placeholder");
}

#[test]
fn words_scattered_over_unrelated_texts_are_no_whole_match() {
    let results = search("why is replacement team not accepted");
    assert!(["pagerduty:6002", "pagerduty:6003"].contains(&&*name(results.matches[0].entry)));
    let scattered = results.matches.iter().find(|it| name(it.entry) == "sevenbridges:8002");
    assert!(scattered.is_none_or(|it| it.is_nearest() && it != &results.matches[0]));
}

#[test]
fn questions_find_what_their_content_words_find() {
    for (question, words) in [
        ("what is 7012", "7012"),
        ("how do I fix an invalid cron", "invalid cron"),
        ("why does my robot say license expired", "robot license expired"),
    ] {
        assert_eq!(first(question), first(words), "{question}");
    }
}

#[test]
fn explains_the_origin_of_an_expansion() {
    let explained = |text: &str| {
        let query = parse(text);
        INDEX.explain(&query, &INDEX.search(&query).matches).concat()
    };
    let has = |text: &str, origin: &str| explained(text).iter().any(|line| line.contains(origin));
    assert!(has("renter not found", "synonym by WordNet `tenant`"));
    assert!(has("bot offline", "synonym by the catalog `robot`"));
}
