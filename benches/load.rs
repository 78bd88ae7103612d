//! Loading the user's catalogs: one file, many files, one large file.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use errdex::catalog::Catalogs;
use errdex::files::UserFiles;
use tempfile::TempDir;

/// A catalog with that many entries.
fn catalog(id: &str, entries: usize) -> String {
    let mut text = format!(
        "schema = 1\nid = \"{id}\"\nname = \"{id} API\"\ntab = \"{id}\"\n\n[source]\n\
         title = \"{id}\"\nurl = \"https://{id}.example\"\ncaptured = 2026-11-20\n\
         exhaustive = false\n\n[[section]]\nid = \"errors\"\ntitle = \"Errors\"\n"
    );
    for code in 0..entries {
        let _ = write!(
            text,
            "\n[[entry]]\nsection = \"errors\"\ncode = \"{code}\"\nnames = [\"Name{code}\"]\n\
             messages = [\"The part number {code} is locked by another user.\"]\n\
             action = \"Wait for the other user, then repeat the call.\"\nretry = \"later\"\n"
        );
    }
    text
}

/// A directory with catalogs of `entries` entries each.
fn directory(files: usize, entries: usize) -> TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for file in 0..files {
        let id = format!("vendor{file}");
        let path = directory.path().join(format!("{id}.toml"));
        fs::write(path, catalog(&id, entries)).expect("a file");
    }
    directory
}

fn load(path: &Path) -> usize {
    let files = UserFiles { catalogs: vec![path.to_owned()], ..UserFiles::default() };
    let loaded = files.load(&Catalogs::builtin());
    assert_eq!(loaded.errors().next(), None);
    loaded.merged.catalogs.entry_refs().count()
}

fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    // Each run leaks what it loads.
    group.sample_size(10);
    for (files, entries) in [(0, 0), (1, 100), (100, 10), (1_000, 10), (1, 100_000)] {
        let directory = directory(files, entries);
        group.bench_function(format!("{files} files of {entries} entries"), |bencher| {
            bencher.iter(|| load(black_box(directory.path())));
        });
    }
    group.finish();
}

criterion_group!(load_benches, benches);
criterion_main!(load_benches);
