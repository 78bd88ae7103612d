//! The patterns of secrets, and what must not be taken for one. Lists of names, words and vendors'
//! keys are in `rules.toml`. Each pattern marks the secret as the group `s` and has no tail that may
//! or may not match, so that searching again after each match stays linear.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::{Kind, Secret};

/// The contents of `rules.toml`.
#[derive(Deserialize)]
struct Lists {
    members: Members,
    harmless: Harmless,
    authorization: Authorization,
    api_keys: BTreeMap<String, Vec<String>>,
    webhooks: Webhooks,
}

#[derive(Deserialize)]
struct Members {
    password: Vec<String>,
    secret: Vec<String>,
    session: Vec<String>,
}

#[derive(Deserialize)]
struct Harmless {
    words: Vec<String>,
    ids: Vec<String>,
}

#[derive(Deserialize)]
struct Authorization {
    schemes: Vec<String>,
}

#[derive(Deserialize)]
struct Webhooks {
    hosts: Vec<String>,
    paths: Vec<String>,
}

/// A compiled pattern.
struct Rule {
    kind: Kind,
    regex: Regex,
    accept: Accept,
}

/// What else a match has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accept {
    Always,
    /// More than a word about the state of the value.
    Value,
    /// Unlike a word.
    Random,
    /// The address of a person.
    Address,
    /// Not named as an id.
    Key,
}

/// All rules, ready to run.
struct Rules {
    compiled: Vec<Rule>,
    harmless: Vec<String>,
    /// What names an id, just before its value.
    id: Regex,
}

/// Compiled for the first text that is shared, which few sessions do. A test shows that it succeeds.
static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| Rules::compile().ok());

#[derive(Debug, thiserror::Error)]
enum RuleError {
    #[error(transparent)]
    Lists(#[from] toml::de::Error),
    #[error(transparent)]
    Pattern(#[from] regex::Error),
}

impl Rules {
    fn compile() -> Result<Self, RuleError> {
        let lists: Lists = toml::from_str(include_str!("rules.toml"))?;
        let lists_in_forms = [
            ("SCHEMES", lists.authorization.schemes.join("|")),
            ("API_KEYS", lists.api_keys.into_values().flatten().collect::<Vec<_>>().join("|")),
            ("WEBHOOK_HOSTS", lists.webhooks.hosts.join("|")),
            ("WEBHOOK_PATHS", lists.webhooks.paths.join("|")),
        ];
        let mut compiled = Vec::new();
        for &(kind, form, accept) in FORMS {
            let fill = |form: String, (name, list): &(&str, String)| form.replace(name, list);
            let pattern = lists_in_forms.iter().fold(form.to_owned(), fill);
            compiled.push(Rule { kind, regex: Regex::new(&pattern)?, accept });
        }
        let Members { password, secret, session } = lists.members;
        for (kind, names) in
            [(Kind::Password, password), (Kind::Secret, secret), (Kind::Session, session)]
        {
            for &(form, accept) in MEMBER_FORMS {
                let pattern = form.replace("NAME", &format!("(?:{})", names.join("|")));
                compiled.push(Rule { kind, regex: Regex::new(&pattern)?, accept });
            }
        }
        let ids = lists.harmless.ids.join("|");
        let id = Regex::new(&format!(
            r#"(?:(?i:{ids})[\w .-]{{0,24}}|(?-u:\b|_|[a-z])(?:id|Id|ID))[\\"'\s:=/>-]*(?:W/"|00-)?$"#
        ))?;
        Ok(Self { compiled, harmless: lists.harmless.words, id })
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
            Accept::Address => is_address(before, value),
            Accept::Key => self.is_key(before, value),
        }
    }

    fn is_value(&self, value: &str) -> bool {
        let word = value.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && !self.harmless.iter().any(|it| word.eq_ignore_ascii_case(it))
    }

    /// Whether a hexadecimal number is not an id: nothing before it calls it one.
    fn is_key(&self, before: &str, value: &str) -> bool {
        /// The bytes before the value that may name it.
        const NEAR: usize = 48;
        let start = (before.len().saturating_sub(NEAR)..=before.len())
            .find(|&at| before.is_char_boundary(at))
            .unwrap_or(before.len());
        let near = before[start..].rsplit('\n').next().unwrap_or_default();
        let digits = value.bytes().any(|b| b.is_ascii_digit());
        let letters = value.bytes().any(|b| b.is_ascii_alphabetic());
        digits && letters && !self.id.is_match(near)
    }
}

/// Whether a text has letters with digits among them, or capitals inside.
fn is_random(value: &str) -> bool {
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    let letters = value.bytes().any(|b| b.is_ascii_alphabetic());
    let inner = value.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let lower = value.bytes().any(|b| b.is_ascii_lowercase());
    letters && (digits || (inner && lower && value.len() >= 12))
}

/// Whether an address is not the version of a package or an example of a path.
fn is_address(before: &str, value: &str) -> bool {
    let host = value.rsplit('@').next().unwrap_or_default();
    !host.starts_with(|c: char| c.is_ascii_digit()) && !before.ends_with('/')
}

/// Every secret of a text, rule by rule.
pub fn find(text: &str) -> Vec<Secret> {
    RULES.as_ref().map(|rules| rules.find(text)).unwrap_or_default()
}

/// Patterns of secrets that are recognised by their own form or by a header. Words in capitals
/// stand for the lists of that name.
#[rustfmt::skip]
const FORMS: &[(Kind, &str, Accept)] = &[
    (Kind::PrivateKey, r"(?P<s>-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\z))", Accept::Always),
    (Kind::Authorization, r"(?im)^[ \t<>*]*(?:proxy-)?authorization:[ \t]*(?:(?:SCHEMES)[ \t]+)?(?P<s>[^\r\n]+)", Accept::Value),
    (Kind::Authorization, r#"(?i)authorization\\*["']?[ \t]*(?:[:=]|=>)[ \t]*\\*["']?(?:(?:SCHEMES)[ \t]+)?(?P<s>[^\r\n"'\\]+)"#, Accept::Value),
    (Kind::Authorization, r"(?i)(?-u:\b)bearer(?:[ \t]+|%20|\+)(?P<s>[A-Za-z0-9._~+/=-]{8,})", Accept::Random),
    (Kind::Authorization, r"(?i)(?-u:\b)basic[ \t]+(?P<s>[A-Za-z0-9+/]{8,}={0,2})", Accept::Random),
    (Kind::Authorization, r#"(?i)(?-u:\b)token[ \t]+token=\\*["']?(?P<s>[^\s"',;\\]+)"#, Accept::Value),
    (Kind::Cookie, r#"(?im)^[ \t<>*]*(?:set-)?cookie:[ \t]*(?P<s>[^\s=;"']+=[^\r\n]+)"#, Accept::Always),
    (Kind::Cookie, r#"(?i)\\*["'](?:set-)?cookie\\*["']?[ \t]*:[ \t]*\[?[ \t]*\\*["']?(?P<s>[^\s=;"']+=[^\r\n"'\\]+)"#, Accept::Always),
    (Kind::Cookie, r#"(?:^|\s)(?:-b|--cookie)[ \t=]+["']?(?P<s>[^'"\s=]+=[^'"\r\n]+)"#, Accept::Always),
    (Kind::Jwt, r"(?-u:\b)(?P<s>eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4})", Accept::Always),
    (Kind::ApiKey, r"(?-u:\b)(?P<s>API_KEYS)", Accept::Always),
    (Kind::ApiKey, r"(?:WEBHOOK_HOSTS)/(?:WEBHOOK_PATHS)/(?P<s>[^\s\x22'<>]+)", Accept::Value),
    (Kind::Password, r#"(?i)[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'<>]*:(?P<s>[^\s/"'<>]+)@"#, Accept::Always),
    (Kind::Password, r#"(?:^|\s)(?:-u|--user)[ \t=]*["']?[^\s:'"]+:(?P<s>[^\s'"]+)"#, Accept::Always),
    (Kind::Secret, r#"(?i)[a-z][a-z0-9+.-]{1,30}://(?P<s>[^\s/:@"'<>]{16,})@"#, Accept::Random),
    (Kind::Email, r"(?P<s>[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})", Accept::Address),
    (Kind::Hex, r"(?:^|[^0-9A-Za-z])(?P<s>[0-9a-fA-F]{32,})(?-u:\b{end-half})", Accept::Key),
];

/// Patterns in which `NAME` stands for the names of members.
#[rustfmt::skip]
const MEMBER_FORMS: &[(&str, Accept)] = &[
    // JSON, a dictionary of Python or Ruby
    (r#"(?i)NAME["']\s*(?::|=>)\s*"(?P<s>(?:[^"\\]|\\.)+)""#, Accept::Value),
    (r#"(?i)NAME["']\s*(?::|=>)\s*'(?P<s>[^'\r\n]+)'"#, Accept::Value),
    // JSON inside a string
    (r#"(?i)NAME\\+"\s*:\s*\\+"(?P<s>[^"\\]+)"#, Accept::Value),
    // a number is as good a PIN as a string
    (r#"(?i)NAME["']\s*:\s*(?P<s>[0-9]{4,})"#, Accept::Value),
    // queries, forms, environments, log lines; also percent-encoded
    (r#"(?i)NAME(?:[ \t]*=>?[ \t]*|%3d)(?P<s>[^\s"'&;,<>=)][^\s"'&;,<>]*)"#, Accept::Value),
    (r#"(?i)NAME[ \t]*=>?[ \t]*"(?P<s>[^"\r\n]+)""#, Accept::Value),
    (r"(?i)NAME[ \t]*=>?[ \t]*'(?P<s>[^'\r\n]+)'", Accept::Value),
    (r#"(?i)NAME%22(?:%20)*%3a(?:%20)*%22(?P<s>[^%\s"']+)"#, Accept::Value),
    // options of a command
    (r#"(?i)--[\w-]*NAME[ \t]+["']?(?P<s>[^\s"'-][^\s"']*)"#, Accept::Value),
    // headers and YAML: alone on the line; else in quotes, or unlike a word
    (r#"(?im)^[ \t<>*-]*[\w-]*NAME:[ \t]+["']?(?P<s>[^\s"']+)["']?[ \t]*\r?$"#, Accept::Value),
    (r#"(?i)["'][\w-]*NAME:[ \t]*(?P<s>[^\s"']+)["']"#, Accept::Value),
    (r#"(?i)NAME:[ \t]*(?P<s>[^\s"',;]{6,})"#, Accept::Random),
    // XML, and a part of a form
    (r"(?i)NAME>(?P<s>[^<>]+)</", Accept::Value),
    (r#"(?i)name="[^"\r\n]*NAME"\r?\n\r?\n(?P<s>[^\r\n]+)"#, Accept::Value),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_marks_its_secret() {
        let rules = Rules::compile().unwrap();
        for Rule { regex, .. } in &rules.compiled {
            assert!(regex.capture_names().flatten().any(|name| name == "s"), "{regex}");
        }
        assert!(rules.compiled.len() > 3 * MEMBER_FORMS.len());
    }

    #[test]
    fn every_api_key_begins_like_no_word() {
        let lists: Lists = toml::from_str(include_str!("rules.toml")).unwrap();
        for pattern in lists.api_keys.values().flatten() {
            assert!(
                Regex::new(pattern).is_ok_and(|regex| !regex.is_match("password")),
                "{pattern}"
            );
        }
    }
}
