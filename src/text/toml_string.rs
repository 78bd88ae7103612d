//! TOML strings.

use std::fmt::Write as _;

use super::printable::PrintableFilter;

/// A text as a basic string of TOML, with what must not be printed as escapes.
pub fn toml_string(text: &str) -> String {
    let mut filter = PrintableFilter::default();
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if filter.allows(c) => quoted.push(c),
            // Writing to a string does not fail.
            _ => _ = write!(quoted, "\\U{:08X}", u32::from(c)),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_it_is_escaped() {
        assert_eq!(toml_string("é \"a\"\n\t\\\u{202e}"), r#""é \"a\"\n\t\\\U0000202E""#);
    }

    #[test]
    fn every_text_is_read_back() {
        let all: String = ('\0'..=char::MAX).collect();
        for text in ["", "a \"b\" \\ c\r\n\t\x1b\u{7f}é\u{202e}\u{fe0f}", &all] {
            let quoted = toml_string(text);
            assert!(!quoted.contains(super::super::is_unprintable), "{quoted}");
            let table: toml::Table = format!("text = {quoted}").parse().unwrap();
            assert_eq!(table["text"].as_str(), Some(text));
        }
    }
}
