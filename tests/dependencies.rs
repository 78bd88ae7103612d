//! The dependency tree: no crate has network access, none requires a newer Rust than `rust-version`,
//! and every direct dependency is documented.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Crates that implement or open network connections.
const NETWORK: [&str; 27] = [
    "async-net",
    "async-std",
    "attohttpc",
    "boring",
    "curl",
    "curl-sys",
    "git2",
    "h2",
    "h3",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "russh",
    "rustls",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
    "zmq",
];

/// Crates allowed to have socket features, and the reason.
const SOCKETS: [(&str, &str); 3] = [
    ("mio", "crossterm polls for input with it; `.ci/traces` records what is opened"),
    ("winapi", "bindings for crossterm, on Windows only"),
    ("windows-sys", "bindings for mio, on Windows only"),
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All packages for all platforms, including those only used in tests.
fn metadata() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--locked", "--format-version", "1"]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().unwrap_or_else(|| panic!("`{name}` is not a list")).iter()
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("a package has a name")
}

/// Parses a Rust version so that it can be compared.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().expect(text)).collect();
    numbers.resize(3, 0);
    numbers
}

/// The keys of a table in `Cargo.toml`.
fn names(table: &toml::Table, path: &[&str]) -> BTreeSet<String> {
    let (last, path) = path.split_last().expect("a path");
    let table = path.iter().try_fold(table, |table, name| table.get(*name)?.as_table());
    let table = table.and_then(|table| table.get(*last)?.as_table()).expect("the table exists");
    table.keys().cloned().collect()
}

/// The heading of the section on code that runs at build time.
const BUILD_HEADING: &str = "\n## Code that runs when errdex is built\n";

/// The crates in the first columns of tables.
fn first_columns(text: &str) -> impl Iterator<Item = String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    cells
        .flat_map(|cell| cell.split(['`', ',', ' ']))
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
}

/// The ids of errdex and of all crates in it, those for tests left out.
fn program(metadata: &Value) -> BTreeSet<&str> {
    let resolve = &metadata["resolve"];
    let mut ids = BTreeSet::new();
    let mut open = vec![resolve["root"].as_str().expect("a root")];
    while let Some(id) = open.pop() {
        if !ids.insert(id) {
            continue;
        }
        let node = list(resolve, "nodes").find(|node| node["id"] == id).expect("its node");
        let is_built = |dependency: &&Value| {
            list(dependency, "dep_kinds").any(|kind| kind["kind"].as_str() != Some("dev"))
        };
        let dependencies = list(node, "deps").filter(is_built);
        open.extend(dependencies.filter_map(|dependency| dependency["pkg"].as_str()));
    }
    ids
}

#[test]
#[ignore = "needs the metadata of every platform's crates, which cargo may have to fetch"]
fn every_build_script_and_procedural_macro_is_documented() {
    let metadata = metadata();
    let program = program(&metadata);
    let text = read("docs/dependencies.md");
    let (_, section) = text.split_once(BUILD_HEADING).expect("the section");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let (scripts, macros) = section.split_once("A procedural macro").expect("two tables");
    for (kind, table) in [("custom-build", scripts), ("proc-macro", macros)] {
        let has_target = |package: &&Value| {
            list(package, "targets").any(|target| list(target, "kind").any(|it| it == kind))
        };
        let packages = list(&metadata, "packages")
            .filter(|package| package["id"].as_str().is_some_and(|id| program.contains(id)));
        let expected: BTreeSet<_> =
            packages.filter(has_target).map(|package| name(package).to_owned()).collect();
        assert_eq!(first_columns(table).collect::<BTreeSet<_>>(), expected, "{kind}");
    }
}

#[test]
fn every_direct_dependency_is_documented() {
    let manifest: toml::Table = read("Cargo.toml").parse().expect("TOML");
    let mut direct = names(&manifest, &["dependencies"]);
    direct.extend(names(&manifest, &["target", "cfg(unix)", "dependencies"]));
    direct.extend(names(&manifest, &["build-dependencies"]));
    let text = read("docs/dependencies.md");
    let (program, rest) = text.split_once(BUILD_HEADING).expect("the section on the build");
    let (_, tests) = rest.split_once("\n## ").expect("the section on tests");
    let documented: BTreeSet<String> = first_columns(program).chain(first_columns(tests)).collect();
    direct.extend(names(&manifest, &["dev-dependencies"]));
    assert_eq!(documented, direct);
}

#[test]
#[ignore = "needs the metadata of every platform's crates, which cargo may have to fetch"]
fn no_crate_has_network_access() {
    let metadata = metadata();
    let named = |package| NETWORK.contains(&name(package)).then(|| name(package));
    let found: Vec<_> = list(&metadata, "packages").filter_map(named).collect();
    assert!(found.is_empty(), "{found:?}");
    let mut sockets = BTreeSet::new();
    for node in list(&metadata["resolve"], "nodes") {
        let id = &node["id"];
        let package = list(&metadata, "packages").find(|it| it["id"] == *id).expect("its package");
        let opens_sockets = |feature: &Value| {
            let feature = feature.as_str().unwrap_or_default().to_lowercase();
            feature == "net" || feature.contains("network") || feature.contains("sock")
        };
        if list(node, "features").any(opens_sockets) {
            sockets.insert(name(package));
        }
    }
    assert_eq!(sockets, SOCKETS.iter().map(|(name, _)| *name).collect());
}

#[test]
#[ignore = "needs the metadata of every platform's crates, which cargo may have to fetch"]
fn no_crate_requires_a_newer_rust() {
    let metadata = metadata();
    let rust_version = |package: &Value| package["rust_version"].as_str().map(version);
    let ours = list(&metadata, "packages")
        .find(|package| name(package) == "errdex")
        .and_then(rust_version);
    let ours = ours.expect("Cargo.toml has a rust-version");
    let newer: Vec<_> = list(&metadata, "packages")
        .filter(|package| rust_version(package).is_some_and(|needed| needed > ours))
        .map(name)
        .collect();
    assert!(newer.is_empty(), "{newer:?}");
}
