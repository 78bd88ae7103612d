//! The work for each byte of a paste does not grow with the paste. What is counted is what the scans
//! look at (`text::steps`): unlike times, it is the same on any machine.
//!
//! The texts repeat and nest whatever the decoder looks for: everything in the catalogs that is
//! searched for, and the punctuation and words that start a scan.

use super::*;
use crate::catalog::{JsonForm, Member, SignatureKind, ValueType};
use crate::text::{head, steps};

/// The lengths that are compared. All bounded looks around a position reach their bounds in the
/// shorter one; the longer one is not decoded in windows yet.
const SHORT: usize = 4_000;
const LONG: usize = 16_000;
/// How much more work a byte of the longer text may be. With a scan that does not end at a bound, it
/// is four times as much.
const GROWTH: usize = 2;

/// What starts a scan in the decoder.
const TOKENS: [&str; 96] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "\\",
    "/",
    "//",
    "# ",
    "&",
    ";",
    ",",
    ":",
    "=",
    "=>",
    "->",
    "\n",
    " ",
    "\t",
    "\r\n",
    "://",
    "a://",
    "//\n",
    "/*",
    "<!--",
    "@",
    ".",
    "-",
    "_",
    "...",
    "“",
    "«",
    "&quot;",
    "&amp;",
    "\\\"",
    "\\\\",
    "\\n",
    "\\u0022",
    "\"\"",
    "%22",
    "%7B",
    "=22",
    "=\n",
    "a=1",
    "a: b",
    "- a",
    "1",
    "404",
    "2001",
    ":404",
    " 404 ",
    "HTTP 404",
    "HTTP/1.1 404 x",
    "-> 404",
    "== 404",
    "GET http://a.b/",
    "Host: a.b",
    "Code: 2001",
    "error code",
    "Error(",
    "Exception: ",
    "at a.b",
    "Caused by",
    "[pod/a]",
    "a  | b",
    "Jan  1 00:00:00 a: ",
    "2026-11-21T03:14:07Z ",
    "ERROR ",
    "<br>",
    "#012",
    "^[[31m",
    "\\x1b[0m",
    "```",
    "eyJjb2RlIjoyMDAx",
    "▿ a",
    "$a",
    "[1] ",
    "[a]",
    "[[a]]",
    "| a |",
    "---",
    "a,b",
    "<a>",
    "</a>",
    "null",
    "~",
    "Some(",
    "#<struct ",
    "System.",
    "u'",
];

/// What is between the parts of a text.
const GLUE: [&str; 6] = ["", " ", "\n", ".", "/", "..."];

/// What a text is nested in.
const NESTING: [&str; 6] = ["{", "{\"", "[", "(", "{\"a\":\"", "<a>"];

/// Everything of the catalogs that is searched for.
fn literals() -> Vec<&'static str> {
    let mut literals: Vec<&str> = Vec::new();
    for catalog in Catalogs::builtin().iter() {
        let hints = &catalog.hints;
        let lists = [hints.hosts, hints.markers, hints.shared_words, hints.headers];
        literals.extend(lists.into_iter().flatten().copied());
        for signature in catalog.signatures {
            match &signature.kind {
                SignatureKind::Header { name } => literals.push(name),
                SignatureKind::Text { needle, .. } => literals.extend(*needle),
                SignatureKind::Json(JsonForm { shape, .. }) => add_names(shape, &mut literals),
            }
        }
        for entry in catalog.entries.iter().step_by(20) {
            literals.push(entry.code);
            literals.extend(entry.messages.first().copied());
        }
    }
    literals.sort_unstable();
    literals.dedup();
    literals
}

fn add_names(shape: &'static [Member], names: &mut Vec<&'static str>) {
    for member in shape {
        names.push(member.name);
        if let ValueType::Object(shape) | ValueType::Objects(shape) = member.value_type {
            add_names(shape, names);
        }
    }
}

/// The `index`th choice of a fixed sequence without a pattern.
fn chosen<T: Copy>(choices: &[T], index: usize) -> T {
    let mixed = index.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
    choices[(mixed ^ mixed >> 17) % choices.len()]
}

/// Each literal or token alone and joined to others, repeated.
fn units(of: &[&'static str], others: &[&'static str]) -> Vec<String> {
    let mut units = Vec::new();
    for (index, &literal) in of.iter().enumerate() {
        let glue = chosen(&GLUE, index);
        units.push([literal, glue].concat());
        units.push([chosen(&NESTING, index), literal, glue].concat());
        units.push([literal, glue, chosen(others, index), chosen(others, index + 7)].concat());
    }
    units
}

/// The units for which the work for a byte grows.
fn growing(units: &[String]) -> Vec<(String, usize, usize)> {
    let decoder = Decoder::new(&Catalogs::builtin());
    let cost = |unit: &str, length: usize| {
        let text = unit.repeat(length / unit.len() + 1);
        let text = head(&text, length);
        steps::of(|| decoder.decode(text.as_bytes(), None)) * 100 / text.len()
    };
    let costs = units.iter().map(|unit| (unit.clone(), cost(unit, SHORT), cost(unit, LONG)));
    costs.filter(|(_, short, long)| *long > GROWTH * short.max(&1000)).collect()
}

#[test]
fn work_for_literals_of_the_catalogs_is_linear() {
    assert_eq!(growing(&units(&literals(), &TOKENS)), []);
}

#[test]
fn work_for_tokens_is_linear() {
    assert_eq!(growing(&units(&TOKENS, &TOKENS)), []);
}

#[test]
fn work_for_tokens_beside_literals_is_linear() {
    assert_eq!(growing(&units(&TOKENS, &literals())), []);
}

#[test]
fn work_for_known_hard_texts_is_linear() {
    let units = [
        "X-message-code: ",
        "docs.sevenbridges.com\u{202e}...2001",
        "{a://",
        "%7Ba://",
        "<a b=\"://",
        "pagerduty.",
        "uipath/",
        "PagerDutyException: x ",
        "api.pagerduty.com:404:404",
    ];
    assert_eq!(growing(&units.map(str::to_owned)), []);
}
