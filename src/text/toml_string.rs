//! TOML strings.

/// A text as a basic string of TOML. It escapes what JSON does, and DEL.
pub fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
