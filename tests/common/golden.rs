//! Comparison with the files under `tests/golden/`.

use std::path::Path;
use std::{env, fs};

/// Compares a text with a file under `tests/golden/`. If `UPDATE_GOLDEN` is set, writes the file instead;
/// review the diff before committing it.
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(path, text).expect("the golden file can be written");
        return;
    }
    let golden = fs::read_to_string(path).unwrap_or_default();
    assert!(
        golden == text,
        "{name} differs; UPDATE_GOLDEN=1 cargo test writes it\n--- expected\n{golden}\n--- found\n{text}"
    );
}
