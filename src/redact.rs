//! Secrets in text that is to be shared: where they are, and the text without them. Pure, and
//! linear in the text.
//!
//! A secret is recognised by its own form (the prefix of a key, a JWT) or by what is before it (a
//! header, the name of a member). What an incident needs stays readable: codes, UUIDs, and the ids
//! of traces and requests, even if they are as long as a key. When in doubt, mask: a false positive
//! is cheaper than a leaked password. Secrets inside base64 and bare words without a name are not
//! found.

mod rules;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::string_enum;

string_enum! {
    /// The kinds of secrets.
    Kind {
        /// A private key in PEM or PGP armour.
        PrivateKey = "private key",
        /// The credentials of a request.
        Authorization = "authorization",
        /// The cookies of a request or a response.
        Cookie = "cookie",
        /// A JSON web token.
        Jwt = "JWT",
        /// A key issued by a vendor.
        ApiKey = "API key",
        /// A password.
        Password = "password",
        /// A member that is called token, secret or signature.
        Secret = "secret",
        /// The id of a session.
        Session = "session id",
        /// An e-mail address.
        Email = "e-mail address",
        /// A long hexadecimal number that is not named as an id.
        Hex = "long hex number",
    }
}

impl Kind {
    fn plural(self) -> String {
        let ending = match self {
            Self::Authorization => "",
            Self::Email => "es",
            _ => "s",
        };
        format!("{self}{ending}")
    }
}

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// What it is.
    pub kind: Kind,
    /// Where: a byte range of the text.
    pub span: Range<usize>,
}

/// The secrets of a text, sorted and non-overlapping.
#[must_use]
pub fn find(text: &str) -> Vec<Secret> {
    merge_overlapping(rules::find(text))
}

/// Masks one text and the report on it, and counts what it masked.
///
/// A secret of the first text is masked in the others too, even without its context: a password in a
/// body is still a secret where the decoder quotes it alone.
#[derive(Debug)]
pub struct Redactor {
    /// The kind of each known secret, by the index of its pattern in `known`.
    kinds: Vec<Kind>,
    known: Option<AhoCorasick>,
    /// What was masked so far, each secret once however often it occurs.
    masked: BTreeSet<(Kind, String)>,
}

/// The prefix of every mask.
const MASK: &str = "[masked";

/// Shorter secrets are masked only in their context: as words they would mask harmless text.
const MIN_KNOWN: usize = 4;

impl Redactor {
    /// Creates a redactor for the secrets found in `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut known: Vec<(Cow<'_, str>, Kind)> = Vec::new();
        for Secret { kind, span } in without_inner_addresses(rules::find(text)) {
            let secret = &text[span]; // a bound of a match
            known.push((Cow::Borrowed(secret), kind));
            known.extend(unescaped(secret).map(|plain| (Cow::Owned(plain), kind)));
        }
        known.retain(|(secret, _)| secret.len() >= MIN_KNOWN);
        known.sort_unstable();
        known.dedup_by(|(later, _), (earlier, _)| later == earlier);
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(known.iter().map(|(secret, _)| secret.as_ref()));
        Self {
            kinds: known.iter().map(|(_, kind)| *kind).collect(),
            // It fails only beyond two billion states; then the rules alone apply.
            known: automaton.ok().filter(|_| !known.is_empty()),
            masked: BTreeSet::new(),
        }
    }

    /// The text with `[masked …]` in place of each secret.
    pub fn mask(&mut self, text: &str) -> String {
        let mut secrets = rules::find(text);
        if let Some(known) = &self.known {
            secrets.extend(known.find_iter(text).map(|found| Secret {
                kind: self.kinds[found.pattern().as_usize()], // as many as patterns
                span: found.range(),
            }));
        }
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for Secret { kind, span } in merge_overlapping(secrets) {
            masked.push_str(&text[done..span.start]); // both are bounds of matches
            let _ = write!(masked, "{MASK} {kind}]");
            done = span.end;
            self.masked.insert((kind, text[span].to_owned()));
        }
        masked.push_str(&text[done..]);
        masked
    }

    /// How many different secrets were masked.
    #[must_use]
    pub fn count(&self) -> usize {
        self.masked.len()
    }

    /// What was masked, such as `2 e-mail addresses, 1 JWT`; none if nothing was.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let kinds: BTreeSet<Kind> = self.masked.iter().map(|(kind, _)| *kind).collect();
        let count = |kind| self.masked.iter().filter(|(masked, _)| *masked == kind).count();
        let words = kinds.into_iter().map(|kind| match count(kind) {
            1 => format!("1 {kind}"),
            count => format!("{count} {}", kind.plural()),
        });
        Some(words.collect::<Vec<_>>().join(", ")).filter(|words| !words.is_empty())
    }
}

/// A secret with the escapes of a JSON string resolved; none if it has none.
fn unescaped(secret: &str) -> Option<String> {
    let secret = Some(secret).filter(|secret| secret.contains('\\'))?;
    serde_json::from_str(&format!("\"{secret}\"")).ok()
}

/// Sorts secrets and merges overlapping ones; the first determines the kind.
fn merge_overlapping(secrets: Vec<Secret>) -> Vec<Secret> {
    let mut merged: Vec<Secret> = Vec::with_capacity(secrets.len());
    for secret in without_inner_addresses(secrets) {
        match merged.last_mut() {
            Some(last) if secret.span.start < last.span.end => {
                last.span.end = last.span.end.max(secret.span.end);
            }
            _ => merged.push(secret),
        }
    }
    merged
}

/// The secrets in order, with those inside others, since a session id in a cookie may also appear
/// alone. In `user:word@host` the word with its host only looks like an address.
fn without_inner_addresses(mut secrets: Vec<Secret>) -> Vec<Secret> {
    secrets.sort_by_key(|secret| (secret.span.start, secret.kind));
    let mut end = 0;
    secrets.retain(|Secret { kind, span }| {
        let is_kept = *kind != Kind::Email || span.start >= end;
        if is_kept {
            end = end.max(span.end);
        }
        is_kept
    });
    secrets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        Redactor::new(text).mask(text)
    }

    #[test]
    fn secrets_are_masked_and_the_rest_is_kept() {
        let table = include_str!("redact/masked.txt");
        for (line, case) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let Some((text, expected)) = case.split_once(" => ") else { continue };
            let text = text.replace("\\n", "\n");
            assert_eq!(masked(&text), expected.replace("\\n", "\n"), "line {}", line + 1);
        }
    }

    #[test]
    fn ids_and_codes_are_kept() {
        for line in include_str!("redact/kept.txt").lines() {
            assert_eq!(masked(line), line);
        }
    }

    #[test]
    fn a_known_secret_is_masked_without_its_context() {
        let mut redactor = Redactor::new(r#"{"password":"tr0ub4dor","pin":"12"}"#);
        assert_eq!(redactor.mask("value tr0ub4dor of 12"), "value [masked password] of 12");
        assert_eq!(redactor.summary().as_deref(), Some("1 password"));
        assert_eq!(redactor.count(), 1);
    }

    #[test]
    fn counts_are_listed_by_kind() {
        let mut redactor = Redactor::new("");
        assert_eq!(redactor.summary(), None);
        redactor.mask("a@example.com b@example.com password=hunter22");
        assert_eq!(redactor.summary().as_deref(), Some("1 password, 2 e-mail addresses"));
    }

    #[test]
    fn masking_twice_changes_nothing() {
        for line in include_str!("redact/masked.txt").lines() {
            let once = masked(line);
            assert_eq!(masked(&once), once);
        }
    }
}
