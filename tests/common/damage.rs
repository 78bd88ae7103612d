//! Damage that responses suffer before they are pasted.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// Applies every applicable kind of damage to a body.
pub(crate) fn all(body: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut damaged: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut add = |kind, text: String| damaged.push((kind, text.into_bytes()));
    add(
        "log prefix",
        format!("2026-11-20T03:12:45.123Z ERROR [worker-7] (api.rs:404) call failed: {body}"),
    );
    add("text after", format!("{body}\nretrying in 30 s (attempt 3 of 5)"));
    add(
        "between other lines",
        format!("10.0.0.7 - - GET /health 200 12\n{body}\nport 5002 closed, took 1001 ms"),
    );
    add("carriage returns", body.replace('\n', "\r\n"));
    add("quoted reply", body.lines().map(|line| ["> ", line, "\n"].concat()).collect());
    add("code fence", format!("```json\n{body}\n```"));
    add("terminal colour", colour(body));
    add(
        "box drawing",
        body.lines().map(|line| ["│ ", line, "\n"].concat()).collect::<String>() + "╵",
    );
    add("no-break spaces", body.replace(' ', "\u{a0}"));
    add("byte order mark", format!("\u{feff}{body}"));
    add("HTML entities", body.replace('&', "&amp;").replace('"', "&quot;"));
    add("string in JSON", json!({ "level": "error", "msg": body }).to_string());
    add(
        "string in string in JSON",
        json!({ "log": json!({ "msg": body }).to_string() }).to_string(),
    );
    add("wrapped at 60", wrap(body, 60));
    add("last byte lost", truncate(body, 1));
    add("last 8 bytes lost", truncate(body, 8));
    if let Ok(value) = serde_json::from_str::<Value>(body) {
        add("pretty printed", format!("{value:#}"));
        add("pretty printed after a prefix", format!("Error: {value:#}"));
        add("Python dict", python(&value));
        add("Ruby hash", body.replace("\":", "\"=>").replace("=>null", "=>nil"));
        add("typographic quotes", typographic(body));
        add(
            "HTTP response",
            format!("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{body}"),
        );
        add(
            "curl -v",
            format!(
                "> GET /x HTTP/2\n>\n< HTTP/2 400\n< content-type: application/json\n<\n* Connection #0 left intact\n{body}"
            ),
        );
        add("NDJSON", format!("{{\"a\":1}}\n{body}\n{{\"b\":\"x\"}}"));
        add("in an array", format!("[{body},{{\"ok\":true}}]"));
        add("trailing comma", body.replacen('}', ",}", 1));
        add("HAR entry", json!({ "request": { "method": "POST", "url": "https://x/y" }, "response": { "status": 400, "content": { "mimeType": "application/json", "text": body } } }).to_string());
        add("Java map", java(&value));
        add("XML", format!("<response>{}</response>", xml(&value)));
        add("CSV cell", format!("7,\"{}\",x", body.replace('"', "\"\"")));
        add("percent-encoded", percent(body));
        add(
            "compose log",
            format!("{value:#}").lines().map(|line| ["api-1  | ", line, "\n"].concat()).collect(),
        );
    }
    let utf16 =
        |bytes: fn(u16) -> [u8; 2]| body.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    damaged.push(("UTF-16", [vec![0xff, 0xfe], utf16(u16::to_le_bytes)].concat()));
    damaged.push(("UTF-16 without mark", utf16(u16::to_be_bytes)));
    damaged.push(("bad bytes", [b"\xf0\x28 ", body.as_bytes(), b" \xc3\x28"].concat()));
    damaged
}

fn java(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(java).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let members: Vec<_> =
                members.iter().map(|(name, value)| format!("{name}={}", java(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        value => value.to_string(),
    }
}

fn xml(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            items.iter().map(|item| ["<item>", &xml(item), "</item>"].concat()).collect()
        }
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| ["<", name, ">", &xml(value), "</", name, ">"].concat())
            .collect(),
        value => value.to_string(),
    }
}

fn percent(body: &str) -> String {
    body.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'.' {
            text.push(byte.into());
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// The minimum identification rate, in percent, for a kind of damage.
pub(crate) fn min_rate(kind: &str) -> usize {
    match kind {
        // The lost part may be the code.
        "last 8 bytes lost" => 65,
        // The last byte may be a digit of the code; XML has no standard form for lists.
        "last byte lost" | "XML" => 80,
        _ => 95,
    }
}

fn colour(body: &str) -> String {
    body.split(' ').map(|word| ["\u{1b}[31m", word, "\u{1b}[0m "].concat()).collect()
}

fn wrap(body: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for line in body.lines() {
        let chars: Vec<char> = line.chars().collect();
        for piece in chars.chunks(width) {
            let _ = writeln!(wrapped, "{}", piece.iter().collect::<String>());
        }
    }
    wrapped
}

fn truncate(body: &str, bytes: usize) -> String {
    let end = (0..=body.len().saturating_sub(bytes)).rev().find(|&at| body.is_char_boundary(at));
    body[..end.unwrap_or(0)].to_owned()
}

fn typographic(body: &str) -> String {
    let mut open = false;
    let replace = |c| match c {
        '"' => {
            open = !open;
            if open { '“' } else { '”' }
        }
        c => c,
    };
    body.replace("\\\"", "'").chars().map(replace).collect()
}

fn python(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.contains('\'') => format!("\"{text}\""),
        Value::String(text) => format!("'{text}'"),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(python).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("'{name}': {}", python(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}
