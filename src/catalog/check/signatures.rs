//! Checks signatures: how a vendor's errors look on the wire.

use toml::Spanned;

use super::builder::CatalogBuilder;
use super::checker::Checker;
use super::entries::expect_section;
use super::matches_all;
use crate::catalog::entry::{Section, leak_str};
use crate::catalog::raw::{self, Text};
use crate::catalog::signature::shape::{read_pointer, read_shape};
use crate::catalog::signature::{self, JsonForm, Pointer, Signature, SignatureKind};

/// The groups that a text signature may name.
const GROUPS: [&str; 4] = ["code", "message", "details", "status"];

/// The signatures of a file, which are new to the catalog.
pub fn signatures(
    checker: &mut Checker<'_>,
    raw: Vec<raw::Signature>,
    sections: &[Section],
    base: &CatalogBuilder,
) -> Vec<Signature> {
    checker.expect_unique("signature", raw.iter().map(|signature| &signature.id));
    let check = |raw: raw::Signature| {
        let is_new = base.signatures.iter().all(|known| known.id != raw.id.get_ref());
        checker.expect(&raw.id, is_new, |id| {
            format!("signature `{id}` is already in catalog `{}`", base.header.id)
        });
        for section in &raw.sections {
            expect_section(checker, section, sections);
        }
        Some(Signature {
            kind: kind(checker, &raw)?,
            id: checker.line(raw.id),
            sections: checker.lines(raw.sections),
            weight: raw.weight,
            fixed_messages: raw.fixed_messages,
        })
    };
    raw.into_iter().filter_map(check).collect()
}

fn kind(checker: &mut Checker<'_>, raw: &raw::Signature) -> Option<SignatureKind> {
    // The first key of each format is needed.
    let keys = [
        ("shape", raw.shape.is_some(), raw::Format::Json),
        ("code", raw.code.is_some(), raw::Format::Json),
        ("message", raw.message.is_some(), raw::Format::Json),
        ("details", raw.details.is_some(), raw::Format::Json),
        ("status", raw.status.is_some(), raw::Format::Json),
        ("header", raw.header.is_some(), raw::Format::Header),
        ("pattern", raw.pattern.is_some(), raw::Format::Text),
        ("needle", raw.needle.is_some(), raw::Format::Text),
    ];
    for (key, present, format) in keys {
        checker.expect(&raw.id, !present || format == raw.format, |id| {
            format!("signature `{id}` has the key `{key}`, which another format uses")
        });
    }
    if let Some((key, false, _)) = keys.iter().find(|(.., format)| *format == raw.format) {
        checker.expect(&raw.id, false, |id| {
            format!("signature `{id}` has no `{key}`, which its format needs")
        });
    }
    Some(match raw.format {
        raw::Format::Json => SignatureKind::Json(json_form(checker, raw, raw.shape.as_ref()?)),
        raw::Format::Header => header(checker, raw.header.as_ref()?),
        raw::Format::Text => pattern(checker, raw.pattern.as_ref()?, raw.needle.as_ref()),
    })
}

/// A header name is a token (RFC 9110). Any other text could match in the middle of a header.
fn header(checker: &mut Checker<'_>, name: &Text) -> SignatureKind {
    let is_token_char = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    let is_token = matches_all(name.get_ref(), is_token_char);
    checker.expect_text("header", name, is_token, "a name such as `x-error-code`");
    SignatureKind::Header { name: leak_str(name.get_ref().to_lowercase()) }
}

fn json_form(
    checker: &mut Checker<'_>,
    raw: &raw::Signature,
    shape: &Spanned<toml::Table>,
) -> JsonForm {
    let members = read_shape(shape.get_ref()).unwrap_or_else(|reason| {
        checker.error(shape.span(), reason);
        &[]
    });
    let mut pointer = |raw: &Option<Text>| -> Option<Pointer> {
        let raw = raw.as_ref()?;
        let pointer = read_pointer(raw.get_ref(), members);
        pointer.map_err(|reason| checker.error(raw.span(), reason)).ok()
    };
    JsonForm {
        shape: members,
        code: pointer(&raw.code),
        message: pointer(&raw.message),
        details: pointer(&raw.details),
        status: pointer(&raw.status),
    }
}

fn pattern(checker: &mut Checker<'_>, pattern: &Text, needle: Option<&Text>) -> SignatureKind {
    match signature::compile(pattern.get_ref()) {
        Ok(regex) => {
            for group in regex.capture_names().flatten() {
                checker.expect(pattern, GROUPS.contains(&group), |_| {
                    let groups = GROUPS.join(", ");
                    format!("the pattern has a group `{group}`, expected one of {groups}")
                });
            }
        }
        Err(error) => {
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or(&error).trim_start_matches("error: ");
            let reason = format!("the pattern is not a regular expression: {reason}");
            checker.error(pattern.span(), reason);
        }
    }
    if let Some(needle) = needle {
        checker.expect(needle, !needle.get_ref().is_empty(), |_| {
            "the needle is empty, expected a part of each such text".to_owned()
        });
    }
    SignatureKind::Text {
        pattern: leak_str(pattern.get_ref().clone()),
        needle: needle.map(|needle| leak_str(needle.get_ref().clone())),
    }
}
