//! Sightings: the places of a paste that look like a vendor's error, before anything is weighed.
//! Bodies, headers and client lines all end in the same form, so that one rule weighs them.

use std::hash::Hash;
use std::ops::Range;

use regex::Regex;

use super::status;
use super::text::Text;
use super::value::{Node, Value};
use crate::catalog::{Catalog, Catalogs, Format, JsonForm, JsonType, Member, Signature, ValueType};

/// An object and those within it give no more sightings than this.
const NEAR_FORMS: usize = 12;

/// A place that looks like a vendor's error.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) catalog: &'static Catalog,
    pub(super) by: By,
    pub(super) code: Option<Piece>,
    pub(super) message: Option<Piece>,
    /// Further messages.
    pub(super) details: Vec<Piece>,
    pub(super) status: Option<(u16, Range<usize>)>,
    /// Members that the form doesn't have.
    pub(super) aliens: Vec<Piece>,
    /// Whether the body stops before its end, so that more may have followed.
    pub(super) open: bool,
    /// Whether its members stand in another order than the vendor's.
    pub(super) shuffled: bool,
    pub(super) span: Range<usize>,
}

/// What gives a sighting away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// It has a form of the vendor.
    Form(&'static Signature),
    /// A host or header of the vendor stands beside an HTTP status.
    Status,
    /// It is a message of the catalog's entry of that position.
    Message(usize),
    /// The paste is nothing but a code.
    Alone,
}

impl Sighting {
    /// A sighting without message and status.
    pub(super) fn new(
        catalog: &'static Catalog,
        by: By,
        code: Option<Piece>,
        span: Range<usize>,
    ) -> Self {
        Self {
            catalog,
            by,
            code,
            message: None,
            details: Vec::new(),
            status: None,
            aliens: Vec::new(),
            open: false,
            shuffled: false,
            span,
        }
    }

    /// What makes it another one than a sighting elsewhere in the paste.
    pub(super) fn gist(&self) -> impl Eq + Hash + use<> {
        let text = |piece: &Piece| piece.text.clone();
        (
            self.catalog.id,
            self.signature().map(|signature| signature.id),
            self.code.as_ref().map(text),
            self.message.as_ref().map(text),
            self.aliens.len(),
        )
    }

    /// The form that it has, if that is what gave it away.
    pub(super) fn signature(&self) -> Option<&'static Signature> {
        match self.by {
            By::Form(signature) => Some(signature),
            By::Status | By::Message(_) | By::Alone => None,
        }
    }
}

/// A part of a sighting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Where it stands in the input.
    pub(super) span: Range<usize>,
    /// A JSON pointer, a header's name, or `text`.
    pub(super) at: String,
}

/// Every signature with a body's shape that `node` has.
pub(super) fn in_object<'a>(
    catalogs: &'a Catalogs,
    text: &'a Text<'_>,
    node: &'a Node<'_>,
) -> impl Iterator<Item = Sighting> + 'a {
    let forms = catalogs.iter().flat_map(|catalog| {
        catalog.signatures.iter().filter_map(move |signature| match &signature.format {
            Format::Json(form) => Some((catalog, signature, form)),
            _ => None,
        })
    });
    forms.filter_map(move |(catalog, signature, form)| {
        let mut fit = Fit { text, shuffled: false, aliens: Vec::new() };
        fit.object(node, form.shape, "").then(|| shaped(catalog, signature, form, text, node, fit))
    })
}

/// Of the bodies that show one code of one vendor in several of its forms, keeps the one that fits
/// best: without members too many, and of the form that tells most.
pub(super) fn keep_best_forms(sightings: &mut Vec<Sighting>) {
    let worth = |sighting: &Sighting| {
        let weight = sighting.signature().map(|signature| signature.weight);
        (std::cmp::Reverse(sighting.aliens.len()), weight)
    };
    let body = |sighting: &Sighting| {
        let json = sighting.signature().is_some_and(|it| matches!(it.format, Format::Json(_)));
        sighting.code.as_ref().filter(|_| json).map(|code| code.span.clone())
    };
    let spans: Vec<_> = sightings.iter().map(body).collect();
    let mut kept = vec![true; sightings.len()];
    for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.is_some()) {
        // Forms of one code stand close together: the members of an object follow it.
        for other in at + 1..spans.len().min(at + 1 + NEAR_FORMS) {
            let same = spans[other] == *span && sightings[other].catalog == sightings[at].catalog;
            if same && kept[at] && kept[other] {
                let better = worth(&sightings[other]) > worth(&sightings[at]);
                kept[if better { at } else { other }] = false;
            }
        }
    }
    let mut kept = kept.into_iter();
    sightings.retain(|_| kept.next().unwrap_or(true));
}

/// Whether an object tells an error at all, be it of whoever.
pub(super) fn tells_error(node: &Node<'_>) -> bool {
    const MEMBERS: [&str; 6] = ["error", "errors", "errorCode", "error_code", "code", "message"];
    let Value::Object(members, _) = &node.value else { return false };
    members.iter().any(|member| MEMBERS.contains(&member.name.as_ref()))
}

fn shaped(
    catalog: &'static Catalog,
    signature: &'static Signature,
    form: &JsonForm,
    text: &Text<'_>,
    node: &Node<'_>,
    fit: Fit<'_>,
) -> Sighting {
    let piece = |pointer: Option<&'static str>| {
        let pointer = pointer?;
        let node = node.pointer(pointer)?;
        let words = node.text().filter(|words| !words.trim().is_empty())?;
        Some(Piece {
            text: words.trim().to_owned(),
            span: text.in_input(&node.span),
            at: pointer.to_owned(),
        })
    };
    let mut details = Vec::new();
    if let Some(pointer) = form.details
        && let Some(found) = node.pointer(pointer)
    {
        gather(found, pointer, text, &mut details);
    }
    let status =
        piece(form.status).and_then(|status| Some((status::parse(&status.text)?, status.span)));
    Sighting {
        message: piece(form.message),
        details,
        status,
        aliens: fit.aliens,
        open: matches!(node.value, Value::Object(_, false)),
        shuffled: fit.shuffled,
        ..Sighting::new(catalog, By::Form(signature), piece(form.code), text.in_input(&node.span))
    }
}

/// Every text in a value of whatever nesting.
fn gather(node: &Node<'_>, at: &str, text: &Text<'_>, pieces: &mut Vec<Piece>) {
    match &node.value {
        Value::String(words) => {
            pieces.push(Piece {
                text: words.to_string(),
                span: text.in_input(&node.span),
                at: at.to_owned(),
            });
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, &format!("{at}/{index}"), text, pieces);
            }
        }
        Value::Object(members, _) => {
            for member in members {
                gather(&member.node, &format!("{at}/{}", member.name), text, pieces);
            }
        }
        _ => {}
    }
}

/// How an object is held against a shape.
struct Fit<'a> {
    text: &'a Text<'a>,
    shuffled: bool,
    aliens: Vec<Piece>,
}

impl Fit<'_> {
    /// Whether `node` is an object of these members. Members that the shape doesn't have are
    /// gathered, not refused.
    fn object(&mut self, node: &Node<'_>, shape: &[Member], at: &str) -> bool {
        let Value::Object(members, _) = &node.value else { return false };
        for member in shape {
            let fits = match node.get(member.name) {
                Some(found) if found.value == Value::Null && member.optional => true,
                Some(found) => self.holds(found, member, at),
                None => member.optional,
            };
            if !fits {
                return false;
            }
        }
        let rank = |member: &super::value::Member<'_>| {
            shape.iter().position(|known| known.name == member.name)
        };
        self.shuffled |= !members.iter().filter_map(rank).is_sorted();
        for alien in members.iter().filter(|member| rank(member).is_none()) {
            self.aliens.push(Piece {
                text: alien.name.to_string(),
                span: self.text.in_input(&alien.node.span),
                at: format!("{at}/{}", alien.name),
            });
        }
        true
    }

    fn holds(&mut self, node: &Node<'_>, member: &Member, at: &str) -> bool {
        match (member.holds, &node.value) {
            (ValueType::JsonType(plain), value) => is_plain(value, plain),
            (ValueType::Object(shape), _) => {
                self.object(node, shape, &format!("{at}/{}", member.name))
            }
            (ValueType::Objects(shape), Value::Array(items)) => {
                let at = format!("{at}/{}", member.name);
                items.iter().all(|item| self.object(item, shape, &at))
            }
            (ValueType::Objects(_), _) => false,
        }
    }
}

fn is_plain(value: &Value<'_>, plain: JsonType) -> bool {
    let digits = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match (plain, value) {
        (JsonType::Any, _)
        | (JsonType::String | JsonType::Strings, Value::String(_))
        | (JsonType::Number, Value::Number(_))
        | (JsonType::Boolean, Value::Boolean(_))
        | (JsonType::Object, Value::Object(..))
        | (JsonType::Array, Value::Array(_))
        | (JsonType::Null, Value::Null) => true,
        (JsonType::Integer, Value::Number(text)) => digits(text),
        (JsonType::Integer, Value::String(text)) => digits(text),
        (JsonType::Strings, Value::Array(items)) => {
            items.iter().all(|item| matches!(item.value, Value::String(_)))
        }
        _ => false,
    }
}

/// A text signature with its pattern compiled.
#[derive(Debug)]
pub(super) struct Line<'p> {
    pub(super) catalog: &'static Catalog,
    pub(super) signature: &'static Signature,
    pub(super) pattern: &'p Regex,
}

impl Line<'_> {
    /// Every place of `text` that the pattern fits.
    pub(super) fn sightings(&self, text: &Text<'_>) -> Vec<Sighting> {
        let whole = text.as_str();
        let found = self.pattern.captures_iter(whole).map(|captures| {
            let piece = |group: &str| {
                let found = captures.name(group)?;
                let words = found.as_str().trim();
                let start =
                    found.start() + (found.as_str().len() - found.as_str().trim_start().len());
                let span = text.in_input(&(start..start + words.len()));
                (!words.is_empty()).then(|| Piece {
                    text: words.to_owned(),
                    span,
                    at: "text".to_owned(),
                })
            };
            let span = captures.get(0).map_or(0..0, |whole| whole.range());
            Sighting {
                message: piece("message"),
                details: piece("details").into_iter().collect(),
                status: piece("status")
                    .and_then(|status| Some((status::parse(&status.text)?, status.span))),
                ..Sighting::new(
                    self.catalog,
                    By::Form(self.signature),
                    piece("code"),
                    text.in_input(&span),
                )
            }
        });
        found.collect()
    }
}
