//! The table of secrets: what each looks like, and what must not be taken for one. Each pattern
//! marks the secret as the group `s`, and stands alone: none has a tail that may or may not match,
//! so that searching again behind each match stays linear.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Secret};

/// Members, parameters and options whose value is a secret. Only the end of the name counts, so
/// that `userPassword` is one and `passwordPolicy`, `token_type` or `secretName` is none.
macro_rules! named {
    () => {
        r"(?:secrets?|tokens?|credentials?|(?:api|access|account|auth|encryption|integration|master|private|routing|secret|service|shared|signing|storage)[_.-]?key|(?:client[_-]?)?assertion|signature|(?-u:\b|_)(?:sig|jwt|bearer)|connection[_-]?string)"
    };
}

macro_rules! password {
    () => {
        r"(?:pass(?:word|wd|phrase|code)s?(?:[_-]?hash)?|pwd|(?-u:\b|_)(?:pass|pin|otp))"
    };
}

macro_rules! session {
    () => {
        r"(?:session[_.-]?(?:id|key|token)|sess(?:ion)?id|connect\.sid|[._]session)"
    };
}

/// The forms in which a member stands before its value, for one of the lists of names.
macro_rules! member_rules {
    ($kind:expr, $name:ident) => {
        [
            // JSON, a dictionary of Python or Ruby
            rule(
                $kind,
                concat!(r#"(?i)"#, $name!(), r#"["']\s*(?::|=>)\s*"(?P<s>(?:[^"\\]|\\.)+)""#),
                tells,
            ),
            rule(
                $kind,
                concat!(r#"(?i)"#, $name!(), r#"["']\s*(?::|=>)\s*'(?P<s>[^'\r\n]+)'"#),
                tells,
            ),
            // JSON inside a string
            rule($kind, concat!(r#"(?i)"#, $name!(), r#"\\+"\s*:\s*\\+"(?P<s>[^"\\]+)"#), tells),
            // a number is as good a PIN as a string
            rule($kind, concat!(r#"(?i)"#, $name!(), r#"["']\s*:\s*(?P<s>[0-9]{4,})"#), tells),
            // queries, forms, environments, log lines; also percent-encoded
            rule(
                $kind,
                concat!(
                    r#"(?i)"#,
                    $name!(),
                    r#"(?:[ \t]*=>?[ \t]*|%3d)(?P<s>[^\s"'&;,<>=)][^\s"'&;,<>]*)"#
                ),
                tells,
            ),
            rule(
                $kind,
                concat!(r#"(?i)"#, $name!(), r#"[ \t]*=>?[ \t]*"(?P<s>[^"\r\n]+)""#),
                tells,
            ),
            rule(
                $kind,
                concat!(r#"(?i)"#, $name!(), r#"[ \t]*=>?[ \t]*'(?P<s>[^'\r\n]+)'"#),
                tells,
            ),
            rule(
                $kind,
                concat!(r#"(?i)"#, $name!(), r#"%22(?:%20)*%3a(?:%20)*%22(?P<s>[^%\s"']+)"#),
                tells,
            ),
            // options of a command
            rule(
                $kind,
                concat!(r#"(?i)--[\w-]*"#, $name!(), r#"[ \t]+["']?(?P<s>[^\s"'-][^\s"']*)"#),
                tells,
            ),
            // headers and YAML: alone on the line; else in quotes, or unlike a word
            rule(
                $kind,
                concat!(
                    r#"(?im)^[ \t<>*-]*[\w-]*"#,
                    $name!(),
                    r#":[ \t]+["']?(?P<s>[^\s"']+)["']?[ \t]*\r?$"#
                ),
                tells,
            ),
            rule(
                $kind,
                concat!(r#"(?i)["'][\w-]*"#, $name!(), r#":[ \t]*(?P<s>[^\s"']+)["']"#),
                tells,
            ),
            rule($kind, concat!(r#"(?i)"#, $name!(), r#":[ \t]*(?P<s>[^\s"',;]{6,})"#), is_random),
            // XML, and a part of a form
            rule($kind, concat!(r#"(?i)"#, $name!(), r#">(?P<s>[^<>]+)</"#), tells),
            rule(
                $kind,
                concat!(r#"(?i)name="[^"\r\n]*"#, $name!(), r#""\r?\n\r?\n(?P<s>[^\r\n]+)"#),
                tells,
            ),
        ]
    };
}

/// A pattern, and what else must hold for the text before the secret and the secret itself.
struct Rule {
    kind: Kind,
    pattern: &'static str,
    accept: fn(&str, &str) -> bool,
}

const fn rule(kind: Kind, pattern: &'static str, accept: fn(&str, &str) -> bool) -> Rule {
    Rule { kind, pattern, accept }
}

#[rustfmt::skip]
static FORMS: &[Rule] = &[
    rule(Kind::PrivateKey, r"(?P<s>-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\z))", always),

    rule(Kind::Authorization, r"(?im)^[ \t<>*]*(?:proxy-)?authorization:[ \t]*(?:(?:bearer|basic|digest|token|apikey|negotiate|ntlm|hmac|splunk|aws4-hmac-sha256)[ \t]+)?(?P<s>[^\r\n]+)", tells),
    rule(Kind::Authorization, r#"(?i)authorization\\*["']?[ \t]*(?:[:=]|=>)[ \t]*\\*["']?(?:(?:bearer|basic|digest|token|apikey|negotiate|ntlm|hmac|splunk|aws4-hmac-sha256)[ \t]+)?(?P<s>[^\r\n"'\\]+)"#, tells),
    rule(Kind::Authorization, r"(?i)(?-u:\b)bearer(?:[ \t]+|%20|\+)(?P<s>[A-Za-z0-9._~+/=-]{8,})", is_random),
    rule(Kind::Authorization, r"(?i)(?-u:\b)basic[ \t]+(?P<s>[A-Za-z0-9+/]{8,}={0,2})", is_random),
    rule(Kind::Authorization, r#"(?i)(?-u:\b)token[ \t]+token=\\*["']?(?P<s>[^\s"',;\\]+)"#, tells),

    rule(Kind::Cookie, r#"(?im)^[ \t<>*]*(?:set-)?cookie:[ \t]*(?P<s>[^\s=;"']+=[^\r\n]+)"#, always),
    rule(Kind::Cookie, r#"(?i)\\*["'](?:set-)?cookie\\*["']?[ \t]*:[ \t]*\[?[ \t]*\\*["']?(?P<s>[^\s=;"']+=[^\r\n"'\\]+)"#, always),
    rule(Kind::Cookie, r#"(?:^|\s)(?:-b|--cookie)[ \t=]+["']?(?P<s>[^'"\s=]+=[^'"\r\n]+)"#, always),

    rule(Kind::Jwt, r"(?-u:\b)(?P<s>eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){2,4})", always),

    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})(?-u:\b)", always),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|gl(?:pat|ptt|dt|rt|cbt)-[A-Za-z0-9_.-]{16,})", always),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>xox[abeoprs](?:\.[a-z]+)?-[A-Za-z0-9.-]{10,}|xapp-[A-Za-z0-9-]{10,})", always),
    rule(Kind::ApiKey, r"(?:hooks\.slack\.com|discord(?:app)?\.com/api|webhook\.office\.com)/(?:services|workflows|webhooks?|webhookb2)/(?P<s>[^\s\x22'<>]+)", tells),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,})", always),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>[prs]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{16,}|sk-[A-Za-z0-9_-]{20,})", always),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>u\+[A-Za-z0-9_-]{18}|pd(?:us|eu)\+[A-Za-z0-9_+-]{16,}|rt_[A-Fa-f0-9]{32,})", always),
    rule(Kind::ApiKey, r"(?-u:\b)(?P<s>SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{40,}|hv[bsr]\.[A-Za-z0-9_-]{20,}|shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}|do[opr]_v1_[a-f0-9]{32,}|dapi[a-f0-9]{32}|(?:AC|SK)[a-f0-9]{32}|[0-9]{8,10}:AA[A-Za-z0-9_-]{33})", always),

    rule(Kind::Password, r#"(?i)[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'<>]*:(?P<s>[^\s/"'<>]+)@"#, always),
    rule(Kind::Password, r#"(?:^|\s)(?:-u|--user)[ \t=]*["']?[^\s:'"]+:(?P<s>[^\s'"]+)"#, always),
    rule(Kind::Secret, r#"(?i)[a-z][a-z0-9+.-]{1,30}://(?P<s>[^\s/:@"'<>]{16,})@"#, is_random),

    rule(Kind::Email, r"(?P<s>[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})", is_address),
    rule(Kind::Hex, r"(?:^|[^0-9A-Za-z])(?P<s>[0-9a-fA-F]{32,})(?-u:\b{end-half})", is_key),
];

#[rustfmt::skip]
static MEMBERS: &[[Rule; 14]] = &[
    member_rules!(Kind::Password, password),
    member_rules!(Kind::Secret, named),
    member_rules!(Kind::Session, session),
];

/// The rules, ready to run. Compiled with the first text that is shared, which few sessions do.
static RULES: LazyLock<Vec<(Regex, &'static Rule)>> = LazyLock::new(|| {
    let rules = FORMS.iter().chain(MEMBERS.iter().flatten());
    rules.filter_map(|rule| Some((Regex::new(rule.pattern).ok()?, rule))).collect()
});

/// What names an identifier, just before its value.
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = "trace|span|request|correlation|activity|operation|transaction|invocation|commit|revision|sha-?[0-9]*|md5|digest|checksum|etag|fingerprint|thumbprint";
    let pattern = format!(
        r#"(?:(?i:{name})[\w .-]{{0,24}}|(?-u:\b|_|[a-z])(?:id|Id|ID))[\\"'\s:=/>-]*(?:W/"|00-)?$"#
    );
    Regex::new(&pattern).ok()
});

/// Every secret of a text, rule by rule.
pub(super) fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for (regex, rule) in RULES.iter() {
        for captures in regex.captures_iter(text) {
            let Some(secret) = captures.name("s") else { continue };
            let masked = secret.as_str().trim_start().starts_with(super::MASK);
            if !masked && (rule.accept)(&text[..secret.start()], secret.as_str()) {
                found.push(Secret { kind: rule.kind, span: secret.range() });
            }
        }
    }
    found
}

fn always(_: &str, _: &str) -> bool {
    true
}

/// Whether the value of a secret member is more than a word that says how it fares.
fn tells(_: &str, value: &str) -> bool {
    const STATES: &[&str] = &[
        "bearer",
        "basic",
        "blank",
        "cannot",
        "empty",
        "expired",
        "false",
        "has",
        "hidden",
        "incorrect",
        "invalid",
        "is",
        "masked",
        "missing",
        "must",
        "nil",
        "no",
        "none",
        "not",
        "null",
        "redacted",
        "required",
        "string",
        "true",
        "undefined",
        "unknown",
        "was",
        "wrong",
    ];
    let word = value.trim_matches(|c: char| !c.is_alphanumeric());
    !word.is_empty() && !STATES.iter().any(|state| word.eq_ignore_ascii_case(state))
}

/// Whether a text is unlike a word: letters with digits among them, or capitals inside.
fn is_random(before: &str, value: &str) -> bool {
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    let letters = value.bytes().any(|b| b.is_ascii_alphabetic());
    let inner = value.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let lower = value.bytes().any(|b| b.is_ascii_lowercase());
    tells(before, value) && letters && (digits || (inner && lower && value.len() >= 12))
}

/// Whether an address is a person's, not the version of a package or an example of a path.
fn is_address(before: &str, value: &str) -> bool {
    let version =
        value.rsplit('@').next().is_some_and(|host| host.starts_with(|c: char| c.is_ascii_digit()));
    !version && !before.ends_with('/')
}

/// Whether a hexadecimal number is no id: nothing before it calls it one.
fn is_key(before: &str, value: &str) -> bool {
    /// Bytes in which the name of an id must stand.
    const NEAR: usize = 48;
    let start = (before.len().saturating_sub(NEAR)..=before.len())
        .find(|&at| before.is_char_boundary(at))
        .unwrap_or(before.len());
    let near = before[start..].rsplit('\n').next().unwrap_or_default();
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    let letters = value.bytes().any(|b| b.is_ascii_alphabetic());
    digits && letters && !ID.as_ref().is_some_and(|id| id.is_match(near))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one_and_marks_its_secret() {
        for rule in FORMS.iter().chain(MEMBERS.iter().flatten()) {
            let regex = Regex::new(rule.pattern).unwrap();
            assert!(regex.capture_names().flatten().any(|name| name == "s"), "{}", rule.pattern);
        }
        assert!(ID.is_some());
        assert_eq!(RULES.len(), FORMS.len() + MEMBERS.iter().flatten().count());
    }
}
