//! The layers drawn in `src/lib.rs`, `src/search.rs` and `src/decode.rs`: nothing imports upwards,
//! no folder grows into a heap of files, and the documentation names only what exists.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages of the decoder, bottom to top.
const DECODE: &[&str] = &["report", "input", "parse", "detect", "assess"];

/// The parts of the browser, bottom to top. Those of a layer come together.
const TUI: &[&str] =
    &["keymap", "theme", "widgets", "terminal", "effects", "layout", "pages", "app"];

/// Most files in a folder that are not the head of a folder of their own.
const MAX_LOOSE_FILES: usize = 9;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The `.rs` files below a folder, without those of tests.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("a file of src").path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The names in the first column of the drawing at the top of a file, in their order.
fn drawn(file: &str) -> Vec<String> {
    let text = read(&root().join(file));
    let (_, drawing) = text.split_once("//! ```text\n").expect("a drawing");
    let (drawing, _) = drawing.split_once("//! ```\n").expect("its end");
    let names =
        drawing.lines().filter_map(|line| line.trim_start_matches("//!").split_whitespace().next());
    names.map(str::to_owned).collect()
}

/// The imports within `module` (`crate`, `crate::search`, …) that go from a layer to one above it.
/// `layers` are its parts, bottom to top.
fn upward_imports(folder: &Path, module: &str, layers: &[String]) -> Vec<String> {
    let level = |name: &str| layers.iter().position(|layer| layer == name);
    let mut upward = Vec::new();
    for file in rust_files(folder) {
        let path = file.strip_prefix(folder).expect("a file of the folder");
        let first = path.iter().next().expect("a name").to_string_lossy();
        let Some(own) = level(first.trim_end_matches(".rs")) else { continue };
        let text = read(&file);
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        for used in code.split(&format!("{module}::")).skip(1) {
            let name =
                used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if level(name).is_some_and(|level| level > own) {
                upward.push(format!("{} uses {module}::{name}", path.display()));
            }
        }
    }
    upward
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn no_layer_imports_one_above_it() {
    let src = root().join("src");
    let bottom_up = |file: &str| drawn(file).into_iter().rev().collect::<Vec<_>>();
    let crate_layers = bottom_up("src/lib.rs");
    assert!(crate_layers.len() > 10, "{crate_layers:?}");
    let search_layers = bottom_up("src/search.rs");
    assert!(search_layers.len() == 6, "{search_layers:?}");
    let mut upward = upward_imports(&src, "crate", &crate_layers);
    upward.extend(upward_imports(&src.join("search"), "crate::search", &search_layers));
    upward.extend(upward_imports(&src.join("decode"), "crate::decode", &owned(DECODE)));
    upward.extend(upward_imports(&src.join("tui"), "crate::tui", &owned(TUI)));
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn the_browser_and_the_writers_do_not_import_each_other() {
    for (folder, other) in [("tui", "crate::report"), ("report", "crate::tui")] {
        for file in rust_files(&root().join("src").join(folder)) {
            assert!(!read(&file).contains(other), "{} uses {other}", file.display());
        }
    }
}

#[test]
fn no_folder_is_a_heap_of_files() {
    let mut folders: Vec<PathBuf> =
        rust_files(&root().join("src")).iter().map(|file| file.with_file_name("")).collect();
    folders.sort();
    folders.dedup();
    for folder in folders.iter().filter(|folder| !folder.ends_with("commands")) {
        let files =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
        let loose: Vec<PathBuf> =
            files.filter(|file| file.is_file() && !file.with_extension("").is_dir()).collect();
        assert!(loose.len() <= MAX_LOOSE_FILES, "{}: {loose:#?}", folder.display());
    }
}

#[test]
fn documented_places_exist() {
    let text = read(&root().join("docs/architecture.md"));
    let names = text.split('`').skip(1).step_by(2).filter(|name| name.contains('/'));
    let missing: Vec<&str> = names.filter(|name| !root().join(name).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn links_of_the_documentation_lead_to_files() {
    let files = |folder: PathBuf| {
        let entries = fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("a file").path())
    };
    let documents = files(root().to_owned()).chain(files(root().join("docs")));
    let mut links = 0;
    for document in documents.filter(|path| path.extension().is_some_and(|it| it == "md")) {
        for link in read(&document).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.contains("://") {
                links += 1;
                let is_file = document.with_file_name(target).exists() || target.is_empty();
                assert!(is_file, "{}: {link}", document.display());
            }
        }
    }
    assert!(links > 30, "{links}");
}
