//! Uses errdex as a library: loads a catalog and an overlay, searches them, and decodes a response.
//!
//! ```sh
//! cargo run --example decode_with_own_catalog
//! ```

use std::path::PathBuf;

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::files::UserFiles;
use errdex::search::{Index, Query};

fn main() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = UserFiles {
        catalogs: vec![folder.join("globex.toml"), folder.join("pagerduty-team.toml")],
        ..UserFiles::default()
    };
    let loaded = files.load(&Catalogs::builtin());
    for error in loaded.errors() {
        eprintln!("{error}");
    }
    let catalogs = loaded.merged.catalogs;

    let query = Query::with_synonyms("stuck invoice", &catalogs);
    for found in Index::new(&catalogs).search(&query).matches.iter().take(3) {
        println!("{} {}: {}", found.entry.catalog.id, found.entry.code, found.entry.title());
    }

    let decoder = Decoder::new(&catalogs);
    let report =
        decoder.decode(br#"{"fault":{"number":4711,"text":"Invoice A-12 is locked."}}"#, None);
    println!("{}", report.verdict);
    for finding in &report.findings {
        println!("{} {:?}: {}", finding.catalog.id, finding.code, finding.confidence);
    }
}
