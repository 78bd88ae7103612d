//! `errdex import` through the real binary.
#![cfg(feature = "import")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A directory for pages, without any of the user's files.
struct Workplace(TempDir);

/// A finished import.
struct Run {
    code: i32,
    out: String,
    report: String,
}

impl Workplace {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary directory"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = Command::cargo_bin("errdex").expect("the binary is built");
        command.env_clear().env("HOME", self.0.path()).current_dir(self.0.path()).args(args);
        let output = command.output().expect("the binary runs");
        Run {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            report: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Imports a page; the catalog must pass the checker.
    fn import(&self, name: &str, page: &str, options: &[&str]) -> Run {
        self.write(name, page);
        let run = self.run(&[&["import", name], options].concat());
        if run.code == 0 {
            self.write("draft.toml", &run.out);
            let check = self.run(&["catalog", "check", "draft.toml"]);
            assert_eq!(check.code, 0, "{}\n{}", check.out, run.out);
        }
        run
    }

    /// Imports a page as JSON and returns its entries.
    fn entries(&self, name: &str, page: &str, options: &[&str]) -> Vec<Value> {
        self.import(name, page, options);
        let run = self.run(&[&["import", "--json", name], options].concat());
        let value: Value = serde_json::from_str(&run.out).expect(&run.report);
        value["catalogs"][0]["entries"].as_array().expect("entries").clone()
    }
}

fn codes(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["code"].as_str().expect("a code")).collect()
}

/// The fenced blocks of a text: the word after the fence, and the content.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let mut parts = text.split("\n```");
    parts.next();
    let mut blocks = Vec::new();
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        blocks.push(block.split_once('\n').expect("a line after the fence"));
    }
    blocks
}

#[test]
fn the_pages_of_the_documentation_give_their_entries() {
    let docs = include_str!("../docs/import.md");
    let (_, pages) = docs.split_once("## One page of each format").expect("the section");
    let blocks = blocks(pages);
    assert!(blocks.len() >= 18, "{}", blocks.len());
    let workplace = Workplace::new();
    for pair in blocks.chunks(2) {
        let [(extension, page), ("toml", expected)] = pair else { panic!("{pair:?}") };
        let run = workplace.import(&format!("page.{extension}"), page, &[]);
        assert_eq!(run.code, 0, "{extension}: {}", run.report);
        for line in expected.trim().lines() {
            assert!(run.out.contains(line), "{extension}: no {line}\n{}\n{}", run.out, run.report);
        }
        assert!(
            run.report.contains("2 entries") || run.report.contains("3 entries"),
            "{}",
            run.report
        );
    }
}

#[test]
fn the_status_is_not_the_code_if_another_column_is() {
    let page = "# Error responses\n\n| Code | errno | Message |\n|--|--|--|\n\
                | 400 | 101 | Account exists |\n| 400 | 102 | Unknown account |\n\
                | 401 | 110 | Invalid token |\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["101", "102", "110"]);
    assert_eq!(entries[0]["http"]["status"], 400);
}

#[test]
fn names_are_the_codes_if_only_they_are_distinct() {
    let page = "name,codes,description\nTOO_LONG,400,The text is too long\n\
                TOO_SHORT,400,The text is too short\nFLOOD,\"420 500\",Too many requests\n";
    let entries = Workplace::new().entries("page.csv", page, &[]);
    assert_eq!(codes(&entries), ["TOO_LONG", "TOO_SHORT", "FLOOD"]);
    assert_eq!(entries[2]["http"]["status"], 420);
}

#[test]
fn a_status_beside_a_name_is_not_the_code() {
    for cells in ["`E_A` 401 | No token |\n| `E_B` 403", "e_a (401) | No token |\n| e_b (403)"] {
        let page =
            format!("# Errors\n\n| Error | Description |\n|--|--|\n| {cells} | Access denied |\n");
        let entries = Workplace::new().entries("page.md", &page, &[]);
        assert_eq!(codes(&entries).join(" ").to_lowercase(), "e_a e_b", "{page}");
        assert_eq!(entries[1]["http"]["status"], 403, "{page}");
    }
    let page = "# Errors\n\n| Code | HTTP status code |\n|--|--|\n\
                | Busy | Conflict (409) |\n| Gone | Not Found (404) |\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(entries[1]["http"]["status"], 404);
}

#[test]
fn labels_below_a_heading_are_its_fields() {
    let page = "# Errors\n\n### `no_token`\n\n- **Status:** 401\n- **Message:** The token is missing.\n\
                - **Suggested action:** Send one.\n\n### `no_scope`\n\n- **Status:** 403\n\
                - **Message:** The scope is missing.\n- **Suggested action:** Ask for it.\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["no_token", "no_scope"]);
    assert_eq!(entries[0]["http"]["status"], 401);
    assert_eq!(entries[0]["messages"][0], "The token is missing.");
    assert_eq!(entries[0]["action"], "Send one.");
}

#[test]
fn codes_of_a_module_have_their_short_names() {
    let page = "<h1>Error codes</h1><dl><dt>errno.EPERM<a href='#a'>¶</a><dd>Not permitted</dl>\
                <dl><dt>errno.ENOENT<a href='#b'>¶</a><dd>No such file</dl>\
                <dl><dt>errno.EIO<a href='#c'>¶</a><dd>Input/output error</dl>";
    let entries = Workplace::new().entries("page.html", page, &[]);
    assert_eq!(codes(&entries), ["errno.EPERM", "errno.ENOENT", "errno.EIO"]);
    assert_eq!(entries[0]["aliases"][0], "EPERM");
}

#[test]
fn the_numbers_of_sections_are_not_codes() {
    let page = "8. Error codes\n\nThe errors are\n    0x0001    Server error: it failed.\n    \
                0x0002    Locked: the file is locked.\n    0x0003    Gone: not found.\n\n\
                9. Changes from v4\n\n  * Error codes were added\n  * Locks were removed\n";
    let entries = Workplace::new().entries("spec.txt", page, &[]);
    assert_eq!(codes(&entries), ["0x0001", "0x0002", "0x0003"]);
}

#[test]
fn only_the_macros_of_errors_are_used() {
    let page = "#define ACME_FLAG_A 0x1\n#define ACME_FLAG_B 0x2\n#define ACME_FLAG_C 0x4\n\
                #define ACME_ERR_LOCKED 1 /* The file is locked. */\n\
                #define ACME_ERR_GONE 2 /* The file is gone. */\n\
                #define ACME_ERR_FULL 3 /* The disk is full. */\n#define ACME_VERSION 7\n";
    let entries = Workplace::new().entries("acme.h", page, &[]);
    assert_eq!(codes(&entries), ["1", "2", "3"]);
    assert_eq!(entries[2]["names"][0], "ACME_ERR_FULL");
}

#[test]
fn a_question_mark_is_not_a_code() {
    let page = "# Errors\n\n| Errno | Description |\n|---|---|\n| 101 | The item is locked. |\n\
                | 102 | The item is gone. |\n| ? | The service is down. |\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["101", "102"]);
}

#[test]
fn only_the_errors_of_a_protocol_are_used() {
    let page = "/* The codes of a message. */\nenum message_code {\n  ACME_GET_ITEM = 1,\n  ACME_GET_LIST = 2,\n  \
                ACME_GET_USER = 3,\n  ACME_REPLY_NOT_FOUND = 104,\n  ACME_REPLY_INVALID_ITEM = 105,\n  \
                ACME_REPLY_TOO_MANY = 106,\n  ACME_REPLY_MAX\n};\n\
                enum ErrorClass {\n  ACME_ERROR_CLIENT = 1,\n  ACME_ERROR_SERVER = 2,\n};\n";
    let entries = Workplace::new().entries("acme.h", page, &[]);
    let names: Vec<&str> = entries.iter().filter_map(|entry| entry["names"][0].as_str()).collect();
    let all = [codes(&entries), names].concat().join(" ");
    assert_eq!(entries.len(), 3, "{all}");
    assert!(all.contains("ACME_REPLY_NOT_FOUND") && all.contains("ACME_REPLY_TOO_MANY"), "{all}");
}

#[test]
fn models_of_aws_are_read_from_json() {
    let smithy = r#"{"smithy":"2.0","shapes":{
        "a.b#NotFound":{"type":"structure","traits":{"smithy.api#error":"client","smithy.api#httpError":404,
          "smithy.api#documentation":"<p>It does not exist.</p>"}},
        "a.b#TooBusy":{"type":"structure","traits":{"smithy.api#error":"server","smithy.api#httpError":503,
          "smithy.api#retryable":{}}},
        "a.b#Get":{"type":"operation"}}}"#;
    let older = r#"{"metadata":{"serviceFullName":"Acme"},"operations":{"Get":{"name":"Get"}},"shapes":{
        "NotFound":{"type":"structure","exception":true,"documentation":"<p>It does not exist.</p>",
          "error":{"code":"Acme.NotFound","httpStatusCode":404}},
        "TooBusy":{"type":"structure","exception":true,"error":{"httpStatusCode":503}},
        "Name":{"type":"string"}}}"#;
    for (page, expected) in
        [(smithy, ["NotFound", "TooBusy"]), (older, ["Acme.NotFound", "TooBusy"])]
    {
        let entries = Workplace::new().entries("model.json", page, &[]);
        assert_eq!(codes(&entries), expected);
        assert_eq!(entries[0]["description"], "It does not exist.");
        assert_eq!(entries[1]["http"]["status"], 503);
    }
}

#[test]
fn headings_of_other_languages_are_understood() {
    for (page, code, text) in [
        (
            "# 全局返回码\n\n| 返回码 | 说明 |\n|--|--|\n| -1 | 系统繁忙 |\n| 40001 | 无效的凭证 |\n",
            "-1",
            "系统繁忙",
        ),
        (
            "# Ошибки\n\n| Код ошибки | Описание |\n|--|--|\n| 30001 | Параметр обязателен |\n\
             | 30002 | Неверный период |\n",
            "30001",
            "Параметр обязателен",
        ),
        (
            "# Fehler\n\n| Fehlercode | Bedeutung |\n|--|--|\n| F100 | Der Auftrag ist gesperrt |\n\
             | F101 | Der Auftrag fehlt |\n",
            "F100",
            "Der Auftrag ist gesperrt",
        ),
    ] {
        let entries = Workplace::new().entries("page.md", page, &[]);
        assert_eq!(codes(&entries)[0], code);
        assert_eq!(entries[0]["description"], text);
    }
}

const MIXED: &str = "# Orders\n\n## Parameters\n\n| Name | Type | Required | Description |\n|--|--|--|--|\n\
    | order_id | string | yes | The order |\n| limit | integer | no | At most 100 |\n\n\
    ## Opcodes\n\n| Code | Name | Sent by | Description |\n|--|--|--|--|\n\
    | 0 | Hello | client | Starts |\n| 1 | Bye | server | Ends |\n\n\
    ## HTTP\n\n| Status | Meaning |\n|--|--|\n| 200 | OK |\n| 404 | Not Found |\n\n\
    ## Error codes\n\n| Code | Description |\n|--|--|\n| 1001 | The order is locked |\n\
    | 1002 | Order not found. Solution: check the number. |\n| 1002 | Order was deleted |\n";

#[test]
fn tables_of_other_things_are_left_out_with_the_reason() {
    let workplace = Workplace::new();
    let entries = workplace.entries("page.md", MIXED, &[]);
    assert_eq!(codes(&entries), ["1001", "1002"]);
    assert_eq!(entries[1]["description"], "Order not found. Order was deleted");
    assert_eq!(entries[1]["action"], "check the number.");
    let report = workplace.import("page.md", MIXED, &[]).report;
    for reason in
        ["something else: `parameters`", "something else: `opcodes`", "only HTTP statuses"]
    {
        assert!(report.contains(reason), "{report}");
    }
}

#[test]
fn tables_sections_and_columns_are_chosen_by_hand() {
    let workplace = Workplace::new();
    let chosen = |options: &[&str]| {
        let entries = workplace.entries("page.md", MIXED, options);
        codes(&entries).join(" ")
    };
    assert_eq!(chosen(&["--table", "2"]), "0 1");
    assert_eq!(chosen(&["--section", "opcodes"]), "0 1");
    assert_eq!(chosen(&["--table", "2", "--map", "code=Name,number=1"]), "Hello Bye");
    let wrong = workplace.run(&["import", "page.md", "--map", "colour=1"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.report.contains("expected one of code, name"), "{}", wrong.report);
}

#[test]
fn a_cell_can_hold_more_than_a_code() {
    let page = "# Error codes\n\n| Error | Meaning |\n|--|--|\n| -1000 UNKNOWN | It failed |\n\
                | -1001 TIMEOUT | It took too long |\n| -1002 BUSY | Server is busy |\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["-1000", "-1001", "-1002"]);
    assert_eq!(entries[0]["names"][0], "UNKNOWN");

    let page = "# Error codes\n\n| Code | Meaning |\n|--|--|\n| E1 or E2 | It failed |\n\
                | 0042 | Invalid |\n| 4000-4003 | Reserved errors |\n| 1.2.3 | Not found |\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["E1", "0042", "4000-4003", "1.2.3"]);
    assert_eq!(entries[0]["aliases"][0], "E2");
    assert_eq!(entries[2]["aliases"][3], "4003");
}

#[test]
fn what_is_left_of_a_spanned_row_belongs_to_the_entry_above() {
    let page = "# Error codes\n\n|HTTP|Error code|Message|Description|\n|-|-|-|-|\n\
                |401|Unauthorized|The key is invalid.|The key does not exist.|\n\
                |The token is invalid.|The token does not exist.|\n\
                |404|NotExist|The project is missing.|There is no such project.|\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["Unauthorized", "NotExist"]);
    assert_eq!(entries[0]["messages"][1], "The token is invalid.");
}

const SIGNED: &str = "# Errors\n\n```json\n{\"fault\":{\"faultNumber\":7,\"faultCode\":\"INVOICE_LOCKED\",\"faultText\":\"Locked\"}}\n```\n\n\
    | Code | Description |\n|--|--|\n| INVOICE_LOCKED | The invoice is locked |\n| INVOICE_GONE | It was deleted |\n";

#[test]
fn a_signature_is_inferred_from_an_example() {
    let workplace = Workplace::new();
    let run = workplace.import("page.md", SIGNED, &[]);
    assert!(run.out.contains("code = \"/fault/faultCode\""), "{}", run.out);
    workplace.write("draft.toml", &run.out);
    let test = workplace.run(&["catalog", "test", "draft.toml"]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.report);
}

#[test]
fn a_signature_that_claims_others_is_left_out() {
    let page = "# Errors\n\n| Code | Description |\n|--|--|\n| 2001 | The invoice is locked |\n\
                | 2002 | It was deleted |\n";
    let workplace = Workplace::new();
    workplace.write(
        "sample.json",
        r#"{"error":{"code":2001,"message":"Invalid Input Provided","errors":["x"]}}"#,
    );
    let run = workplace.import("page.md", page, &["--sample", "sample.json"]);
    assert_eq!(run.code, 0, "{}", run.report);
    assert!(!run.out.contains("[[signature]]"), "{}", run.out);
}

#[test]
fn a_newer_page_is_merged() {
    let workplace = Workplace::new();
    let draft = workplace.import("page.md", MIXED, &[]).out;
    let edited = draft.replace("check the number.", "Ask the team of orders.");
    assert_ne!(edited, draft);
    workplace.write("orders.toml", &edited);
    let newer = MIXED.replace("| 1001 | The order is locked |", "| 1003 | No stock |");
    let run = workplace.import("newer.md", &newer, &["--merge", "orders.toml"]);
    assert_eq!(run.code, 0, "{}", run.report);
    assert!(run.out.contains("action = \"Ask the team of orders.\""), "{}", run.out);
    assert!(run.out.contains("code = \"1001\"") && run.out.contains("code = \"1003\""));
    assert!(run.out.contains("No longer on the vendor's page"), "{}", run.out);
    assert!(run.report.contains("+ error-codes 1003"), "{}", run.report);
}

#[test]
fn exit_codes_are_those_of_other_commands() {
    let workplace = Workplace::new();
    let nothing = workplace.import("page.md", "# Hello\n\nNo codes here.\n", &[]);
    assert_eq!((nothing.code, &*nothing.out), (1, ""));
    assert_eq!(workplace.run(&["import", "missing.md"]).code, 2);
    assert_eq!(workplace.import("page.md", MIXED, &["--url", "no address"]).code, 2);
}

#[test]
fn the_most_likely_table_is_used_if_none_is_clear() {
    let page = "# Stream\n\n## Disconnect messages\n\n- 1: Shutdown. The feed was shut down.\n\
                - 2: Duplicate stream. Another client connected.\n- 4: Stall. The client was slow.\n";
    let run = Workplace::new().import("page.md", page, &[]);
    assert_eq!(run.code, 0, "{}", run.report);
    assert!(run.report.contains("3 rows used, although little shows that they are errors"));
}

#[test]
fn doubtful_tables_are_left_out_beside_a_clear_one() {
    let page = "# States and error codes\n\n## State\n\n| State | Text |\n|--|--|\n\
                | WAITING | The customer is asked. |\n| DECLINED | The bank rejected it. |\n\n\
                ## Error codes\n\n| Error code | Text |\n|--|--|\n\
                | INVALID_STATE | The state is invalid. |\n| NO_FUNDS | Insufficient funds. |\n";
    let workplace = Workplace::new();
    let entries = workplace.entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["INVALID_STATE", "NO_FUNDS"]);
    let report = workplace.import("page.md", page, &[]).report;
    assert!(report.contains("seems to list errors less than other tables"), "{report}");
}

#[test]
fn lists_with_codes_of_the_same_form_are_parts_of_one() {
    let page = "# API\n\n## Errors\n\n- 10001 The order is locked\n- 10002 The order is missing\n\n\
                ## Values\n\n- 20001 The amount is negative\n- 20002 The date is in the past\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["10001", "10002", "20001", "20002"]);
    assert_eq!(entries[0]["description"], "The order is locked");
}

#[test]
fn responses_in_cells_and_examples_are_read() {
    let cells = "# Errors\n\n| Status | Body |\n|--|--|\n\
                 | 400 | `{\"error\": \"BadIban\", \"message\": \"The IBAN is invalid\"}` |\n\
                 | 404 | `{\"error\": \"NoBank\", \"message\": \"The bank is unknown\"` |\n";
    let workplace = Workplace::new();
    let entries = workplace.entries("cells.md", cells, &[]);
    assert_eq!(codes(&entries), ["BadIban", "NoBank"]);
    assert_eq!(entries[0]["messages"][0], "The IBAN is invalid");
    assert_eq!(entries[0]["http"]["status"], 400);
    let example = |code: &str, text: &str| {
        format!("## {text}\n\n```json\n{{\"code\": \"{code}\", \"message\": \"{text}\"}}\n```\n\n")
    };
    let page =
        ["# Pay\n\n", &example("DECLINED", "Card declined"), &example("EXPIRED", "Old card")];
    let entries = workplace.entries("examples.md", &page.concat(), &[]);
    assert_eq!(codes(&entries), ["DECLINED", "EXPIRED"]);
}

#[test]
fn texts_of_constants_are_merged_from_elsewhere() {
    let page = "public enum UploadError: Int, Error {\n    case tooLarge = 1\n    case expired = 2\n}\n\
                extension UploadError {\n    var text: String {\n        switch self {\n\
                \x20       case .tooLarge: return \"The file is too large\"\n\
                \x20       case .expired: return \"The session expired\"\n        }\n    }\n}\n";
    let entries = Workplace::new().entries("errors.swift", page, &[]);
    assert_eq!(codes(&entries), ["1", "2"]);
    let text = entries[0].to_string();
    assert!(text.contains("The file is too large") && text.contains("tooLarge"), "{text}");
}

#[test]
fn the_paragraph_before_a_list_is_its_context() {
    let page = "# Tokens\n\nThe endpoint takes:\n\n* `grant_type` - REQUIRED. The type.\n\
                * `client_id` - REQUIRED. The client.\n\nIt returns an `error` with one of these codes:\n\n\
                * `invalid_grant` - The grant is old.\n* `invalid_client` - The client is unknown.\n";
    let entries = Workplace::new().entries("page.md", page, &[]);
    assert_eq!(codes(&entries), ["invalid_grant", "invalid_client"]);
}
