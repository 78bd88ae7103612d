//! The command line through the real binary: exit codes, streams, JSON, pipes.

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

/// Runs the binary, with an environment that does not affect it.
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
        "TERM",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
    command.env("XDG_CONFIG_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config"));
    command.output().expect("the binary runs")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the output is UTF-8")
}

fn talk(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("the messages are UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn json_of(args: &[&str], input: &str) -> Value {
    serde_json::from_str(out(&errdex(args, input))).expect("the output is JSON")
}

/// (vendor, code) of each entry or finding in an array.
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
    assert_eq!(code(&help), 0);
    golden("help.txt", out(&help));
}

#[test]
fn lookup_lists_every_meaning_of_a_number() {
    let found = json_of(&["lookup", "1001", "--json"], "");
    let found = codes(&found);
    assert!(found.contains(&("uipath", "1001")) && found.contains(&("pagerduty", "1001")));
    let one = json_of(&["lookup", "1001", "--json", "--vendor", "PD"], "");
    assert_eq!(codes(&one), [("pagerduty", "1001")]);
}

#[test]
fn lookup_shows_why_a_misprint_was_found() {
    let found = errdex(&["lookup", "9032"], "");
    assert_eq!(code(&found), 0);
    let text = out(&found);
    assert!(text.starts_with("Seven Bridges 9023 "), "{text}");
    assert!(text.contains("Found by   9032 (an alias, see the note)"), "{text}");
    assert!(text.contains("Printed as 9032"), "{text}");
}

#[test]
fn lookup_accepts_names_and_several_codes_once_each() {
    let found = json_of(&["lookup", "namealreadyused", "1001", "--vendor", "uipath", "--json"], "");
    assert_eq!(codes(&found), [("uipath", "1001")]);
}

#[test]
fn a_miss_is_reported_and_exits_1() {
    let miss = errdex(&["lookup", "nosuch"], "");
    assert_eq!((code(&miss), out(&miss)), (1, ""));
    assert!(talk(&miss).starts_with("errdex: no catalog has a code, name or alias `nosuch`\n"));
    let elsewhere = errdex(&["lookup", "6009", "--vendor", "uipath", "--json"], "");
    assert_eq!((code(&elsewhere), out(&elsewhere)), (1, "[]\n"));
    assert!(talk(&elsewhere).contains("Seven Bridges 6009"), "{}", talk(&elsewhere));
    // Some found, some not: the misses are still reported.
    let both = errdex(&["lookup", "nosuch", "6009"], "");
    assert_eq!(code(&both), 0);
    assert!(talk(&both).contains("nosuch") && out(&both).contains("6009"));
}

#[test]
fn search_help_and_the_manual_explain_every_filter() {
    let help = errdex(&["search", "--help"], "");
    let manual = errdex(&["man"], "");
    let manual = out(&manual).replace("\\*(Aq", "'");
    for form in SYNTAX {
        for (document, text) in [("help", out(&help)), ("manual", manual.as_str())] {
            let is_documented = text.lines().any(|line| {
                line.trim().strip_prefix(form.example).is_some_and(|it| it.trim() == form.help)
            });
            assert!(is_documented, "{} in the {document}", form.example);
        }
    }
}

#[test]
fn search_is_limited_to_a_vendor_in_near_matches_too() {
    let near = errdex(&["search", "--vendor", "sap", "password snooze"], "");
    assert_eq!(code(&near), 0);
    assert!(out(&near).lines().all(|line| line.starts_with("SAP ")), "{}", out(&near));
    assert_eq!(talk(&near), "nearest, without snooze\n");
    let miss = errdex(&["search", "--vendor", "sap", "snooze"], "");
    assert_eq!((code(&miss), out(&miss)), (1, ""));
    assert!(talk(&miss).ends_with("or leave `--vendor` out\n"), "{}", talk(&miss));
    assert_eq!(talk(&miss).lines().count(), 1, "a miss is reported once: {}", talk(&miss));
}

#[test]
fn search_prints_a_line_for_each_match() {
    let found = errdex(&["search", "NameAlreadyUsed"], "");
    assert_eq!(code(&found), 0);
    let first = out(&found).lines().next().expect("a match");
    assert!(first.starts_with("UiPath") && first.contains("1001"), "{first}");
    assert!(out(&found).lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn search_explains_the_rank_of_each_entry() {
    let found = errdex(&["search", "--explain", "--limit", "1", "lic expires"], "");
    assert_eq!(code(&found), 0);
    for reason in ["another form of `expired` in name", "begins `license` in name", "together in"] {
        assert!(out(&found).contains(reason), "{}", out(&found));
    }
    assert_eq!(code(&errdex(&["search", "--explain", "--json", "lic"], "")), 2);
    let filter = errdex(&["search", "--explain", "--limit", "2", "http:4xx"], "");
    let lines: Vec<_> = out(&filter).lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert_eq!(lines[2], "Filters alone give no score: the order is that of the catalogs.");
}

#[test]
fn search_json_has_scores_and_limits() {
    let found = json_of(&["search", "invalid", "--json", "--limit", "3"], "");
    let found = found.as_array().expect("an array");
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|entry| entry["score"].is_number()));
    let one = json_of(&["search", "invalid", "--json", "--vendor", "omnia"], "");
    assert!(codes(&one).iter().all(|(vendor, _)| *vendor == "omnia"));
    let none = errdex(&["search", "--json", "zqxjkvzqxjkv"], "");
    assert_eq!((code(&none), out(&none)), (1, "[]\n"));
}

#[test]
fn decode_names_each_vendor() {
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
        let report = json_of(&["decode", "--json"], body);
        assert_eq!(report["verdict"], "identified", "{report}");
        let claims = codes(&report["findings"]);
        assert_eq!(claims[0], expected);
        assert!(claims.iter().all(|(vendor, _)| *vendor == expected.0), "{claims:?}");
        assert_eq!(code(&errdex(&["decode", "-"], body)), 0);
    }
}

#[test]
fn decode_names_the_meaning_that_matched_and_why() {
    let text = errdex(&["decode"], PAGERDUTY);
    let text = out(&text);
    assert!(text.starts_with("Identified: PagerDuty 2001  Invalid Input Provided ("), "{text}");
    assert!(text.contains("Next step") && text.contains("Evidence"), "{text}");
    let report = json_of(&["decode", "--json"], PAGERDUTY);
    let finding = &report["findings"][0];
    assert_eq!(finding["message"], "Invalid Input Provided");
    assert_eq!(finding["entry"]["code"], "2001");
    let evidence = finding["evidence"].as_array().expect("an array");
    let code =
        evidence.iter().find(|reason| reason["kind"] == "code").expect("the code is a reason");
    assert_eq!((&code["location"], &code["span"]), (&json!("/error/code"), &json!([52, 56])));
}

#[test]
fn decode_captures_the_value_of_a_template() {
    let report = json_of(&["decode", "--json"], UIPATH);
    assert_eq!(report["findings"][0]["captures"], json!({"CustomNameYouAdded": "Invoices"}));
    assert!(out(&errdex(&["decode"], UIPATH)).contains("CustomNameYouAdded = Invoices"));
}

#[test]
fn decode_reads_a_file_and_any_encoding() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("-body.txt");
    let wide: Vec<_> = PAGERDUTY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, [vec![0xff, 0xfe], wide].concat()).expect("a file");
    let report = json_of(&["decode", "--json", &file.to_string_lossy()], "");
    assert_eq!(codes(&report["findings"]), [("pagerduty", "2001")]);
}

#[test]
fn foreign_text_is_not_recognised_and_exits_1() {
    let report = errdex(&["decode", "--json"], r#"{"login":"octocat","id":1001}"#);
    let json: Value = serde_json::from_str(out(&report)).expect("JSON");
    assert_eq!((code(&report), &json["verdict"]), (1, &json!("not-recognised")));
    assert!(talk(&errdex(&["decode"], "")).contains("the input is empty"));
}

#[test]
fn equally_good_matches_exit_3() {
    let body = "Insufficient privileges to access the requested file.";
    let report = errdex(&["decode", "--json", "--vendor", "sevenbridges"], body);
    let json: Value = serde_json::from_str(out(&report)).expect("JSON");
    assert_eq!((code(&report), &json["verdict"]), (3, &json!("ambiguous")), "{json}");
}

#[test]
fn a_pipe_without_a_terminal_is_decoded() {
    let piped = errdex(&[], PAGERDUTY);
    assert_eq!(code(&piped), 0);
    assert!(out(&piped).starts_with("Identified: PagerDuty 2001"));
}

#[test]
fn words_without_a_terminal_are_searched() {
    // A misspelt command and a command after `--` are words too.
    for args in [&["NameAlreadyUsed"][..], &["--", "NameAlreadyUsed"]] {
        assert!(out(&errdex(args, "")).starts_with("UiPath"), "{args:?}");
    }
    let miss = errdex(&["--", "zqxjkvzqxjkv", "list"], "");
    assert!(talk(&miss).contains("nearest, without zqxjkvzqxjkv"), "{}", talk(&miss));
}

#[test]
fn wrong_usage_exits_2_and_writes_nothing_to_standard_output() {
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
        assert_eq!((code(&output), out(&output)), (2, ""), "{args:?}");
        assert!(!talk(&output).is_empty(), "{args:?}");
    }
}

#[test]
fn numbers_may_be_negative() {
    for args in [["lookup", "-1"], ["search", "-99999999"]] {
        assert_ne!(code(&errdex(&args, "")), 2, "{args:?}");
    }
}

#[test]
fn list_and_exports_contain_every_catalog() {
    let list = json_of(&["list", "--json"], "");
    let counts: Vec<_> =
        list.as_array().expect("an array").iter().map(|it| &it["entries"]).collect();
    let export = json_of(&["export", "--format", "json"], "");
    assert_eq!(export["schema"], 1);
    let catalogs = export["catalogs"].as_array().expect("an array");
    let lengths: Vec<Value> =
        catalogs.iter().map(|it| it["entries"].as_array().expect("entries").len().into()).collect();
    assert_eq!(counts, lengths.iter().collect::<Vec<_>>());
    assert_eq!(out(&errdex(&["list"], "")).lines().count(), counts.len());
    for format in ["csv", "markdown", "html"] {
        let text = errdex(&["export", "--format", format, "--vendor", "sap"], "");
        assert_eq!(code(&text), 0);
        assert!(out(&text).contains("PASSWORD_LOCKED") && !out(&text).contains("NameAlreadyUsed"));
    }
}

#[test]
fn completions_and_manual_are_printed() {
    let completions = errdex(&["completions", "bash"], "");
    assert!(out(&completions).contains("lookup"));
    let manual = errdex(&["man"], "");
    for section in ["ERRDEX DECODE", "EXAMPLES", "ENVIRONMENT", "EXIT CODES"] {
        assert!(out(&manual).contains(&format!(".SH \"{section}\"\n")), "{section}");
    }
}

#[test]
fn no_control_character_reaches_the_terminal() {
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
        for text in [out(&run), talk(&run)] {
            let hidden = |c: char| c != '\n' && (c.is_control() || "\u{202e}\u{200b}".contains(c));
            assert!(!text.contains(hidden), "{text:?}");
        }
    }
}

#[test]
fn colour_is_on_request() {
    let styled = |color| out(&errdex(&["--color", color, "lookup", "6009"], "")).contains('\u{1b}');
    assert!(styled("always"));
    assert!(!styled("never"));
    assert!(!styled("auto"), "a pipe is not a terminal");
}

#[test]
fn a_closed_pipe_is_quiet() {
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
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((code(&output), talk(&output)), (0, ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let full = OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("errdex"))
        .args(["list"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the binary runs");
    assert_eq!(code(&output), 2);
    assert!(talk(&output).starts_with("errdex: cannot write to standard output: "));
}
