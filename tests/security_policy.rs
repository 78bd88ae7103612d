//! Every check named in `SECURITY.md` exists.

use std::fs;
use std::path::Path;

#[test]
fn every_named_check_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("SECURITY.md")).expect("SECURITY.md exists");
    let (_, rows) = text.split_once("|---|---|\n").expect("a table of guarantees");
    let (rows, _) = rows.split_once("\n\n").expect("something after the table");
    for row in rows.lines() {
        let (_, checks) = row.trim_end_matches(" |").split_once(" | ").expect("two columns");
        let named: Vec<&str> = checks
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| word.contains('/') || Path::new(word).extension().is_some())
            .collect();
        assert!(!named.is_empty(), "no check is named: {row}");
        for path in named {
            assert!(root.join(path).is_file(), "{path} does not exist");
        }
    }
}
