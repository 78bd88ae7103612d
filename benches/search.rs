//! Search time for whole queries and letter by letter, compared with nucleo-matcher and a substring
//! scan; build time and memory of the index.

#[path = "support/generated.rs"]
mod generated;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use errdex::catalog::Catalogs;
use errdex::search::{Index, Query};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

const SIZES: [usize; 3] = [600, 10_000, 100_000];

/// One word, several words, a code, a prefix with a status, a typo, and scattered letters.
const QUERIES: [&str; 6] =
    ["license", "user not found", "2001", "perm 403", "forbiden access", "lcnsexprd"];

/// The memory that the process has; none where there is no `/proc`.
fn resident_kilobytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn search(index: &Index, text: &str) -> usize {
    index.search(&Query::new(text)).matches.len()
}

/// The prefixes of a text as it is typed.
fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(start, letter)| &text[..start + letter.len_utf8()])
}

/// The entries as lines, as one would pipe them into a fuzzy finder.
fn lines(catalogs: &Catalogs) -> Vec<String> {
    catalogs
        .entry_refs()
        .map(|entry| {
            let mut line = format!("{} {}", entry.catalog.tab, entry.code);
            let texts = entry.names.iter().chain(entry.messages).copied();
            for text in texts.chain(entry.description) {
                line.push(' ');
                line.push_str(text);
            }
            line
        })
        .collect()
}

/// Generates the catalogs once per size; they are leaked.
fn all_sizes(criterion: &mut Criterion) {
    build_index(criterion, "built in", &Catalogs::builtin());
    for size in SIZES {
        let catalogs = generated::catalogs(size);
        build_index(criterion, &size.to_string(), &catalogs);
        search_catalogs(criterion, size, &catalogs);
    }
}

fn search_catalogs(criterion: &mut Criterion, size: usize, catalogs: &Catalogs) {
    let before = resident_kilobytes();
    let index = Index::new(catalogs);
    println!("{size} entries: index size {} kB", resident_kilobytes().saturating_sub(before));
    let lines = lines(catalogs);
    let lowered: Vec<String> = lines.iter().map(|line| line.to_lowercase()).collect();
    let utf32: Vec<Utf32String> = lines.into_iter().map(Utf32String::from).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);

    let mut group = criterion.benchmark_group(format!("search {size}"));
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(200));
    group.measurement_time(Duration::from_millis(800));
    for query in QUERIES {
        group.bench_function(BenchmarkId::new("errdex", query), |bencher| {
            bencher.iter(|| search(&index, black_box(query)));
        });
        group.bench_function(BenchmarkId::new("errdex, key by key", query), |bencher| {
            bencher.iter(|| {
                prefixes(black_box(query)).map(|text| search(&index, text)).sum::<usize>()
            });
        });
        group.bench_function(BenchmarkId::new("nucleo-matcher", query), |bencher| {
            bencher.iter(|| {
                let (case, normal) = (CaseMatching::Ignore, Normalization::Smart);
                let pattern = Pattern::parse(black_box(query), case, normal);
                let mut score = |line: &Utf32String| pattern.score(line.slice(..), &mut matcher);
                let mut found: Vec<(u32, usize)> = (utf32.iter().enumerate())
                    .filter_map(|(index, line)| Some((score(line)?, index)))
                    .collect();
                found.sort_unstable_by(|a, b| b.cmp(a));
                found.len()
            });
        });
        group.bench_function(BenchmarkId::new("substring scan", query), |bencher| {
            bencher.iter(|| {
                let query = black_box(query);
                lowered.iter().filter(|line| line.contains(query)).count()
            });
        });
    }
    group.finish();
}

fn build_index(criterion: &mut Criterion, name: &str, catalogs: &Catalogs) {
    let mut group = criterion.benchmark_group("build index");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(10));
    group.measurement_time(Duration::from_secs(1));
    group.bench_function(name, |bencher| bencher.iter(|| Index::new(black_box(catalogs))));
    group.finish();
}

criterion_group!(benches, all_sizes);
criterion_main!(benches);
