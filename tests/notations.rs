//! The errors of every vendor, in the notations in which languages, clients and shells print an
//! object: the notation must not change what is recognised.

// The printers are short rather than fast.
#![allow(clippy::format_push_string, clippy::format_collect, clippy::type_complexity)]

use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Report, Verdict, fields};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The errors, each with its code, the text before it, and the name of its type.
fn errors() -> Vec<(&'static str, &'static str, Value)> {
    let taken = "Name has already been taken";
    vec![
        (
            "2001",
            "",
            json!({"error": {"message": "Invalid Input Provided", "code": 2001, "errors": [taken]}}),
        ),
        (
            "1001",
            "",
            json!({
                "message": "The name Finance is already used.",
                "errorCode": 1001,
                "traceId": "00-d0d7bbcb49a94ba5b5cce0bf4bd1a2d4-01",
            }),
        ),
        (
            "5002",
            "",
            json!({
                "status": 404,
                "code": 5002,
                "message": "Requested file does not exist.",
                "more_info": "http://docs.sevenbridges.com/docs/api-status-codes#5002",
            }),
        ),
        (
            "EntityNotFound",
            "",
            json!({"code": "EntityNotFound", "message": "Entity can't be found.", "errors": []}),
        ),
        (
            "400",
            "PUT https://tenant.accounts.ondemand.com/Applications/v1/ failed: ",
            json!({"error": {
                "code": 400,
                "message": "Request has invalid value",
                "details": [{"target": "name", "message": "Already exists"}],
            }}),
        ),
    ]
}

/// How a notation with brackets prints. `T` in a bracket is the name of the type.
struct Brackets {
    name: &'static str,
    object: [&'static str; 3],
    list: [&'static str; 3],
    /// Around the name of a member, and between it and its value.
    key: [&'static str; 3],
    /// Around a text.
    text: [&'static str; 2],
    number: [&'static str; 2],
    case: fn(&str) -> String,
    empty_list: Option<&'static str>,
}

const JSON: Brackets = Brackets {
    name: "JSON",
    object: ["{", ",", "}"],
    list: ["[", ",", "]"],
    key: ["\"", "\"", ":"],
    text: ["\"", "\""],
    number: ["", ""],
    case: str::to_owned,
    empty_list: None,
};

#[rustfmt::skip]
const BRACKETS: &[Brackets] = &[
    JSON,
    Brackets { name: "JSON with spaces", object: ["{ ", ", ", " }"], list: ["[ ", ", ", " ]"], key: ["\"", "\"", ": "], ..JSON },
    Brackets { name: "JSON5", key: ["", "", ": "], text: ["'", "'"], ..JSON },
    Brackets { name: "Python dict", object: ["{", ", ", "}"], key: ["'", "'", ": "], text: ["\"", "\""], ..JSON },
    Brackets { name: "Python dataclass", object: ["T(", ", ", ")"], list: ["[", ", ", "]"], key: ["", "", "="], case: snake, ..JSON },
    Brackets { name: "Python namespace", object: ["namespace(", ", ", ")"], key: ["", "", "="], ..JSON },
    Brackets { name: "Python OrderedDict", object: ["OrderedDict([", ", ", "])"], key: ["('", "'", ", "], ..JSON },
    Brackets { name: "Ruby hash", object: ["{", ", ", "}"], key: ["\"", "\"", "=>"], ..JSON },
    Brackets { name: "Ruby symbols", object: ["{", ", ", "}"], key: [":", "", "=>"], ..JSON },
    Brackets { name: "Ruby 3.4", object: ["{", ", ", "}"], key: ["", "", ": "], ..JSON },
    Brackets { name: "Ruby OpenStruct", object: ["#<OpenStruct ", ", ", ">"], key: ["", "", "="], ..JSON },
    Brackets { name: "Ruby struct", object: ["#<struct T ", ", ", ">"], key: ["", "", "="], ..JSON },
    Brackets { name: "Ruby object", object: ["#<T:0x000078e1a2b3c4d8 ", ", ", ">"], key: ["@", "", "="], case: snake, ..JSON },
    Brackets { name: "PHP var_export", object: ["array (\n  ", ",\n  ", ",\n)"], list: ["\n  array (\n    0 => ", ",\n    1 => ", ",\n  )"], key: ["'", "'", " => "], text: ["\"", "\""], empty_list: Some("\n  array (\n  )"), ..JSON },
    Brackets { name: "PHP short array", object: ["[", ", ", "]"], key: ["\"", "\"", " => "], ..JSON },
    Brackets { name: "Java map", object: ["{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", "="], text: ["", ""], ..JSON },
    Brackets { name: "Lombok", object: ["T(", ", ", ")"], list: ["[", ", ", "]"], key: ["", "", "="], text: ["", ""], ..JSON },
    Brackets { name: "Java record", object: ["T[", ", ", "]"], list: ["[", ", ", "]"], key: ["", "", "="], text: ["", ""], ..JSON },
    Brackets { name: "Java toString", object: ["T{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", "="], text: ["'", "'"], ..JSON },
    Brackets { name: "MoreObjects", object: ["T{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", "="], text: ["", ""], ..JSON },
    Brackets { name: "Groovy", object: ["[", ", ", "]"], list: ["[", ", ", "]"], key: ["", "", ":"], text: ["", ""], ..JSON },
    Brackets { name: "Scala map", object: ["Map(", ", ", ")"], list: ["List(", ", ", ")"], key: ["", "", " -> "], text: ["", ""], ..JSON },
    Brackets { name: "C# record", object: ["T { ", ", ", " }"], list: ["[", ", ", "]"], key: ["", "", " = "], text: ["", ""], case: pascal, ..JSON },
    Brackets { name: "PowerShell hash", object: ["@{", "; ", "}"], list: ["{", ", ", "}"], key: ["", "", "="], text: ["", ""], ..JSON },
    Brackets { name: "F# record", object: ["{ ", "; ", " }"], list: ["[", "; ", "]"], key: ["", "", " = "], case: pascal, ..JSON },
    Brackets { name: "Go %+v", object: ["{", " ", "}"], list: ["[", " ", "]"], key: ["", "", ":"], text: ["", ""], case: pascal, ..JSON },
    Brackets { name: "Go pointer %+v", object: ["&{", " ", "}"], list: ["[", " ", "]"], key: ["", "", ":"], text: ["", ""], case: pascal, ..JSON },
    Brackets { name: "Go %#v", object: ["main.T{", ", ", "}"], list: ["[]string{", ", ", "}"], key: ["", "", ":"], case: pascal, ..JSON },
    Brackets { name: "Go map", object: ["map[", " ", "]"], list: ["[", " ", "]"], key: ["", "", ":"], text: ["", ""], ..JSON },
    Brackets { name: "Go map %#v", object: ["map[string]interface {}{", ", ", "}"], list: ["[]interface {}{", ", ", "}"], ..JSON },
    Brackets { name: "Rust Debug", object: ["T { ", ", ", " }"], list: ["[", ", ", "]"], key: ["", "", ": "], case: snake, ..JSON },
    Brackets { name: "Rust options", object: ["T { ", ", ", " }"], list: ["Some([", ", ", "])"], key: ["", "", ": "], text: ["Some(\"", "\")"], number: ["Some(", ")"], case: snake, ..JSON },
    Brackets { name: "Rust pretty", object: ["T {\n    ", ",\n    ", ",\n}"], list: ["[\n        ", ",\n        ", ",\n    ]"], key: ["", "", ": "], number: ["Some(\n        ", ",\n    )"], case: snake, ..JSON },
    Brackets { name: "Rust serde_json", object: ["Object {", ", ", "}"], list: ["Array [", ", ", "]"], key: ["\"", "\"", ": "], text: ["String(\"", "\")"], number: ["Number(", ")"], ..JSON },
    Brackets { name: "Swift dictionary", object: ["[", ", ", "]"], list: ["[", ", ", "]"], key: ["\"", "\"", ": "], ..JSON },
    Brackets { name: "Swift struct", object: ["App.T(", ", ", ")"], list: ["[", ", ", "]"], key: ["", "", ": "], ..JSON },
    Brackets { name: "Swift optionals", object: ["T(", ", ", ")"], list: ["Optional([", ", ", "])"], key: ["", "", ": "], text: ["Optional(\"", "\")"], number: ["Optional(", ")"], ..JSON },
    Brackets { name: "Objective-C", object: ["{\n    ", ";\n    ", ";\n}"], list: ["(\n        ", ",\n        ", "\n    )"], key: ["", "", " = "], ..JSON },
    Brackets { name: "Elixir atoms", object: ["%{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", ": "], ..JSON },
    Brackets { name: "Elixir map", object: ["%{", ", ", "}"], list: ["[", ", ", "]"], key: ["\"", "\"", " => "], ..JSON },
    Brackets { name: "Elixir struct", object: ["%App.T{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", ": "], ..JSON },
    Brackets { name: "Erlang", object: ["#{", ",", "}"], key: ["<<\"", "\">>", " => "], text: ["<<\"", "\">>"], ..JSON },
    Brackets { name: "Clojure", object: ["{", ", ", "}"], list: ["[", " ", "]"], key: [":", "", " "], ..JSON },
    Brackets { name: "Perl Dumper", object: ["{\n  ", ",\n  ", "\n}"], list: ["[\n  ", ",\n  ", "\n]"], key: ["'", "'", " => "], ..JSON },
    Brackets { name: "R list", object: ["list(", ", ", ")"], list: ["list(", ", ", ")"], key: ["", "", " = "], ..JSON },
    Brackets { name: "Node inspect", object: ["{\n  ", ",\n  ", "\n}"], list: ["[ ", ", ", " ]"], key: ["", "", ": "], empty_list: Some("[]"), ..JSON },
    Brackets { name: "Haskell", object: ["T {", ", ", "}"], list: ["[", ",", "]"], key: ["", "", " = "], text: ["Just \"", "\""], number: ["", ""], ..JSON },
    Brackets { name: "Julia", object: ["Dict{String, Any}(", ", ", ")"], list: ["Any[", ", ", "]"], key: ["\"", "\"", " => "], ..JSON },
    Brackets { name: "Dart", object: ["{", ", ", "}"], list: ["[", ", ", "]"], key: ["", "", ": "], text: ["", ""], ..JSON },
];

fn pascal(name: &str) -> String {
    let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}

fn snake(name: &str) -> String {
    let letters = name
        .chars()
        .map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() });
    letters.collect()
}

impl Brackets {
    fn print(&self, value: &Value, type_name: &str) -> String {
        let around = |[open, close]: [&str; 2], text: &str| format!("{open}{text}{close}");
        match value {
            Value::Object(members) => {
                let [open, between, close] = self.object.map(|it| it.replace('T', type_name));
                let members = members.iter().map(|(name, value)| {
                    let [open, close, separator] = self.key;
                    let value = self.print(value, &pascal(name));
                    let pair = format!("{open}{}{close}{separator}{value}", (self.case)(name));
                    if open.starts_with('(') { pair + ")" } else { pair }
                });
                format!("{open}{}{close}", members.collect::<Vec<_>>().join(&between))
            }
            Value::Array(items) if items.is_empty() && self.empty_list.is_some() => {
                self.empty_list.unwrap_or_default().to_owned()
            }
            Value::Array(items) => {
                let [open, between, close] = self.list;
                let items = items.iter().map(|item| self.print(item, "Item"));
                format!("{open}{}{close}", items.collect::<Vec<_>>().join(between))
            }
            Value::String(text) => around(self.text, text),
            other => around(self.number, &other.to_string()),
        }
    }
}

/// What a notation prints of an error.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Whole,
    /// The object without its envelope, and without lists of objects.
    Inner,
}

/// Notations that are laid out in lines, or have no names.
const OTHERS: &[(&str, Part, fn(&Value) -> String)] = &[
    ("PHP var_dump", Part::Whole, |value| var_dump(value, 0)),
    ("PHP print_r", Part::Whole, |value| print_r(value, "Array", 0)),
    ("PHP print_r of an object", Part::Whole, |value| print_r(value, "stdClass Object", 0)),
    ("PHP print_r in a line", Part::Whole, |value| {
        let words = print_r(value, "stdClass Object", 0);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }),
    ("Go %v", Part::Whole, |value| positional(value, ["{", " ", "}"], ["[", " ", "]"])),
    ("Go pointer %v", Part::Whole, |value| {
        format!("&{}", positional(value, ["{", " ", "}"], ["[", " ", "]"]))
    }),
    ("Scala case class", Part::Whole, |value| {
        positional(value, ["Response(", ",", ")"], ["List(", ", ", ")"])
    }),
    ("YAML", Part::Whole, |value| yaml(value, 0, "  ")),
    ("YAML with lists not indented", Part::Whole, |value| yaml(value, 0, "")),
    ("TOML", Part::Whole, |value| toml(value, "\"")),
    ("INI", Part::Whole, |value| toml(value, "")),
    ("properties", Part::Whole, |value| {
        flat(value, "", &|name, value| format!("{name}={value}\n"))
    }),
    ("Format-List", Part::Inner, |value| {
        flat(value, "", &|name, it| format!("{name:<9} : {it}\n"))
    }),
    ("name: value lines", Part::Inner, |value| {
        flat(value, "", &|name, it| format!("{name}: {it}\n"))
    }),
    ("R print", Part::Whole, |value| {
        flat(value, "", &|name, value| {
            let quoted = match value {
                "[]" => return format!("{}\nlist()\n\n", r_path(name)),
                value if value.parse::<u32>().is_ok() => value.to_owned(),
                value => format!("{value:?}"),
            };
            format!("{}\n[1] {quoted}\n\n", r_path(name))
        })
    }),
    ("R str", Part::Inner, |value| format!("List of 1\n{}", r_str(value, " $ "))),
    ("Swift dump", Part::Whole, |value| format!("▿ App.Response\n{}", swift_dump(value, 2))),
    ("logfmt", Part::Whole, |value| {
        flat(value, "", &|name, value| match value {
            "[]" => format!(" {name}=[]"),
            value => format!(" {name}={value:?}"),
        })
    }),
    ("form", Part::Inner, |value| {
        flat(value, "", &|name, value| format!("&{name}={}", value.replace(' ', "+")))
    }),
    ("CSV", Part::Inner, |value| table(value, ",", "\"", false)),
    ("CSV with semicolons", Part::Inner, |value| table(value, ";", "", false)),
    ("TSV", Part::Inner, |value| table(value, "\t", "", false)),
    ("Markdown table", Part::Inner, |value| table(value, " | ", "", true)),
    ("PowerShell table", Part::Inner, |value| ruled_table(value)),
    ("XML", Part::Whole, |value| format!("<Response>{}</Response>", xml(value))),
    ("HAR", Part::Whole, |value| {
        json!({"status": 400, "content": {"mimeType": "application/json", "text": value.to_string()}})
            .to_string()
    }),
];

fn inner(value: &Value) -> Value {
    let mut inner = value.get("error").unwrap_or(value).clone();
    if let Some(members) = inner.as_object_mut() {
        members.retain(|_, value| !value.get(0).is_some_and(Value::is_object));
    }
    inner
}

fn members(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{name}={}", text(value)));
            format!("@{{{}}}", members.collect::<Vec<_>>().join("; "))
        }
        other => other.to_string(),
    }
}

fn var_dump(value: &Value, depth: usize) -> String {
    let indent = " ".repeat(2 * depth);
    let elements = |elements: Vec<(String, &Value)>| {
        let lines: String = elements
            .iter()
            .map(|(key, value)| format!("{indent}  [{key}]=>\n{}", var_dump(value, depth + 1)))
            .collect();
        format!("{indent}array({}) {{\n{lines}{indent}}}\n", elements.len())
    };
    match value {
        Value::Object(members) => {
            elements(members.iter().map(|(name, value)| (format!("\"{name}\""), value)).collect())
        }
        Value::Array(items) => {
            elements(items.iter().enumerate().map(|(at, it)| (at.to_string(), it)).collect())
        }
        Value::String(text) => format!("{indent}string({}) \"{text}\"\n", text.len()),
        other => format!("{indent}int({other})\n"),
    }
}

fn print_r(value: &Value, class: &str, depth: usize) -> String {
    let indent = " ".repeat(depth);
    let elements = |class: &str, elements: Vec<(String, &Value)>| {
        let lines = elements.iter().map(|(key, value)| {
            format!("{indent}    [{key}] => {}\n", print_r(value, class, depth + 8))
        });
        format!("{class}\n{indent}(\n{}\n{indent})\n", lines.collect::<String>())
    };
    match value {
        Value::Object(members) => {
            elements(class, members.iter().map(|(name, value)| (name.clone(), value)).collect())
        }
        Value::Array(items) => elements(
            "Array",
            items.iter().enumerate().map(|(at, it)| (at.to_string(), it)).collect(),
        ),
        other => text(other),
    }
}

fn positional(value: &Value, object: [&str; 3], list: [&str; 3]) -> String {
    let join = |[open, between, close]: [&str; 3], items: Vec<&Value>| {
        let items = items.iter().map(|item| positional(item, object, list));
        format!("{open}{}{close}", items.collect::<Vec<_>>().join(between))
    };
    match value {
        Value::Object(members) => join(object, members.values().collect()),
        Value::Array(items) => join(list, items.iter().collect()),
        other => text(other),
    }
}

fn yaml(value: &Value, depth: usize, list: &str) -> String {
    let indent = " ".repeat(depth);
    let lines = members(value).iter().map(|(name, value)| match value {
        Value::Object(_) => format!("{indent}{name}:\n{}", yaml(value, depth + 2, list)),
        Value::Array(items) if items.is_empty() => format!("{indent}{name}: []\n"),
        Value::Array(items) => {
            let items = items.iter().map(|item| match item {
                Value::Object(_) => {
                    let lines = yaml(item, depth + list.len() + 2, list);
                    format!("{indent}{list}- {}", lines.trim_start())
                }
                item => format!("{indent}{list}- {}\n", text(item)),
            });
            format!("{indent}{name}:\n{}", items.collect::<String>())
        }
        other => format!("{indent}{name}: {}\n", text(other)),
    });
    lines.collect()
}

fn toml(value: &Value, quote: &str) -> String {
    let (mut lines, mut sections) = (String::new(), String::new());
    for (name, value) in members(value) {
        match value {
            Value::Object(_) => sections += &format!("\n[{name}]\n{}", toml(value, quote)),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                for item in items {
                    sections += &format!("\n[[error.{name}]]\n{}", toml(item, quote));
                }
            }
            Value::Array(_) => lines += &format!("{name} = {value}\n"),
            Value::String(text) => lines += &format!("{name} = {quote}{text}{quote}\n"),
            other => lines += &format!("{name} = {other}\n"),
        }
    }
    lines + &sections
}

fn flat(value: &Value, path: &str, line: &dyn Fn(&str, &str) -> String) -> String {
    let lines = members(value).iter().map(|(name, value)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::Object(_) => flat(value, &path, line),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let items = items.iter().enumerate();
                items.map(|(at, item)| flat(item, &format!("{path}[{at}]"), line)).collect()
            }
            other => line(&path, &text(other)),
        }
    });
    lines.collect()
}

fn r_path(name: &str) -> String {
    let steps = name.split('.').map(|step| format!("${}", step.replace("[0]", "[[1]]")));
    steps.collect()
}

fn r_str(value: &Value, indent: &str) -> String {
    let width = members(value).keys().map(String::len).max().unwrap_or_default();
    let lines = members(value).iter().map(|(name, value)| match value {
        Value::Object(members) => {
            let lines = r_str(value, &format!("  ..{}", indent.trim_start()));
            format!("{indent}{name:<width$}:List of {}\n{lines}", members.len())
        }
        Value::Number(number) => format!("{indent}{name:<width$}: int {number}\n"),
        Value::Array(items) if items.is_empty() => format!("{indent}{name:<width$}: list()\n"),
        other => format!("{indent}{name:<width$}: chr {:?}\n", text(other)),
    });
    lines.collect()
}

fn swift_dump(value: &Value, depth: usize) -> String {
    let indent = " ".repeat(depth);
    let line = |name: &str, value: &Value| match value {
        Value::Object(_) => format!("{indent}▿ {name}App.Item\n{}", swift_dump(value, depth + 2)),
        Value::Array(items) if items.is_empty() => format!("{indent}- {name}0 elements\n"),
        Value::Array(items) => {
            format!("{indent}▿ {name}{} element\n{}", items.len(), swift_dump(value, depth + 2))
        }
        other => format!("{indent}- {name}{other}\n"),
    };
    match value {
        Value::Array(items) => items.iter().map(|item| line("", item)).collect(),
        value => members(value).iter().map(|(name, it)| line(&format!("{name}: "), it)).collect(),
    }
}

fn table(value: &Value, delimiter: &str, quote: &str, is_framed: bool) -> String {
    let row = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| format!("{quote}{cell}{quote}")).collect();
        let row = cells.join(delimiter);
        if is_framed { format!("| {row} |\n") } else { row + "\n" }
    };
    let names: Vec<_> = members(value).keys().cloned().collect();
    let rule = if is_framed {
        row(names.iter().map(|_| "---".to_owned()).collect())
    } else {
        String::new()
    };
    let cell = |value: &Value| if value == &json!([]) { String::new() } else { text(value) };
    row(names) + &rule + &row(members(value).values().map(cell).collect())
}

fn ruled_table(value: &Value) -> String {
    let columns: Vec<(String, String)> = members(value)
        .iter()
        .map(|(name, value)| match value {
            Value::Array(items) => (name.clone(), text(&json!(items)).replace("[]", "{}")),
            other => (name.clone(), text(other)),
        })
        .collect();
    let row = |cell: &dyn Fn(&(String, String)) -> String| {
        let cells = columns.iter().map(|column| {
            format!("{:<width$}", cell(column), width = column.0.len().max(column.1.len()))
        });
        cells.collect::<Vec<_>>().join(" ").trim_end().to_owned() + "\n"
    };
    row(&|column| column.0.clone())
        + &row(&|column| "-".repeat(column.0.len()))
        + &row(&|column| column.1.clone())
}

fn xml(value: &Value) -> String {
    let element = |(name, value): (&String, &Value)| match value {
        Value::Object(_) => format!("<{name}>{}</{name}>", xml(value)),
        other => format!("<{name}>{}</{name}>", text(other)),
    };
    members(value).iter().map(element).collect()
}

/// Every error in every notation, with its code and whether its own JSON is claimed.
fn cases(decode: &dyn Fn(&str) -> Report) -> Vec<(String, &'static str, bool, String)> {
    let mut cases = Vec::new();
    for (code, before, error) in errors() {
        let is_claimed = decode(&format!("{before}{error}")).verdict == Verdict::Identified;
        for notation in BRACKETS {
            let printed = notation.print(&error, "ErrorResponse");
            let text = format!("{before}{printed}");
            cases.push((format!("{} of {code}", notation.name), code, is_claimed, text));
        }
        for (name, part, print) in OTHERS {
            let separator = if before.is_empty() { "" } else { "\n" };
            let error = if *part == Part::Inner { inner(&error) } else { error.clone() };
            // A signature of SAP's errors has the envelope.
            if *part == Part::Inner && code == "400" {
                continue;
            }
            let is_claimed = decode(&format!("{before}{error}")).verdict == Verdict::Identified;
            let text = format!("{before}{separator}{}", print(&error));
            cases.push((format!("{name} of {code}"), code, is_claimed, text));
        }
    }
    cases
}

#[test]
fn every_notation_is_recognised() {
    let decoder = Decoder::new(&Catalogs::builtin());
    let decode = |text: &str| decoder.decode(text.as_bytes(), None);
    let mut failures = Vec::new();
    for (name, code, is_claimed, text) in cases(&decode) {
        let report = decode(&text);
        let found = report.findings.first().and_then(|finding| finding.code.as_deref());
        let is_identified = report.verdict == Verdict::Identified;
        if found != Some(code) || is_claimed && !is_identified {
            failures.push(format!("{name}: {found:?} {:?}\n{text}\n", report.verdict));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Objects of texts, numbers, lists and objects, with at least two members.
fn objects() -> impl Strategy<Value = Value> {
    let text = "[A-Z][a-z]{1,8}( [a-z]{2,8}){0,3}".prop_map(Value::from);
    let scalar = prop_oneof![text.clone(), (0..100_000_u32).prop_map(Value::from)].boxed();
    let list = prop::collection::vec(text, 1..2).prop_map(Value::from);
    let members = |value: BoxedStrategy<Value>, min| {
        prop::collection::btree_map("x[a-z]{2,6}", value, min..5)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    };
    let inner = members(scalar.clone(), 1);
    let middle = members(prop_oneof![scalar.clone(), list.clone(), inner].boxed(), 1);
    members(prop_oneof![scalar, list, middle].boxed(), 2)
}

/// The scalars of a value with their paths.
fn scalars(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, it)| scalars(it, &format!("{path}/{name}"), out));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(index, it)| scalars(it, &format!("{path}/{index}"), out));
        }
        other => out.push(format!("{path}={}", text(other))),
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(value in objects(), index in 0..BRACKETS.len()) {
        let notation = &BRACKETS[index];
        let printed = notation.print(&value, "Response");
        let mut expected = Vec::new();
        scalars(&value, "", &mut expected);
        // The single text of a Scala list is also its value.
        let normal = |field: &str| field.to_lowercase().replace("/0=", "=");
        let expected: Vec<_> = expected.iter().map(|field| normal(field)).collect();
        let read = fields(&format!("failed: {printed} (retrying)"), 100);
        let read: Vec<_> = read.iter().map(|it| normal(&format!("{}={}", it.at, it.value))).collect();
        prop_assert_eq!(read, expected, "{}: {}", notation.name, printed);
    }
}
