//! Finds secrets by the rules of `rules.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::{Kind, Secret};
use crate::text::tail;

/// The contents of `rules.toml`.
#[derive(Deserialize)]
struct Definitions {
    rules: Vec<Definition>,
    harmless: Vec<String>,
    ids: Vec<String>,
    members: BTreeMap<Kind, Vec<String>>,
    lists: BTreeMap<String, Vec<String>>,
    api_keys: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Definition {
    /// `None` for a rule on the members of each kind.
    kind: Option<Kind>,
    accept: Accept,
    pattern: String,
}

/// A compiled pattern.
struct Rule {
    kind: Kind,
    regex: Regex,
    accept: Accept,
}

/// Additional condition on a match.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Accept {
    Always,
    /// Not a status word such as `expired`.
    Value,
    /// Looks random.
    Random,
    /// Not preceded by the name of an id.
    Key,
}

/// All rules, ready to run.
struct Rules {
    compiled: Vec<Rule>,
    harmless: Vec<String>,
    /// Matches the name of an id just before its value.
    id: Regex,
}

/// Compiled for the first text that is shared, which few sessions do. A test shows that it succeeds.
static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| Rules::compile().ok());

impl Rules {
    fn compile() -> anyhow::Result<Self> {
        let mut definitions: Definitions = toml::from_str(include_str!("rules.toml"))?;
        let api_keys = definitions.api_keys.into_values().flatten().collect();
        definitions.lists.insert("API_KEYS".to_owned(), api_keys);
        let mut compiled = Vec::new();
        for Definition { kind, accept, mut pattern } in definitions.rules {
            for (name, list) in &definitions.lists {
                pattern = pattern.replace(name, &list.join("|"));
            }
            if let Some(kind) = kind {
                compiled.push(Rule { kind, regex: Regex::new(&pattern)?, accept });
                continue;
            }
            for (&kind, names) in &definitions.members {
                let pattern = pattern.replace("NAME", &format!("(?:{})", names.join("|")));
                compiled.push(Rule { kind, regex: Regex::new(&pattern)?, accept });
            }
        }
        let id = Regex::new(&format!(
            r#"(?:(?i:{})[\w .-]{{0,24}}|(?-u:\b|_|[a-z])(?:id|Id|ID))[\\"'\s:=/>-]*(?:W/"|00-)?$"#,
            definitions.ids.join("|")
        ))?;
        Ok(Self { compiled, harmless: definitions.harmless, id })
    }

    fn find(&self, text: &str) -> Vec<Secret> {
        let mut found = Vec::new();
        for rule in &self.compiled {
            for captures in rule.regex.captures_iter(text) {
                let Some(secret) = captures.name("s") else { continue };
                let masked = secret.as_str().trim_start().starts_with(super::MASK);
                if !masked && self.accepts(rule.accept, &text[..secret.start()], secret.as_str()) {
                    found.push(Secret { kind: rule.kind, span: secret.range() });
                }
            }
        }
        found
    }

    fn accepts(&self, accept: Accept, before: &str, value: &str) -> bool {
        match accept {
            Accept::Always => true,
            Accept::Value => self.is_value(value),
            Accept::Random => self.is_value(value) && is_random(value),
            Accept::Key => self.is_key(before, value),
        }
    }

    fn is_value(&self, value: &str) -> bool {
        let word = value.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && !self.harmless.iter().any(|it| word.eq_ignore_ascii_case(it))
    }

    /// Whether a hexadecimal number has letters and is not preceded by the name of an id.
    fn is_key(&self, before: &str, value: &str) -> bool {
        /// The bytes before the value that may name it.
        const NEAR: usize = 48;
        let near = tail(before, NEAR).rsplit('\n').next().unwrap_or_default();
        has_letters_and_digits(value) && !self.id.is_match(near)
    }
}

/// Whether a text has letters with digits among them, or capitals inside.
fn is_random(value: &str) -> bool {
    let inner_capital = value.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let lower = value.bytes().any(|byte| byte.is_ascii_lowercase());
    has_letters_and_digits(value) || (inner_capital && lower && value.len() >= 12)
}

fn has_letters_and_digits(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Every secret of a text, rule by rule.
pub fn find(text: &str) -> Vec<Secret> {
    RULES.as_ref().map(|rules| rules.find(text)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_marks_its_secret() {
        let rules = Rules::compile().unwrap();
        for Rule { regex, .. } in &rules.compiled {
            assert!(regex.capture_names().flatten().any(|name| name == "s"), "{regex}");
        }
        assert!(rules.compiled.len() > 50, "{} rules", rules.compiled.len());
    }

    #[test]
    fn every_api_key_begins_like_no_word() {
        let definitions: Definitions = toml::from_str(include_str!("rules.toml")).unwrap();
        for pattern in definitions.api_keys.values().flatten() {
            assert!(
                Regex::new(pattern).is_ok_and(|regex| !regex.is_match("password")),
                "{pattern}"
            );
        }
    }
}
