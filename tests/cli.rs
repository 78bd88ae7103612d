//! The command line, tested with the real binary: exit codes, streams, JSON, pipes.

#[path = "common/golden.rs"]
mod common;

use std::fs::OpenOptions;
use std::io::Read;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use common::golden;
use errdex::search::syntax::SYNTAX;
use serde_json::{Value, json};

const PAGERDUTY: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken"]}}"#;
const UIPATH: &str =
    r#"{"message":"The name Invoices is already used.","errorCode":1001,"resourceIds":null}"#;

/// Runs the binary without any environment variable that affects it.
fn errdex(args: &[&str], input: &str) -> Output {
    let mut command = Command::cargo_bin("errdex").expect("the binary is built");
    command.args(args).write_stdin(input).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    for name in [
        "CI",
        "CLICOLOR",
        "ERRDEX_CONFIG",
        "ERRDEX_THEME",
        "ERRDEX_MOUSE",
        "ERRDEX_BORDERS",
        "ERRDEX_CATALOGS",
        "XDG_DATA_HOME",
        "TERM",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
    command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
    command.output().expect("the binary runs")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the output is UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("the messages are UTF-8")
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn run_json(args: &[&str], input: &str) -> Value {
    serde_json::from_str(stdout(&errdex(args, input))).expect("the output is JSON")
}

/// The vendor and code of each entry or finding in an array.
fn codes(array: &Value) -> Vec<(&str, &str)> {
    let pair = |item| -> Option<(&str, &str)> {
        let item: &Value = item;
        Some((item["vendor"].as_str()?, item["code"].as_str()?))
    };
    array.as_array().expect("an array").iter().filter_map(pair).collect()
}

#[test]
fn help_lists_commands_and_exit_codes() {
    let help = errdex(&["--help"], "");
    assert_eq!(exit_code(&help), 0);
    golden("help.txt", stdout(&help));
}

#[test]
fn lookup_lists_every_vendor_with_a_code() {
    let found = run_json(&["lookup", "1001", "--json"], "");
    let found = codes(&found);
    assert!(found.contains(&("uipath", "1001")) && found.contains(&("pagerduty", "1001")));
    let one = run_json(&["lookup", "1001", "--json", "--vendor", "PD"], "");
    assert_eq!(codes(&one), [("pagerduty", "1001")]);
}

#[test]
fn lookup_explains_a_match_by_alias() {
    let found = errdex(&["lookup", "9032"], "");
    assert_eq!(exit_code(&found), 0);
    let text = stdout(&found);
    assert!(text.starts_with("Seven Bridges 9023 "), "{text}");
    assert!(text.contains("9032 (an alias, see the note)"), "{text}");
    assert!(text.contains("Printed as 9032"), "{text}");
}

#[test]
fn lookup_prints_each_entry_once() {
    let found =
        run_json(&["lookup", "namealreadyused", "1001", "--vendor", "uipath", "--json"], "");
    assert_eq!(codes(&found), [("uipath", "1001")]);
}

#[test]
fn the_note_has_the_response_only_on_request() {
    let paste =
        "password: letmein\n{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}";
    let note = errdex(&["decode", "--note"], paste);
    assert_eq!(exit_code(&note), 0);
    let text = stdout(&note);
    assert!(text.starts_with("# PagerDuty 2001  Invalid Input Provided\n"), "{text}");
    assert!(!text.contains("password"), "{text}");
    let note = errdex(&["decode", "--note", "--with-response"], paste);
    let text = stdout(&note);
    assert!(text.contains("```text\npassword: [masked]\n{\"error\""), "{text}");
    assert_eq!(exit_code(&errdex(&["decode", "--with-response"], paste)), 2);
}

#[test]
fn lookup_miss_exits_1() {
    let miss = errdex(&["lookup", "nosuch"], "");
    assert_eq!((exit_code(&miss), stdout(&miss)), (1, ""));
    assert!(stderr(&miss).starts_with("errdex: no catalog has a code, name or alias `nosuch`\n"));
    let elsewhere = errdex(&["lookup", "6009", "--vendor", "uipath", "--json"], "");
    assert_eq!((exit_code(&elsewhere), stdout(&elsewhere)), (1, "[]\n"));
    assert!(stderr(&elsewhere).contains("Seven Bridges 6009"), "{}", stderr(&elsewhere));
    // If only some codes are found, the others are still reported.
    let both = errdex(&["lookup", "nosuch", "6009"], "");
    assert_eq!(exit_code(&both), 0);
    assert!(stderr(&both).contains("nosuch") && stdout(&both).contains("6009"));
}

#[test]
fn lookup_accepts_a_vendor_before_the_code() {
    for word in ["HTTP 409", "http409", "status-409", "http:409"] {
        assert_eq!(codes(&run_json(&["lookup", word, "--json"], "")), [("http", "409")], "{word}");
    }
    let found = run_json(&["lookup", "PagerDuty 1001", "ui-1001", "--json"], "");
    assert_eq!(codes(&found), [("pagerduty", "1001"), ("uipath", "1001")]);
    assert_eq!(exit_code(&errdex(&["lookup", "httpX"], "")), 1);
}

#[test]
fn filters_name_the_values_that_they_accept() {
    let cases = [
        ("http:abc", "a status such as 409 or a class such as 4xx"),
        ("vendor:foo", "omnia, pagerduty, sap, sevenbridges, uipath or http"),
        ("retry:maybe", "no, fix, soon, later, wait, yes or unknown"),
        ("kind:x", "error, success or alert"),
    ];
    for (query, values) in cases {
        let miss = errdex(&["search", query], "");
        assert_eq!((exit_code(&miss), stdout(&miss)), (1, ""), "{query}");
        let (name, _) = query.split_once(':').expect("a filter");
        assert_eq!(stderr(&miss), format!("errdex: {name} takes {values}\n"));
    }
    let both = errdex(&["search", "http:abc", "licence", "--limit", "1"], "");
    assert_eq!(exit_code(&both), 0);
    assert!(
        stderr(&both).contains("http:abc is ignored; http takes a status"),
        "{}",
        stderr(&both)
    );
}

#[test]
fn misspelt_commands_are_recognised() {
    let found = errdex(&["lokup", "1001"], "");
    assert_eq!(exit_code(&found), 0);
    assert!(stdout(&found).contains("1001"));
    let hint = "`lokup` is not a command; did you mean `errdex lookup`?\n";
    assert!(stderr(&found).ends_with(hint), "{}", stderr(&found));
    // A word of an entry is not a misspelt command, even if it resembles one.
    for words in [&["lost"][..], &["import"], &["licence", "lokup"]] {
        assert!(!stderr(&errdex(words, "")).contains("did you mean"), "{words:?}");
    }
}

#[test]
fn decode_points_to_the_command_for_its_argument() {
    let code = errdex(&["decode", "2001"], "");
    assert_eq!(exit_code(&code), 2);
    assert!(stderr(&code).ends_with("run `errdex lookup 2001`\n"), "{}", stderr(&code));
    // A name longer than any file name is a text too.
    for text in [PAGERDUTY, "two words", &"x".repeat(5000)] {
        let output = errdex(&["decode", text], "");
        assert_eq!(exit_code(&output), 2);
        assert!(stderr(&output).contains("pipe it in"), "{}", stderr(&output));
    }
    for (path, advice) in [("no/such", "check the path"), (".", "expected a file")] {
        let output = errdex(&["decode", path], "");
        assert!(stderr(&output).contains(advice), "{}", stderr(&output));
        assert!(!stderr(&output).contains("os error"), "{}", stderr(&output));
    }
}

/// The text of a manual page, without the requests and escapes of its notation.
fn manual(command: &str) -> String {
    let output = errdex(&["man", command], "");
    assert_eq!(exit_code(&output), 0, "{command}: {}", stderr(&output));
    let text = stdout(&output).replace("\\*(Aq", "'");
    ["\\&", "\\fB", "\\fR", "\\"].iter().fold(text, |text, escape| text.replace(escape, ""))
}

#[test]
fn search_help_and_manual_list_every_filter() {
    let help = errdex(&["search", "--help"], "");
    let manual = manual("search");
    for form in SYNTAX {
        let is_documented = stdout(&help).lines().any(|line| {
            line.trim().strip_prefix(form.example).is_some_and(|it| it.trim() == form.help)
        });
        assert!(is_documented, "{} in the help", form.example);
        let paragraph = format!("\n{}\n{}\n", form.example, form.help);
        assert!(manual.contains(&paragraph), "{} in the manual", form.example);
    }
}

#[test]
fn search_vendor_also_limits_closest_matches() {
    let near = errdex(&["search", "--vendor", "sap", "password snooze"], "");
    assert_eq!(exit_code(&near), 0);
    let mut lines = stdout(&near).lines();
    assert_eq!(lines.next(), Some("nearest:"));
    assert!(lines.all(|line| line.starts_with("SAP ")), "{}", stdout(&near));
    assert_eq!(stderr(&near), "no exact match; ignoring \"snooze\"\n");
    let miss = errdex(&["search", "--vendor", "sap", "snooze"], "");
    assert_eq!((exit_code(&miss), stdout(&miss)), (1, ""));
    assert!(stderr(&miss).ends_with("or leave `--vendor` out\n"), "{}", stderr(&miss));
    assert_eq!(stderr(&miss).lines().count(), 1, "a miss is reported once: {}", stderr(&miss));
}

#[test]
fn search_prints_one_line_per_match() {
    let found = errdex(&["search", "NameAlreadyUsed"], "");
    assert_eq!(exit_code(&found), 0);
    let first = stdout(&found).lines().next().expect("a match");
    assert!(first.starts_with("UiPath") && first.contains("1001"), "{first}");
    assert!(stdout(&found).lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn search_explain_shows_the_rank_of_each_entry() {
    let found = errdex(&["search", "--explain", "--limit", "1", "lic expires"], "");
    assert_eq!(exit_code(&found), 0);
    for reason in ["form of `expired` in name", "prefix of `license` in name", "together in"] {
        assert!(stdout(&found).contains(reason), "{}", stdout(&found));
    }
    assert_eq!(exit_code(&errdex(&["search", "--explain", "--json", "lic"], "")), 2);
    let filter = errdex(&["search", "--explain", "--limit", "2", "http:4xx"], "");
    let lines: Vec<_> = stdout(&filter).lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert_eq!(lines[2], "Filters alone give no score: the order is that of the catalogs.");
}

#[test]
fn search_json_includes_scores_and_respects_limit() {
    let found = run_json(&["search", "invalid", "--json", "--limit", "3"], "");
    let found = found.as_array().expect("an array");
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|entry| entry["score"].is_number()));
    let one = run_json(&["search", "invalid", "--json", "--vendor", "omnia"], "");
    assert!(codes(&one).iter().all(|(vendor, _)| *vendor == "omnia"));
    let none = errdex(&["search", "--json", "zqxjkvzqxjkv"], "");
    assert_eq!((exit_code(&none), stdout(&none)), (1, "[]\n"));
}

#[test]
fn decode_identifies_each_vendor() {
    let sap = "HTTP/1.1 403 Forbidden\r\nX-message-code: PASSWORD_LOCKED\r\n\r\n";
    let bridges = r#"{"status":404,"code":5002,"message":"Requested file does not exist.","more_info":"http://docs.sevenbridges.com/docs/api-status-codes"}"#;
    let omnia = r#"{"code":"EntityNotFound","message":"Entity can't be found.","errors":[]}"#;
    let cases = [
        (PAGERDUTY, ("pagerduty", "2001")),
        (UIPATH, ("uipath", "1001")),
        (sap, ("sap", "PASSWORD_LOCKED")),
        (bridges, ("sevenbridges", "5002")),
        (omnia, ("omnia", "EntityNotFound")),
    ];
    for (body, expected) in cases {
        let report = run_json(&["decode", "--json"], body);
        assert_eq!(report["verdict"], "identified", "{report}");
        let claims = codes(&report["findings"]);
        assert_eq!(claims[0], expected);
        assert!(claims.iter().all(|(vendor, _)| *vendor == expected.0), "{claims:?}");
        assert_eq!(exit_code(&errdex(&["decode", "-"], body)), 0);
    }
}

#[test]
fn decode_reports_the_matching_message_and_evidence() {
    let text = errdex(&["decode"], PAGERDUTY);
    let text = stdout(&text);
    assert!(text.starts_with("Identified: PagerDuty 2001  Invalid Input Provided ("), "{text}");
    assert!(text.contains("Next step") && text.contains("Evidence"), "{text}");
    let report = run_json(&["decode", "--json"], PAGERDUTY);
    let finding = &report["findings"][0];
    assert_eq!(finding["message"], "Invalid Input Provided");
    assert_eq!(finding["entry"]["code"], "2001");
    let evidence = finding["evidence"].as_array().expect("an array");
    let code =
        evidence.iter().find(|reason| reason["kind"] == "code").expect("the code is a reason");
    assert_eq!((&code["location"], &code["span"]), (&json!("/error/code"), &json!([52, 56])));
}

#[test]
fn decode_prints_captured_values() {
    let report = run_json(&["decode", "--json"], UIPATH);
    assert_eq!(report["findings"][0]["captures"], json!({"CustomNameYouAdded": "Invoices"}));
    assert!(stdout(&errdex(&["decode"], UIPATH)).contains("CustomNameYouAdded = Invoices"));
}

#[test]
fn decode_reads_a_utf_16_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("-body.txt");
    let wide: Vec<_> = PAGERDUTY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, [vec![0xff, 0xfe], wide].concat()).expect("a file");
    let report = run_json(&["decode", "--json", &file.to_string_lossy()], "");
    assert_eq!(codes(&report["findings"]), [("pagerduty", "2001")]);
}

#[test]
fn unrecognised_text_exits_1() {
    let report = errdex(&["decode", "--json"], r#"{"login":"octocat","id":1001}"#);
    let json: Value = serde_json::from_str(stdout(&report)).expect("JSON");
    assert_eq!((exit_code(&report), &json["verdict"]), (1, &json!("not-recognised")));
    assert!(stderr(&errdex(&["decode"], "")).contains("the input is empty"));
}

#[test]
fn ambiguous_match_exits_3() {
    let body = "Insufficient privileges to access the requested file.";
    let report = errdex(&["decode", "--json", "--vendor", "sevenbridges"], body);
    let json: Value = serde_json::from_str(stdout(&report)).expect("JSON");
    assert_eq!((exit_code(&report), &json["verdict"]), (3, &json!("ambiguous")), "{json}");
}

#[test]
fn decodes_piped_input_without_a_terminal() {
    let piped = errdex(&[], PAGERDUTY);
    assert_eq!(exit_code(&piped), 0);
    assert!(stdout(&piped).starts_with("Identified: PagerDuty 2001"));
}

#[test]
fn searches_words_without_a_terminal() {
    // A misspelt command and a command after `--` are words too.
    for args in [&["NameAlreadyUsed"][..], &["--", "NameAlreadyUsed"]] {
        assert!(stdout(&errdex(args, "")).starts_with("UiPath"), "{args:?}");
    }
    let miss = errdex(&["--", "zqxjkvzqxjkv", "list"], "");
    assert!(
        stderr(&miss).contains("no exact match; ignoring \"zqxjkvzqxjkv\""),
        "{}",
        stderr(&miss)
    );
}

#[test]
fn wrong_usage_exits_2_with_empty_stdout() {
    let cases: [&[&str]; 7] = [
        &["search"],
        &["lookup"],
        &["lookup", "1001", "--jsn"],
        &["lookup", "1001", "--vendor", "-nobody"],
        &["export"],
        &["export", "--format", "xml"],
        &["decode", "no/such/file"],
    ];
    for args in cases {
        let output = errdex(args, "");
        assert_eq!((exit_code(&output), stdout(&output)), (2, ""), "{args:?}");
        assert!(!stderr(&output).is_empty(), "{args:?}");
    }
}

#[test]
fn accepts_negative_numbers() {
    for args in [["lookup", "-1"], ["search", "-99999999"]] {
        assert_ne!(exit_code(&errdex(&args, "")), 2, "{args:?}");
    }
}

#[test]
fn list_and_export_contain_every_catalog() {
    let list = run_json(&["list", "--json"], "");
    let counts: Vec<_> =
        list.as_array().expect("an array").iter().map(|it| &it["entries"]).collect();
    let export = run_json(&["export", "--format", "json"], "");
    assert_eq!(export["schema"], 1);
    let catalogs = export["catalogs"].as_array().expect("an array");
    let lengths: Vec<Value> =
        catalogs.iter().map(|it| it["entries"].as_array().expect("entries").len().into()).collect();
    assert_eq!(counts, lengths.iter().collect::<Vec<_>>());
    assert_eq!(stdout(&errdex(&["list"], "")).lines().count(), counts.len());
    for format in ["csv", "markdown", "html"] {
        let text = errdex(&["export", "--format", format, "--vendor", "sap"], "");
        assert_eq!(exit_code(&text), 0);
        assert!(
            stdout(&text).contains("PASSWORD_LOCKED") && !stdout(&text).contains("NameAlreadyUsed")
        );
    }
}

#[test]
fn prints_completions() {
    let completions = errdex(&["completions", "bash"], "");
    assert!(stdout(&completions).contains("lookup"));
}

#[test]
fn manual_pages_have_their_sections() {
    let page = errdex(&["man"], "");
    let text = stdout(&page).replace('"', "");
    for section in ["COMMANDS", "KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES"] {
        assert!(text.contains(&format!("\n.SH {section}\n")), "{section}");
    }
    let search = manual("search");
    assert!(search.contains("errdex search [OPTIONS] <QUERY>..."), "{search}");
    assert!(search.contains("errdex search 'http:4xx license'"), "{search}");
    assert!(!search.contains("errdex lookup"), "only its own examples: {search}");
}

#[test]
fn manual_pages_of_all_commands_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("man1");
    let output = errdex(&["man", "--dir", &pages.to_string_lossy()], "");
    assert_eq!((exit_code(&output), stdout(&output)), (0, ""));
    let help = errdex(&["-h"], "");
    let commands = stdout(&help).lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.map_while(|line| line.split_whitespace().next());
    for command in commands.filter(|command| *command != "help") {
        let page = std::fs::read_to_string(pages.join(format!("errdex-{command}.1")));
        let page = page.unwrap_or_else(|error| panic!("{command}: {error}"));
        assert_eq!(page, stdout(&errdex(&["man", command], "")), "{command}");
    }
    let nested = std::fs::read_to_string(pages.join("errdex-catalog-list.1")).expect("a page");
    assert_eq!(nested, stdout(&errdex(&["man", "catalog", "list"], "")));
    assert_eq!(exit_code(&errdex(&["man", "list", "catalog"], "")), 2);
}

#[test]
fn config_prints_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("c.toml");
    let name = file.to_string_lossy();
    let config = |task| run_json(&["--config", &name, "config", task, "--json"], "");
    let expected = |exists| json!({ "path": name, "exists": exists, "diagnostics": [] });
    assert_eq!(config("path"), expected(false));
    assert_eq!(config("init"), expected(true));
    assert_eq!(config("check"), expected(true));
    std::fs::write(&file, "mouse = 1\ncolour = \"auto\"").expect("a file");
    let diagnostics = config("check")["diagnostics"].clone();
    assert_eq!(
        (&diagnostics[0]["line"], &diagnostics[0]["severity"]),
        (&json!(1), &json!("error"))
    );
    assert_eq!(diagnostics[1]["severity"], "warning");
    assert_eq!(exit_code(&errdex(&["--config", &name, "config", "check", "--json"], "")), 2);
}

#[test]
fn output_contains_no_control_characters() {
    let esc = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\u{200b}";
    let body = format!(r#"{{"message":"The name a{esc}b is already used.","errorCode":1001}}"#);
    let runs = [
        errdex(&["decode"], &body),
        errdex(&["decode", "--json"], &body),
        errdex(&["lookup", esc], ""),
        errdex(&["search", esc], ""),
        errdex(&["lookup", "1001", "--vendor", esc], ""),
        errdex(&["decode", esc], ""),
        errdex(&["export", "--format", esc], ""),
        errdex(&[&format!("--{esc}")], ""),
    ];
    for run in runs {
        for text in [stdout(&run), stderr(&run)] {
            let hidden = |c: char| c != '\n' && (c.is_control() || "\u{202e}\u{200b}".contains(c));
            assert!(!text.contains(hidden), "{text:?}");
        }
    }
}

#[test]
fn color_option_controls_colour() {
    let styled =
        |color| stdout(&errdex(&["--color", color, "lookup", "6009"], "")).contains('\u{1b}');
    assert!(styled("always"));
    assert!(!styled("never"));
    assert!(!styled("auto"), "a pipe is not a terminal");
}

#[test]
fn broken_pipe_is_silent() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("errdex"))
        .args(["export", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut first = [0; 1];
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut first).expect("a byte");
    drop(stdout);
    let output = child.wait_with_output().expect("the process exits");
    assert_eq!((exit_code(&output), stderr(&output)), (0, ""));
}

#[test]
#[cfg(target_os = "linux")]
fn full_disk_exits_2() {
    let full = OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("errdex"))
        .args(["list"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the binary runs");
    assert_eq!(exit_code(&output), 2);
    assert!(stderr(&output).starts_with("errdex: cannot write to standard output: "));
}
