//! Catalogs, overlays and notes of the user's own, through the real binary with a temporary home.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use errdex::files::UserFiles;
use serde_json::Value;
use tempfile::TempDir;

const GLOBEX: &str = include_str!("../examples/globex.toml");
const OVERLAY: &str = include_str!("../examples/pagerduty-team.toml");
const GLOBEX_BODY: &str = r#"{"fault":{"number":4711,"text":"Invoice A-12 is locked."}}"#;
const UNLISTED_BODY: &str = r#"{"error":{"message":"Something new","code":2998}}"#;

/// A home directory without anything in it.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary directory") }
    }

    /// A path in the home directory.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The directory of the user's catalogs.
    fn catalogs(&self) -> PathBuf {
        self.path("data/errdex/catalogs")
    }

    /// Writes a file of the home directory and returns its path.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has a parent")).expect("directories");
        fs::write(&path, text).expect("a file");
        path
    }

    /// Installs a catalog for the user.
    fn install(&self, name: &str, text: &str) -> PathBuf {
        self.write(&format!("data/errdex/catalogs/{name}"), text)
    }

    fn command(&self) -> Command {
        let mut command = Command::cargo_bin("errdex").expect("the binary is built");
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"));
        command
    }

    fn run(&self, args: &[&str], input: &str) -> Run {
        Run(self.command().args(args).write_stdin(input).output().expect("the binary runs"))
    }
}

/// A finished process.
struct Run(Output);

impl Run {
    fn stdout(&self) -> &str {
        std::str::from_utf8(&self.0.stdout).expect("UTF-8")
    }

    fn stderr(&self) -> &str {
        std::str::from_utf8(&self.0.stderr).expect("UTF-8")
    }

    fn code(&self) -> i32 {
        self.0.status.code().expect("no signal")
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.stdout()).expect("JSON")
    }
}

fn as_str(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

#[test]
fn a_catalog_is_searched_and_decoded() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    let found = home.run(&["lookup", "4711", "--json"], "");
    assert_eq!(found.json()[0]["vendor"], "globex");
    assert_eq!(home.run(&["search", "gx:", "stuck invoice", "--json"], "").code(), 0);
    let decoded = home.run(&["decode", "--json"], GLOBEX_BODY).json();
    assert_eq!(decoded["verdict"], "identified");
    assert_eq!(decoded["findings"][0]["vendor"], "globex");
    let list = home.run(&["list", "--json"], "").json();
    assert_eq!(list.as_array().expect("an array").len(), 7);
}

#[test]
fn an_overlay_changes_and_adds_entries() {
    let home = Home::new();
    home.install("team.toml", OVERLAY);
    let changed = &home.run(&["lookup", "2001", "--vendor", "pd", "--json"], "").json()[0];
    assert!(changed["action"].as_str().expect("an action").contains("service template"));
    let builtin = &Home::new().run(&["lookup", "2001", "--vendor", "pd", "--json"], "").json()[0];
    assert_eq!(changed["messages"], builtin["messages"], "lists are kept");
    assert_eq!(changed["retry"], builtin["retry"], "other fields are kept");
    let added = &home.run(&["lookup", "2999", "--json"], "").json()[0];
    assert_eq!((&added["vendor"], &added["origin"]), (&"pagerduty".into(), &"observed".into()));
    let line = "pager-sync: PagerDuty refused PUT/services/PX: 2999 Escalation Quota Exceeded";
    let decoded = home.run(&["decode", "--json"], line).json();
    assert_eq!(decoded["findings"][0]["code"], "2999");
}

#[test]
fn later_files_win() {
    let home = Home::new();
    let globex = |title: &str| GLOBEX.replace("InvoiceLocked", title);
    home.install("a.toml", &globex("FromData"));
    let title = |run: &Run| run.json()[0]["names"][0].as_str().expect("a name").to_owned();
    let lookup = ["lookup", "4711", "--json"];
    assert_eq!(title(&home.run(&lookup, "")), "FromData");

    home.install("b.toml", &globex("FromLaterFile"));
    assert_eq!(title(&home.run(&lookup, "")), "FromLaterFile");

    home.write("config/errdex/config.toml", "catalogs = [\"more\"]\n");
    home.write("config/errdex/more/c.toml", &globex("FromConfiguration"));
    assert_eq!(title(&home.run(&lookup, "")), "FromConfiguration");

    let of_environment = home.write("environment.toml", &globex("FromEnvironment"));
    let run = home.command().env("ERRDEX_CATALOGS", &of_environment).args(lookup).output();
    assert_eq!(title(&Run(run.expect("it runs"))), "FromEnvironment");

    let of_arguments = home.write("arguments.toml", &globex("FromArguments"));
    let args = [&lookup[..], &["--catalogs", as_str(&of_arguments)]].concat();
    let run = home.command().env("ERRDEX_CATALOGS", &of_environment).args(args).output();
    assert_eq!(title(&Run(run.expect("it runs"))), "FromArguments");

    let overlay = "schema = 1\nextends = \"globex\"\n[[entry]]\nsection = \"errors\"\ncode = \"4711\"\nretry = \"never\"\n";
    home.install("a-overlay.toml", overlay);
    let list = home.run(&["catalog", "list", "--json"], "").json();
    let of_overlay =
        list["files"].as_array().expect("files").iter().find(|it| it["kind"] == "overlay");
    assert_eq!(of_overlay.expect("the overlay")["overridden"].as_array().map(Vec::len), Some(0));
    fs::remove_file(home.catalogs().join("a-overlay.toml")).expect("it is removed");
    let list = home.run(&["catalog", "list", "--json"], "").json();
    let replaced: Vec<_> =
        list["files"].as_array().expect("files").iter().map(|it| it["replaces"].clone()).collect();
    assert!(replaced[0].is_null(), "{replaced:?}");
    assert!(replaced[1].as_str().expect("a path").ends_with("a.toml"));
    assert!(replaced[2].as_str().expect("a path").ends_with("b.toml"));
}

#[test]
fn an_overlay_can_extend_a_catalog_of_a_later_file() {
    let home = Home::new();
    let overlay = "schema = 1\nextends = \"globex\"\n[[entry]]\nsection = \"errors\"\ncode = \"4711\"\nretry = \"never\"\n";
    home.install("a-overlay.toml", overlay);
    home.install("globex.toml", GLOBEX);
    let entry = &home.run(&["lookup", "4711", "--json"], "").json()[0];
    assert_eq!(entry["retry"], "never");
}

#[test]
fn a_faulty_file_is_reported_and_the_rest_loads() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    home.install("broken.toml", "schema = 1\nid = \"x\"\ntab = \n");
    home.install("unknown.toml", "schema = 1\nextends = \"nobody\"\n");
    let found = home.run(&["lookup", "4711", "--json"], "");
    assert_eq!(found.json()[0]["vendor"], "globex");
    let lines: Vec<_> = found.stderr().lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("broken.toml:3:7: ") && lines[0].contains("errdex catalog check"));
    assert!(lines[1].contains("unknown.toml:2:11: unknown catalog `nobody`, expected one of "));
}

#[test]
fn check_shows_each_error_with_its_line() {
    let home = Home::new();
    let text = GLOBEX.replace("status = 409", "status = 1409").replace("\"later\"", "\"perhaps\"");
    let path = home.write("globex.toml", &text);
    let checked = home.run(&["catalog", "check", as_str(&path)], "");
    assert_eq!(checked.code(), 2);
    // A value of an unknown type hides those after it.
    assert!(checked.stdout().contains("unknown variant `perhaps`"), "{}", checked.stdout());
    let text = GLOBEX
        .replace("status = 409", "status = 1409")
        .replace("code = \"4712\"", "code = \"4711\"");
    fs::write(&path, text).expect("a file");
    let checked = home.run(&["catalog", "check", as_str(&path)], "");
    let lines: Vec<_> = checked.stdout().lines().collect();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert!(lines[0].ends_with(":39:19: status is 1409, expected 100 to 599"), "{}", lines[0]);
    assert_eq!(lines[1], "  39 | http = { status = 1409, basis = \"documented\" }");
    assert_eq!(lines[2], "     |                   ^");
    assert!(lines[3].ends_with("code `4711` is listed twice in section `errors`"));

    fs::write(&path, GLOBEX).expect("a file");
    let checked = home.run(&["catalog", "check", as_str(&path)], "");
    assert_eq!(checked.code(), 0);
    assert!(checked.stdout().contains("OK (catalog globex: 2 entries, 1 signature"));
}

#[test]
fn check_looks_at_all_files_of_the_user() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    assert_eq!(home.run(&["catalog", "check"], "").code(), 0);
    home.install("team.toml", &OVERLAY.replace("section = \"errors\"", "section = \"alerts\""));
    let checked = home.run(&["catalog", "check"], "");
    assert_eq!(checked.code(), 2);
    assert!(checked.stdout().contains("unknown section `alerts`, expected one of http, errors"));
}

#[test]
fn a_file_that_is_installed_can_be_checked_by_its_path() {
    let home = Home::new();
    let path = home.install("team.toml", OVERLAY);
    let checked = home.run(&["catalog", "check", as_str(&path)], "");
    assert_eq!((checked.code(), checked.stderr()), (0, ""), "{}", checked.stdout());
}

#[test]
fn the_samples_of_the_examples_are_recognised() {
    let home = Home::new();
    let files = ["globex.toml", "pagerduty-team.toml"]
        .map(|name| format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR")));
    let tested = home.run(&["catalog", "test", &files[0], &files[1]], "");
    assert_eq!(tested.code(), 0, "{}{}", tested.stdout(), tested.stderr());
    let rows = home.run(&["catalog", "test", &files[0], "--json"], "").json();
    assert_eq!(rows[0]["catalog"], "globex");
    assert_eq!(rows[0]["entries_with_sample"], 2);
}

#[test]
fn a_sample_that_is_not_recognised_is_named() {
    let home = Home::new();
    // The structure is that of PagerDuty.
    let text = GLOBEX
        .replace(GLOBEX_BODY, r#"{"error":{"message":"Invalid Input Provided","code":2001}}"#);
    let path = home.write("globex.toml", &text);
    let tested = home.run(&["catalog", "test", as_str(&path)], "");
    assert_eq!(tested.code(), 1);
    let expected = "expected globex 4711, found pagerduty 2001";
    assert!(tested.stdout().contains(expected), "{}", tested.stdout());
}

#[test]
fn new_writes_a_catalog_that_passes() {
    let home = Home::new();
    let made = home.run(&["catalog", "new", "acme"], "");
    assert_eq!(made.code(), 0, "{}", made.stderr());
    assert!(home.catalogs().join("acme.toml").exists());
    assert_eq!(home.run(&["catalog", "check"], "").code(), 0);
    assert_eq!(home.run(&["catalog", "test"], "").code(), 0);
    assert_eq!(home.run(&["catalog", "new", "acme"], "").code(), 2, "nothing is overwritten");
    for id in ["Acme Inc", "pagerduty", "../x"] {
        assert_eq!(home.run(&["catalog", "new", id], "").code(), 2, "{id}");
    }
    let printed = home.run(&["catalog", "new", "acme", "--print"], "");
    let written = fs::read_to_string(home.catalogs().join("acme.toml")).expect("a file");
    assert_eq!(printed.stdout(), written);
}

#[test]
fn diff_lists_what_differs() {
    let home = Home::new();
    let old = home.write("old.toml", GLOBEX);
    let new = GLOBEX
        .replace("retry = \"later\"", "retry = \"backoff\"")
        .replace("code = \"4712\"", "code = \"4713\"");
    let new = home.write("new.toml", &new);
    let diff = home.run(&["catalog", "diff", as_str(&old), as_str(&new)], "");
    assert_eq!(diff.code(), 1);
    let expected =
        "- errors 4712\n+ errors 4713\n~ errors 4711\n    retry\n      - later\n      + backoff\n";
    assert_eq!(diff.stdout(), expected);
    let same = home.run(&["catalog", "diff", as_str(&old), as_str(&old), "--json"], "");
    assert_eq!((same.code(), same.json()["changed"].as_array().map(Vec::len)), (0, Some(0)));
}

#[test]
fn notes_are_shown_and_searched_and_removed() {
    let home = Home::new();
    let noted =
        home.run(&["note", "pd", "2001", "Ask the flumox team first", "--author", "Ana"], "");
    assert_eq!(noted.code(), 0, "{}", noted.stderr());
    assert_eq!(home.run(&["note", "pd", "2001"], "Second\nnote\n").code(), 0);
    let entry = &home.run(&["lookup", "2001", "--vendor", "pd", "--json"], "").json()[0];
    assert_eq!(entry["notes"][0]["text"], "Ask the flumox team first");
    assert_eq!(entry["notes"][0]["author"], "Ana");
    assert_eq!(entry["notes"][1]["text"], "Second\nnote");
    let found = home.run(&["search", "flumox", "--json"], "").json();
    assert_eq!((&found[0]["vendor"], &found[0]["code"]), (&"pagerduty".into(), &"2001".into()));
    let shown = home.run(&["lookup", "2001", "--vendor", "pd"], "");
    let second = shown.stdout().lines().nth(1).expect("a second line");
    let has_note = second.contains("Team notes") && second.contains("Ask the flumox team first");
    assert!(has_note, "{second}");

    let list = home.run(&["note", "--list", "--json"], "").json();
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    let ambiguous = home.run(&["note", "pd", "2001", "--remove"], "");
    assert_eq!(ambiguous.code(), 2, "which one?");
    assert_eq!(home.run(&["note", "pd", "2001", "--remove", "1"], "").code(), 0);
    let left = home.run(&["note", "--list", "--json"], "").json();
    assert_eq!(left[0]["text"], "Second\nnote");
    // The number is that of the list of all notes.
    home.run(&["note", "pd", "1001", "other"], "");
    home.run(&["note", "pd", "Not Found", "by name"], "");
    assert_eq!(home.run(&["note", "pd", "1001", "--remove", "1"], "").code(), 2);
    assert_eq!(home.run(&["note", "pd", "1001", "--remove", "2"], "").code(), 0);
    let left = home.run(&["note", "--list"], "");
    assert!(!left.stdout().contains("other") && left.stdout().contains("2. pagerduty 404"));
    assert_eq!(home.run(&["note", "pd", "9999", "x"], "").code(), 2, "no such code");
}

#[test]
fn notes_are_in_the_configured_file() {
    let home = Home::new();
    home.write("config/errdex/config.toml", "notes = \"~/team/notes.toml\"\n");
    assert_eq!(home.run(&["note", "pd", "2001", "shared"], "").code(), 0);
    let text = fs::read_to_string(home.path("team/notes.toml")).expect("a file");
    assert!(
        text.starts_with("[[note]]\nvendor = \"pagerduty\"\ncode = \"2001\"\ntext = \"shared\"\n")
    );
}

#[test]
fn notes_of_two_processes_are_all_kept() {
    const NOTES: usize = 12;
    let home = Home::new();
    std::thread::scope(|scope| {
        for number in 0..NOTES {
            let home = &home;
            scope.spawn(move || {
                let noted = home.run(&["note", "pd", "2001", &format!("note {number}")], "");
                assert_eq!(noted.code(), 0, "{}", noted.stderr());
            });
        }
    });
    let list = home.run(&["note", "--list", "--json"], "").json();
    assert_eq!(list.as_array().map(Vec::len), Some(NOTES));
}

#[test]
fn drafts_of_several_processes_are_all_kept() {
    const DRAFTS: usize = 6;
    let home = Home::new();
    let files = UserFiles { data_dir: Some(home.path("data/errdex")), ..UserFiles::default() };
    std::thread::scope(|scope| {
        for number in 0..DRAFTS {
            let files = &files;
            scope.spawn(move || {
                let entry = format!(
                    "[[entry]]\nsection = \"errors\"\ncode = \"29{number}0\"\naction = \"x\"\nretry = \"never\"\n"
                );
                files.add_entries("pagerduty", &entry).expect("it is saved");
            });
        }
    });
    let codes: Vec<_> = (0..DRAFTS).map(|number| format!("29{number}0")).collect();
    let mut args: Vec<&str> = vec!["lookup", "--json"];
    args.extend(codes.iter().map(String::as_str));
    assert_eq!(home.run(&args, "").json().as_array().map(Vec::len), Some(DRAFTS));
}

#[test]
fn a_note_is_always_readable_again() {
    let home = Home::new();
    for author in ["a\nb", " ", "\u{200d}"] {
        let noted = home.run(&["note", "pd", "2001", "x\u{7}y", "--author", author], "");
        assert_eq!(noted.code(), 0, "{}", noted.stderr());
        assert_eq!(home.run(&["note", "--list"], "").code(), 0, "{author:?}");
    }
    // A file in a form that cannot be appended to stays as it is.
    let inline = "note = [{ vendor = \"sap\", code = \"409\", text = \"x\", date = 2026-11-20 }]\n";
    let path = home.write("data/errdex/notes.toml", inline);
    assert_eq!(home.run(&["note", "pd", "2001", "x"], "").code(), 2);
    assert_eq!(fs::read_to_string(path).expect("a file"), inline);
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_links_that_lead_out() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    fs::create_dir_all(home.catalogs()).expect("directories");
    let outside = home.path("outside.toml");
    symlink(&outside, home.path("data/errdex/notes.toml")).expect("a link");
    symlink(&outside, home.catalogs().join("pagerduty-overlay.toml")).expect("a link");
    assert_eq!(home.run(&["note", "pd", "2001", "x"], "").code(), 2);
    let files = UserFiles { data_dir: Some(home.path("data/errdex")), ..UserFiles::default() };
    let entry =
        "[[entry]]\nsection = \"errors\"\ncode = \"2999\"\naction = \"x\"\nretry = \"never\"\n";
    files.add_entries("pagerduty", entry).expect_err("the link leads out");
    assert!(!outside.exists());
}

#[test]
fn faulty_notes_are_reported_and_kept() {
    let home = Home::new();
    let blank =
        "[[note]]\nvendor = \"pagerduty\"\ncode = \"2001\"\ntext = \" \"\ndate = 2026-11-20\n";
    home.write("data/errdex/notes.toml", &blank.repeat(3));
    let found = home.run(&["lookup", "2001"], "");
    assert!(found.stderr().contains("notes.toml:4:8: "), "{}", found.stderr());
    assert!(found.stderr().contains(" (and 2 more)"), "{}", found.stderr());

    let path = home.write("data/errdex/notes.toml", "[[note]]\nvendor = 1\n");
    let found = home.run(&["lookup", "2001"], "");
    assert_eq!(found.code(), 0);
    assert!(found.stderr().contains("notes.toml:2:10: "), "{}", found.stderr());
    assert_eq!(home.run(&["note", "pd", "2001", "x"], "").code(), 2);
    assert_eq!(fs::read_to_string(path).expect("a file"), "[[note]]\nvendor = 1\n");
}

#[test]
fn a_note_on_a_code_that_no_catalog_lists_is_reported() {
    let home = Home::new();
    let note = |code| {
        format!(
            "[[note]]\nvendor = \"pagerduty\"\ncode = \"{code}\"\ntext = \"x\"\ndate = 2026-11-20\n"
        )
    };
    home.write("data/errdex/notes.toml", &[note(2001), note(9999)].concat());
    let checked = home.run(&["catalog", "check"], "");
    assert_eq!(checked.code(), 0, "{}", checked.stderr());
    let reports: Vec<_> =
        checked.stderr().lines().filter(|it| it.contains("a note is on")).collect();
    assert_eq!(reports.len(), 1, "{}", checked.stderr());
    assert!(reports[0].ends_with("a note is on pagerduty 9999, which no catalog lists"));
}

#[test]
fn an_unlisted_code_becomes_a_draft() {
    let home = Home::new();
    let draft = home.run(&["decode", "--draft"], UNLISTED_BODY);
    assert_eq!(draft.code(), 0, "{}", draft.stderr());
    let path = home.install("pagerduty-overlay.toml", draft.stdout());
    assert_eq!(home.run(&["catalog", "check", as_str(&path)], "").code(), 0);
    let decoded = home.run(&["decode", "--json"], UNLISTED_BODY).json();
    assert_eq!(decoded["verdict"], "identified");
    assert_eq!(decoded["findings"][0]["entry"]["messages"][0], "Something new");
    assert_eq!(home.run(&["decode", "--draft"], "hello").code(), 1);
}

#[test]
#[cfg(unix)]
fn links_do_not_lead_out_of_the_directory() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    let secret = home.write("secret.toml", "password = \"hunter2\"\n");
    home.install("globex.toml", GLOBEX);
    symlink(&secret, home.catalogs().join("linked.toml")).expect("a link");
    symlink("globex.toml", home.catalogs().join("alias.toml")).expect("a link");
    let checked = home.run(&["catalog", "check"], "");
    assert!(!checked.stdout().contains("hunter2"), "{}", checked.stdout());
    assert!(checked.stdout().contains("outside of its directory"), "{}", checked.stdout());
    let found = home.run(&["lookup", "4711"], "");
    assert_eq!(found.code(), 0);
}

#[test]
#[cfg(unix)]
fn a_pipe_is_not_read() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    let status =
        std::process::Command::new("mkfifo").arg(home.catalogs().join("pipe.toml")).status();
    assert!(status.expect("mkfifo runs").success());
    let found = home.run(&["lookup", "4711"], "");
    assert_eq!(found.code(), 0);
    assert!(found.stderr().contains("pipe.toml: not a regular file"), "{}", found.stderr());
}

#[test]
fn control_characters_of_a_catalog_never_reach_the_output() {
    let home = Home::new();
    let text = GLOBEX.replace("is locked.\"", "is \\u001b]0;owned\\u0007locked\\u202e.\"");
    let path = home.install("globex.toml", &text);
    let checked = home.run(&["catalog", "check", as_str(&path)], "");
    assert_eq!(checked.code(), 2);
    home.install("broken.toml", "x = \"\u{202e}\u{9b}31m\"");
    let runs = [
        home.run(&["catalog", "list"], ""),
        home.run(&["catalog", "check"], ""),
        home.run(&["lookup", "4711"], ""),
    ];
    for run in &runs {
        let is_harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(run.stdout().chars().all(is_harmless), "{:?}", run.stdout());
        assert!(run.stderr().chars().all(is_harmless), "{:?}", run.stderr());
    }
}

#[test]
fn a_catalog_cannot_take_the_name_of_another() {
    let home = Home::new();
    home.install("globex.toml", &GLOBEX.replace("aliases = [\"gx\"]", "aliases = [\"pd\"]"));
    let found = home.run(&["lookup", "4711"], "");
    assert_eq!(found.code(), 1);
    let error = "globex.toml:7:12: the name `pd` already belongs to catalog `pagerduty`";
    assert!(found.stderr().contains(error), "{}", found.stderr());
}

#[test]
fn the_schema_accepts_catalogs_and_overlays() {
    let schema = Home::new().run(&["catalog", "schema"], "").json();
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    for text in [GLOBEX, OVERLAY] {
        let table: toml::Table = text.parse().expect("TOML");
        let value = serde_json::to_value(&table).expect("JSON");
        let mut value = value;
        if let Some(source) = value.get_mut("source") {
            source["captured"] = "2026-11-20".into();
        }
        let errors: Vec<_> = validator.iter_errors(&value).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}
