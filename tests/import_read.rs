//! The readers of documentation: each format's ways to list error codes become tables.
#![cfg(feature = "import")]

use errdex::import::document::{Block, Document, Table};
use errdex::import::read::{Format, ReadError, format::detect, read};

fn document(name: &str, source: &str) -> Document {
    read(source.as_bytes(), None, name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The tables: rows of cells joined by ` | `, with a header in brackets.
fn tables(name: &str, source: &str) -> Vec<Vec<String>> {
    let tables = document(name, source).blocks.into_iter().filter_map(|block| match block {
        Block::Table(table) => Some(rows(&table)),
        _ => None,
    });
    tables.collect()
}

fn rows(table: &Table) -> Vec<String> {
    let join = |row: &[errdex::import::document::Cell]| {
        row.iter().map(|cell| cell.text.replace('\n', "/")).collect::<Vec<_>>().join(" | ")
    };
    let header = (!table.header.is_empty()).then(|| format!("[{}]", join(&table.header)));
    header.into_iter().chain(table.rows.iter().map(|row| join(row))).collect()
}

#[track_caller]
fn assert_tables(name: &str, source: &str, expected: &[&[&str]]) {
    assert_eq!(tables(name, source), expected, "{name}");
}

#[test]
fn formats_are_recognised_by_content() {
    let cases = [
        (Format::Markdown, "# Errors\n\n| Code | Text |\n|---|---|\n| 1 | One |\n"),
        (Format::Html, "<!doctype html><table><tr><td>1<td>One</table>"),
        (Format::Rst, "Errors\n======\n\n+---+-----+\n| 1 | One |\n+---+-----+\n"),
        (Format::Asciidoc, "= Errors\n\n[cols=\"1,1\"]\n|===\n|1 |One\n|===\n"),
        (Format::Csv, "code;text\n1;One\n2;Two\n3;Three\n"),
        (Format::Json, "[{\"code\": 1}]"),
        (Format::Openapi, "{\"openapi\": \"3.1.0\", \"paths\": {}}"),
        (Format::Openapi, "openapi: 3.0.0\npaths: {}\n"),
        (Format::Yaml, "errors:\n  - code: 1\n    text: One\n"),
        (Format::Code, "package errors\n\nconst (\n\tErrA = 1\n\tErrB = 2\n)\n"),
        (
            Format::Smithy,
            "$version: \"2\"\nnamespace a.b\n@error(\"client\")\nstructure NotFound {}\n",
        ),
        (Format::Text, "ERR_A  1  First\nERR_B  2  Second\n"),
    ];
    for (format, source) in cases {
        assert_eq!(detect(source, ""), format, "{source}");
    }
}

#[test]
fn texts_below_names_belong_to_them() {
    let source = "ERR_LOCKED      The file is locked\n\n    Another user\n    has locked it.\n\n\
                  ERR_GONE        The file is gone\n\n    It was deleted.\n\n\
                  ERR_FULL        The disk is full\n";
    assert_tables(
        "errors.txt",
        source,
        &[&[
            "[name | text | description]",
            "ERR_LOCKED | The file is locked | Another user/has locked it.",
            "ERR_GONE | The file is gone | It was deleted.",
            "ERR_FULL | The disk is full | ",
        ]],
    );
}

#[test]
fn nested_lists_of_terms_have_the_text_of_their_group() {
    let source = "- **400 Bad Request**\n  - `no_url` – The URL is missing.\n  - `bad_url` – It is wrong.\n\
                  - **404 Not Found**\n  - `no_hook` – No hook has this id.\n";
    assert_tables(
        "errors.md",
        source,
        &[&[
            "400 Bad Request | no_url | The URL is missing.",
            "400 Bad Request | bad_url | It is wrong.",
            "404 Not Found | no_hook | No hook has this id.",
        ]],
    );
}

#[test]
fn colons_separate_values_if_there_are_several() {
    let source =
        "# Reasons\nA_LOCKED:1:the file is locked\nA_GONE:2:the file is gone\nA_FULL:3:full\n";
    assert_eq!(detect(source, "reasons.txt"), Format::Csv);
    assert_eq!(tables("reasons.txt", source)[0][1], "A_GONE | 2 | the file is gone");
}

#[test]
fn markdown_tables_with_and_without_outer_bars() {
    let source = "Code | Text\n--- | ---\n`E1` | a \\| b<br>c\n\n|Code|Text|\n|---|---|---|\n|E2|[link](x)|\n\n|E3|x|\n";
    assert_tables(
        "a.md",
        source,
        &[&["[Code | Text]", "E1 | a | b/c"], &["[Code | Text]", "E2 | link", "E3 | x"]],
    );
}

#[test]
fn markdown_lists_headings_and_definitions() {
    let source = "- **E1**: one\n- `E2` - two\n\n`E3`\n: three\n\n`E4`\n: four\n\n### E_5 {#five}\nfive\n### E_6\n- six\n";
    assert_tables(
        "a.md",
        source,
        &[&["E1 | one", "E2 | two"], &["E3 | three", "E4 | four"], &["E_5 | five", "E_6 | six"]],
    );
}

#[test]
fn markdown_with_html_components_and_templates() {
    let source = "---\ntitle: \"Errors\"\n---\nimport X from './x.jsx'\n\n<table>\n\n  <tr><th>Code</th><th>Text</th></tr>\n\n    <tr><td rowspan=\"2\">1</td>\n\n    <td>`A` {{% added %}}**b**</td></tr>\n<tr><td>C</td></tr>\n</table>\n\n<ResponseField name=\"E1\" type=\"400\">The *key*</ResponseField>\n<ResponseField name=\"E2\" type=\"401\">Other</ResponseField>\n";
    assert_tables(
        "a.mdx",
        source,
        &[
            &["[Code | Text]", "1 | A b", "1 | C"],
            &["[name | type | ]", "E1 | 400 | The key", "E2 | 401 | Other"],
        ],
    );
    assert_eq!(document("a.mdx", source).title.as_deref(), Some("Errors"));
}

#[test]
fn readme_blocks_in_any_order() {
    let source = "[block:parameters]\n{\"data\": {\"1-0\": \"E2\", \"h-1\": \"Text\", \"0-0\": \"<a name='x'>E1</a>\", \"h-0\": \"Code\", \"0-1\": \"one\\ntwo\"}}\n[/block]\n";
    assert_tables("a.md", source, &[&["[Code | Text]", "E1 | one/two", "E2 | "]]);
}

#[test]
fn html_tables_lists_and_grids() {
    let source = "<html><table><tr><td><b>Code</b><td><b>Text</b><tr><td rowspan=2>1<td>One<tr><td colspan=1>Two</table>\
        <dl><dt>A<dt>B<dd>Both<dd>more</dl>\
        <div><div><i>E1</i><i>x</i></div><div><i>E2</i><i>y</i></div><div><i>E3</i><i>z</i></div></div>\
        <div role=table><div role=row><i role=cell>F1</i><i role=cell>x</i></div><div role=row><i role=cell>F2</i><i role=cell>y</i></div></div>";
    assert_tables(
        "a.html",
        source,
        &[
            &["[Code | Text]", "1 | One", "1 | Two"],
            &["A | Both/more", "B | Both/more"],
            &["E1 | x", "E2 | y", "E3 | z"],
            &["F1 | x", "F2 | y"],
        ],
    );
}

#[test]
fn xml_of_docbook_and_xml2rfc() {
    let docbook = "<?xml version=\"1.0\"?><section><title>Errors</title><informaltable><tgroup cols=\"2\"><thead><row><entry>Code</entry><entry>Text</entry></row></thead><tbody><row><entry>1</entry><entry><para>One</para></entry></row></tbody></tgroup></informaltable><variablelist><varlistentry><term>A</term><listitem><para>Ay</para></listitem></varlistentry></variablelist></section>";
    assert_tables("a.xml", docbook, &[&["[Code | Text]", "1 | One"], &["A | Ay"]]);
    let rfc = "<?xml version=\"1.0\"?><rfc><texttable><ttcol>Code</ttcol><ttcol>Text</ttcol><c>1</c><c>One<xref target=\"x\"/></c></texttable><list style=\"hanging\"><t hangText=\"A\">Ay</t></list></rfc>";
    assert_tables("a.xml", rfc, &[&["[Code | Text]", "1 | One"], &["A | Ay"]]);
}

#[test]
fn xml_elements_with_the_values_in_attributes() {
    let xml = "<spec>\n<constant name=\"min-size\" value=\"4096\"/>\n<constant name=\"end\" value=\"206\"/>\n\
               <constant name=\"locked\" value=\"409\" class=\"soft-error\"><doc>It is\n locked.</doc></constant>\n\
               <constant name=\"gone\" value=\"410\" class=\"hard-error\"><doc>It is gone.</doc></constant>\n</spec>";
    assert_tables(
        "spec.xml",
        xml,
        &[
            &["[name | value | ]", "min-size | 4096 | ", "end | 206 | "],
            &[
                "[class | name | value | ]",
                "soft-error | locked | 409 | It is locked.",
                "hard-error | gone | 410 | It is gone.",
            ],
        ],
    );
}

#[test]
fn restructured_text_tables() {
    let grid = "+------+-----+\n| Code | Text|\n+======+=====+\n| 400  | One |\n|      +-----+\n|      | Two |\n+------+-----+\n";
    assert_tables("a.rst", grid, &[&["[Code | Text]", "400 | One", "400 | Two"]]);
    let simple =
        "====  =====\nCode  Text\n====  =====\n1     One\n      more\n2     Two\n====  =====\n";
    assert_tables("a.rst", simple, &[&["[Code | Text]", "1 | One more", "2 | Two"]]);
    let list = ".. list-table::\n   :header-rows: 1\n\n   * - Code\n     - Text\n   * - ``E1``\n     - :ref:`One <x>`\n";
    assert_tables("a.rst", list, &[&["[Code | Text]", "E1 | One"]]);
    let csv = ".. csv-table::\n   :header: \"Code\", \"Text\"\n\n   \"E1\", \"one, two\"\n";
    assert_tables("a.rst", csv, &[&["[Code | Text]", "E1 | one, two"]]);
    let lists = ":E1: one\n:E2: two\n   more\n\nProse.\n\n``E3``\n   three\n\nE_4\n---\nfour\n\nE_5\n---\nfive\n";
    assert_tables(
        "a.rst",
        lists,
        &[&["E1 | one", "E2 | two more"], &["E3 | three"], &["E_4 | four", "E_5 | five"]],
    );
}

#[test]
fn asciidoc_tables_and_lists() {
    let source = "[cols=\"1,1a\",options=\"header\"]\n|===\n|Code |Text\n.2+|E1 |* one\n* two\n|three\na|\nE2\na|\nfour\n|===\n";
    assert_tables(
        "a.adoc",
        source,
        &[&["[Code | Text]", "E1 | one/two", "E1 | three", "E2 | four"]],
    );
    let source = ":prod: X\n\n|===\n|Code |Text\n\n|`E1` |{prod} *b* <<r,ref>>\n2*|E2\n|===\n\nE3:: three\nE4::\n  four\n";
    assert_tables(
        "a.adoc",
        source,
        &[&["[Code | Text]", "E1 | X b ref", "E2 | E2"], &["E3 | three", "E4 | four"]],
    );
}

#[test]
fn delimited_values_after_a_preamble() {
    assert_tables(
        "a.csv",
        "Errors of X\n\ncode;text\n1;\"a;b\"\n2;c\n",
        &[&["[code | text]", "1 | a;b", "2 | c"]],
    );
    assert_tables(
        "a.tsv",
        "E1\t400\n\"E2\"\t401\nE3\t402\n",
        &[&["E1 | 400", "E2 | 401", "E3 | 402"]],
    );
}

#[test]
fn json_arrays_and_maps() {
    let source = r#"{"list": [{"status": 400, "errors": [{"code": "A", "text": "<b>x</b>"}]}, {"status": 401, "errors": [{"code": "B", "text": null}]}],
        "map": {"C": {"text": "c", "http": 1}, "D": {"text": "d", "http": 2}}, "plain": {"E": "e", "F": ["f", "g"]}}"#;
    assert_tables(
        "a.json",
        source,
        &[
            &["[status]", "400", "401"],
            &["[code | text | status]", "A | x | 400", "B |  | 401"],
            &["[ | text | http]", "C | c | 1", "D | d | 2"],
            &["E | e", "F | f/g"],
        ],
    );
}

#[test]
fn yaml_scalars_stay_as_written() {
    let source =
        "- code: 01000\n  text: &a One\n- code: 0x1F\n  text: *a\n- code: 1.10\n  text: no\n";
    assert_tables(
        "a.yaml",
        source,
        &[&["[code | text]", "01000 | One", "0x1F | One", "1.10 | no"]],
    );
}

#[test]
fn openapi_responses_examples_and_enums() {
    let source = "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: fine}\n        404:\n          description: Not there\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/E'}\n              example: {error: {code: gone}}\ncomponents:\n  schemas:\n    E:\n      properties:\n        code:\n          enum: [a, b]\n          description: |\n            - `a`: First\n            - `b`: Second\n        details:\n          anyOf:\n            - properties: {issue: {enum: [X]}, text: {const: Ex}}\n";
    assert_tables(
        "a.yaml",
        source,
        &[
            &["[status | description | endpoints]", "404 | Not there | GET /a"],
            &["[error.code | HTTP status | endpoints]", "gone | 404 | GET /a"],
            &[
                "[value | description | status | endpoints]",
                "a | First | 404 | GET /a",
                "b | Second | 404 | GET /a",
            ],
            &["[issue | text | status | endpoints]", "X | Ex | 404 | GET /a"],
        ],
    );
}

#[test]
fn smithy_errors() {
    let source = "$version: \"2\"\nnamespace a.b\n\n/// Too many\n@error(\"client\")\n@httpError(429)\n@retryable\nstructure Throttled {}\n";
    assert_tables(
        "a.smithy",
        source,
        &[&[
            "[name | error | HTTP status | documentation | retryable]",
            "Throttled | client | 429 | Too many | true",
        ]],
    );
}

#[test]
fn constants_of_languages() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "a.proto",
            "enum E {\n  // One.\n  A = 0;\n  B = -1; // Two.\n}",
            &["[name | value | comment]", "A | 0 | One.", "B | -1 | Two."],
        ),
        (
            "a.go",
            "package x\nconst (\n\tA Code = iota // one\n\tB\n)\n",
            &["[name | value | comment]", "A | 0 | one", "B | 1 | "],
        ),
        (
            "b.go",
            "package x\nvar (\n\tErrA = errors.New(\"a\")\n\tErrB = &E{Code: \"b\", Status: 400}\n)\n",
            &["[name | value | Code | Status]", "ErrA | a |  | ", "ErrB |  | b | 400"],
        ),
        (
            "a.java",
            "enum E {\n  /** One. */\n  A(1, \"a\"),\n  B(2, \"b\" +\n    \"c\");\n}",
            &["[name | value |  | comment]", "A | 1 | a | One.", "B | 2 | bc | "],
        ),
        (
            "a.ts",
            "export const E: Record<string, X> = {\n  A: { code: 1, message: 'a' },\n  B: { code: 2, message: \"b\" },\n};",
            &["[name | code | message]", "A | 1 | a", "B | 2 | b"],
        ),
        (
            "a.js",
            "E('ERR_A', 'a %s', Error);\nE('ERR_B', 'b', Error);",
            &["[name | value | ]", "ERR_A | a %s | Error", "ERR_B | b | Error"],
        ),
        (
            "b.js",
            "exports[1001] = 'a';\nexports[1002] =\n    'b';\nsizes[i] = 'c';",
            &["[name | value]", "1001 | a", "1002 | b"],
        ),
        (
            "b.py",
            "errors['LOCKED'] = 'a'\nself.errors['GONE'] = 'b'\n",
            &["[name | value]", "LOCKED | a", "GONE | b"],
        ),
        (
            "c.c",
            "static const int size[4] = 7;\nm[E_LOCKED] = \"a\";\nm[E_GONE] = \"b\";\n",
            &["[name | value]", "E_LOCKED | a", "E_GONE | b"],
        ),
        (
            "b.java",
            "texts.put(-1001, \"is a\");\ntexts.put(1002, \"is b\");\n",
            &["[name | value]", "-1001 | is a", "1002 | is b"],
        ),
        (
            "d.h",
            "enum {\n  X_LOCKED = 1,\n  X_GONE,\n  X_MAX\n};",
            &["[name | value]", "X_LOCKED | 1", "X_GONE | 2"],
        ),
        (
            "e.h",
            "#define BASE 0x100\n#define E_A (BASE + 1)\n#define E_B (-BASE - (2 << 3))\n#define E_C (BASE | E_A) \n",
            &[
                "[name | value | comment]",
                "E_A | 257 | ",
                "E_B | -272 | ",
                "E_C | 257 | BASE | E_A",
            ],
        ),
        (
            "a.php",
            "<?php\n$m = [\n  self::A => 'a',\n  7 => 'b',\n];",
            &["[name | value]", "A | a", "7 | b"],
        ),
        (
            "a.cs",
            "enum E {\n  /// <summary>One</summary>\n  A = 5,\n  [Description(\"two\")]\n  B\n}",
            &["[name | value | Description | comment]", "A | 5 |  | One", "B | 6 | two | "],
        ),
        (
            "a.h",
            "#define E_A 0x10L /* one */\n#define E_B (-2) // two\n",
            &["[name | value | comment]", "E_A | 0x10 | one", "E_B | -2 | two"],
        ),
        (
            "b.h",
            "enum {\n  A = -3, /**< one */\n  B,\n};",
            &["[name | value | comment]", "A | -3 | one", "B | -2 | "],
        ),
        (
            "a.rs",
            "enum E {\n  #[error(\"a: {0}\")]\n  A(String),\n  #[error(\"b\")]\n  B { x: u32 },\n}",
            &["[name | value | error]", "A | String | a: {0}", "B |  | b"],
        ),
        (
            "a.py",
            "class A(Error):\n    \"\"\"One.\"\"\"\n    code = 'a'\n\nclass B(Error):\n    code = 'b'\n",
            &["[name | code | comment]", "A | a | One.", "B | b | "],
        ),
    ];
    for (name, source, expected) in cases {
        assert_tables(name, source, &[expected]);
    }
}

#[test]
fn enums_and_macros_of_several_things() {
    let source = "#define N_MIN 1\n#define N_MAX 9\nenum code {\n  X_GET_A = 1,\n  X_GET_B = 2,\n  X_GET_C = 3,\n\
                  X_ERR_A = 4,\n  X_ERR_B = 5,\n  X_ERR_C = 6,\n};\n\
                  #define EA (N_MAX + X_ERR_A)\n#define EB (N_MAX + X_ERR_B)\n#define EC (N_MAX + X_ERR_C)\n";
    assert_tables(
        "a.h",
        source,
        &[
            &["[name | value]", "N_MIN | 1", "N_MAX | 9"],
            &[
                "[name | value | comment]",
                "EA | 13 | N_MAX + X_ERR_A",
                "EB | 14 | N_MAX + X_ERR_B",
                "EC | 15 | N_MAX + X_ERR_C",
            ],
            &["[name | value]", "X_GET_A | 1", "X_GET_B | 2", "X_GET_C | 3"],
            &["[name | value]", "X_ERR_A | 4", "X_ERR_B | 5", "X_ERR_C | 6"],
        ],
    );
}

#[test]
fn plain_text_columns_and_stanzas() {
    assert_tables(
        "a.txt",
        "Code  Name\n----  -----\n1     ERR_A\n2     ERR_B\n",
        &[&["[Code | Name]", "1 | ERR_A", "2 | ERR_B"]],
    );
    assert_tables(
        "a.txt",
        "ER_A 23000\n  eng \"a\"\nER_B\n  eng \"b\"\n",
        &[&["[name | state | eng]", "ER_A | 23000 | a", "ER_B |  | b"]],
    );
    assert_tables(
        "a.txt",
        "Code: 1\nText: One\n more\n\nCode: 2\nText: Two\n",
        &[&["[Code | Text]", "1 | One more", "2 | Two"]],
    );
    assert_tables(
        "a.txt",
        "Code\nMeaning\n1001\nOne thing\n1002\nTwo\n1003\nThree\n",
        &[&["[Code | Meaning]", "1001 | One thing", "1002 | Two", "1003 | Three"]],
    );
    assert_tables(
        "a.txt",
        "CodeHTTP StatusText\nE_ONE401Bad key.\nE_TWO429Slow down.\n",
        &[&["[Code | HTTP Status | Text]", "E_ONE | 401 | Bad key.", "E_TWO | 429 | Slow down."]],
    );
}

#[test]
fn codes_with_their_texts_on_the_next_lines() {
    let text = "Error codes\nA response is\n{\n\"code\": 1011,\n\"message\": \"It is locked\"\n}\n\
                10xx - Orders\n1010 ORDER_LOCKED\nThe order\nis locked.\n1011 ORDER_GONE\nNot found.\n\n\
                11xx - Users\n1110 USER_LOCKED\nThe user is locked.\n\nSee also.\n";
    assert_tables(
        "a.txt",
        text,
        &[&[
            "10xx | Orders | ",
            "1010 | ORDER_LOCKED | The order/is locked.",
            "1011 | ORDER_GONE | Not found.",
            "11xx | Users | ",
            "1110 | USER_LOCKED | The user is locked.",
        ]],
    );
}

#[test]
fn encodings() {
    let source = "|Code|Text|\n|---|---|\n|1|größe|\n";
    let utf16: Vec<u8> = source.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark: Vec<u8> =
        "\u{feff}".encode_utf16().chain(source.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let latin1: Vec<u8> =
        source.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let marked = format!("\u{feff}{source}");
    for bytes in [source.as_bytes(), &utf16, &with_mark, &latin1, marked.as_bytes()] {
        let document = read(bytes, None, "a.md").expect("valid");
        let [Block::Table(table)] = document.blocks.as_slice() else { panic!("{document:?}") };
        assert_eq!(rows(table), ["[Code | Text]", "1 | größe"]);
    }
    assert_eq!(read(b"a\0b\n", None, "a.txt"), Err(ReadError::Binary { offset: 1 }));
}

#[test]
fn errors_name_format_and_position() {
    let error = read(b"{\"a\": ", Some(Format::Json), "a.json").expect_err("invalid");
    assert_eq!(error.to_string(), "invalid json: EOF while parsing a value at line 1 column 6");
}

#[test]
fn hostile_input_is_read_in_bounded_depth() {
    let cases = [
        ("a.html", "<div>".repeat(50_000)),
        ("a.html", "<table><tr><td>".repeat(20_000)),
        (
            "a.html",
            format!("<table>{}</table>", "<tr><td rowspan=9999 colspan=9999>x".repeat(2_000)),
        ),
        ("a.md", "> ".repeat(50_000)),
        ("a.md", "<div>\n\n".repeat(20_000)),
        ("a.rst", (0..500).flat_map(|indent| [" ".repeat(indent), "a\n".to_owned()]).collect()),
        ("a.adoc", "|===\n|a a|\n".repeat(10_000)),
        ("a.go", "{".repeat(100_000)),
        ("a.txt", "(\n".repeat(50_000)),
    ];
    for (name, source) in cases {
        document(name, &source);
    }
    let mut aliases = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n".to_owned();
    let mut last = "c".to_owned();
    for number in 0..30 {
        let next = format!("k{number}");
        aliases.extend([&next, ": &", &next, " [*", &last, ", *", &last, "]\n"]);
        last = next;
    }
    for (name, source) in [
        ("a.json", "[".repeat(100_000)),
        ("a.yaml", format!("a: {}", "[".repeat(1_000))),
        ("a.yaml", aliases),
    ] {
        let format = if name.ends_with("json") { Format::Json } else { Format::Yaml };
        assert!(
            matches!(read(source.as_bytes(), Some(format), name), Err(ReadError::Invalid { .. })),
            "{name}"
        );
    }
}

#[test]
fn documents_in_comments_and_values() {
    let table = &["4711 | Locked", "4712 | Gone"][..];
    let html = "/*\n * <h3>Errors</h3> <table><tr><th>Code</th><th>Text</th></tr>\n \
                * <tr><td class=\\\"m\\\">4711</td><td>Locked</td></tr><tr><td>4712</td><td>Gone</td></tr></table>\n \
                */\nclass Order {}\n";
    assert!(tables("Order.java", html).iter().any(|rows| rows.ends_with(&own(table))), "{html}");
    let yaml = "title: Codes\ndescription: |\n  One of:\n\n  - `4711` Locked\n  - `4712` Gone\n";
    assert!(tables("codes.yml", yaml).iter().any(|rows| *rows == own(table)), "{yaml}");
}

fn own(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

#[test]
fn markdown_tables_without_empty_lines_and_with_two_headers() {
    assert_tables(
        "page.md",
        "Codes\n| 码 | 说明 |\n| Code | Text |\n|---\t|---|\n| 1 | One |\nOther codes\n|Code|Text|\n|---|\n2 | Two\n",
        &[&["[码 Code | 说明 Text]", "1 | One"], &["[Code | Text]", "2 | Two"]],
    );
    assert_tables(
        "yandex.md",
        "#|\n|| **Code** | **Text** ||\n|| `A_1` | First\nline ||\n|#\n",
        &[&["[Code | Text]", "A_1 | First/line"]],
    );
}

#[test]
fn declarations_by_indentation_and_properties() {
    let stone = "union LookupError\n    \"The lookup failed.\"\n\n    not_found\n        \"No such\n        file.\"\n    locked\n        \"It is locked.\"\n\n\
                 union WriteError\n    no_space\n        \"The disk is full.\"\n";
    assert_tables(
        "files.stone",
        stone,
        &[
            &["[name | comment]", "not_found | No such/file.", "locked | It is locked."],
            &["[name | comment]", "no_space | The disk is full."],
        ],
    );
    assert_tables(
        "errors.properties",
        "# texts\nerror.1001=Declined\nerror.1002 = Expired\nerror.1003=Locked\n",
        &[&["1001 | Declined", "1002 | Expired", "1003 | Locked"]],
    );
}

#[test]
fn declarations_and_comments_of_more_languages() {
    let rows = |name: &str, source: &str| tables(name, source).concat().join("\n");
    for (name, source, expected) in [
        (
            "a.sol",
            "interface E {\n  /// @notice Too low.\n  error Low(uint256 a);\n  /// @dev No owner.\n  error NotOwner();\n}",
            "Low | Too low.",
        ),
        (
            "a.erl",
            "%% codes\n-define(ERR_A, 16#0A). %% first\n-define(ERR_B, 16#0B). %% second\n",
            "ERR_B | 0x0B | second",
        ),
        (
            "a.ts",
            "export type E =\n  /** Declined. */\n  | 'declined'\n  | 'expired';\n",
            "declined | Declined.",
        ),
        (
            "a.hs",
            "data E\n  = Declined -- ^ Card declined\n  | Expired -- ^ Card expired\n  deriving Show\n",
            "Expired | Card expired",
        ),
        (
            "a.vb",
            "' codes\nModule M\n  Public Const ERR_A As Integer = 1 ' first\n  Public Const ERR_B As Integer = 2 ' second\nEnd Module\n",
            "ERR_B | 2 | second",
        ),
        (
            "a.sql",
            "INSERT INTO e VALUES (1, 'A', 'first');\nINSERT INTO e VALUES (2, 'B', 'second');\n",
            "2 | B | second",
        ),
        (
            "a.x",
            "enum Code {\n  OK = 0,   // fine\n  BAD = -1, // not\n            // fine\n  OLD = -2  // old\n};\n",
            "BAD | -1 | not/fine",
        ),
    ] {
        assert!(rows(name, source).contains(expected), "{name}: {}", rows(name, source));
    }
}
