//! Candidates: the parts of a paste that may be a vendor's error, before they are scored. Bodies,
//! headers and client lines all become the same type, so that one rule scores them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hash};
use std::ops::Range;

use foldhash::fast::FixedState;

use super::shape::{Differences, MemberCount, ShapeMatch, positional};
use crate::catalog::{Catalog, Catalogs, JsonForm, Pointer, Signature, SignatureKind};
use crate::decode::input::source_map::MappedText;
use crate::decode::parse::status;
use crate::decode::parse::value::{Node, Value};
use crate::decode::report::{Feature, Location, Reason};
use crate::text::head;

/// How many different errors of one code and form are kept.
pub const MAX_PER_CODE: usize = 100;
/// The most signatures that an object, with the objects in it, is expected to match.
const MAX_MATCHES_PER_OBJECT: usize = 12;
/// Details beyond this number, or of more bytes, are left out.
const MAX_DETAILS: usize = 20;
const MAX_DETAIL_LENGTH: usize = 300;

/// What may be a vendor's error.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub catalog: &'static Catalog,
    pub by: DetectedBy,
    pub code: Option<Part>,
    pub message: Option<Part>,
    /// What details the message.
    pub details: Vec<Part>,
    pub status: Option<(u16, Range<usize>)>,
    /// Members that the signature doesn't have.
    pub unexpected: Vec<Part>,
    /// How many members of the signature are there, and how many of them it does not require.
    pub members: MemberCount,
    /// What the log record around it shows.
    pub signs: Vec<Sign>,
    /// The log record around it, which may contain the message.
    pub record: Option<Part>,
    /// Whether the body ends early, so that more may have followed.
    pub truncated: bool,
    pub differences: Differences,
    /// Whether its members have no names.
    pub is_positional: bool,
    pub span: Range<usize>,
    /// How often it is in the paste.
    pub count: usize,
}

/// The candidates of a paste. One that is repeated, as logs do, is kept once and counted; so are
/// those of a code beyond `MAX_PER_CODE`.
#[derive(Debug, Default)]
pub struct Candidates {
    list: Vec<Candidate>,
    /// Where the candidate of that hash is in the list.
    by_hash: HashMap<u64, usize, FixedState>,
    /// Where the first candidate with a code is, by its hash, and how many there are.
    by_code: HashMap<u64, (usize, usize), FixedState>,
    hasher: FixedState,
}

impl Candidates {
    pub fn push(&mut self, candidate: Candidate) {
        let code = candidate.code.as_ref().map(|code| code.text.as_str());
        let signature = candidate.signature().map(|signature| signature.id);
        let code = self.hasher.hash_one((candidate.catalog.id, signature, code));
        let (first, count) = self.by_code.entry(code).or_insert((self.list.len(), 0));
        if *count == MAX_PER_CODE {
            self.list[*first].count += candidate.count;
            return;
        }
        let hash = self.hasher.hash_one(candidate.dedup_key());
        match self.by_hash.entry(hash) {
            Entry::Occupied(known) => self.list[*known.get()].count += candidate.count,
            Entry::Vacant(vacant) => {
                *count += 1;
                vacant.insert(self.list.len());
                self.list.push(candidate);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn into_vec(self) -> Vec<Candidate> {
        self.list
    }
}

impl Extend<Candidate> for Candidates {
    fn extend<I: IntoIterator<Item = Candidate>>(&mut self, candidates: I) {
        candidates.into_iter().for_each(|candidate| self.push(candidate));
    }
}

/// How a candidate was detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetectedBy {
    /// It matches the signature.
    Signature(&'static Signature),
    /// A host or header of the vendor is next to an HTTP status.
    Status,
    /// A log record mentions the vendor.
    Mention,
    /// It is a message of the catalog's entry of that index.
    Message(usize),
    /// The paste is just a code.
    BareCode,
    /// It is a code in running text that is an unusual word.
    CodeWord,
}

/// What a log record shows for or against an error.
#[derive(Debug, Clone)]
pub struct Sign {
    pub feature: Feature,
    pub reason: Reason,
    /// Its position in the input.
    pub span: Range<usize>,
}

impl Sign {
    /// Whether it reports a failure.
    pub fn is_failure(&self) -> bool {
        matches!(self.feature, Feature::Failure | Feature::FailureStatus | Feature::VendorException)
    }
}

/// A part of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    /// Its position in the input.
    pub span: Range<usize>,
    pub location: Location,
}

impl Part {
    /// The part of running text at `range`, without surrounding white space. `None` if it is empty.
    pub fn in_text(text: &MappedText<'_>, range: Range<usize>) -> Option<Self> {
        let whole = &text.as_str()[range.clone()];
        let trimmed = whole.trim();
        let start = range.start + (whole.len() - whole.trim_start().len());
        let span = text.input_span(&(start..start + trimmed.len()));
        let part = Self { text: trimmed.to_owned(), span, location: Location::Text };
        (!trimmed.is_empty()).then_some(part)
    }

    /// The part as an HTTP status.
    pub fn into_status(self) -> Option<(u16, Range<usize>)> {
        Some((status::parse(&self.text)?, self.span))
    }
}

impl Candidate {
    /// A candidate without message and status.
    pub fn new(
        catalog: &'static Catalog,
        by: DetectedBy,
        code: Option<Part>,
        span: Range<usize>,
    ) -> Self {
        Self {
            catalog,
            by,
            code,
            message: None,
            details: Vec::new(),
            status: None,
            unexpected: Vec::new(),
            members: MemberCount::default(),
            signs: Vec::new(),
            record: None,
            count: 1,
            truncated: false,
            differences: Differences::default(),
            is_positional: false,
            span,
        }
    }

    /// Adds that the lines were joined that it was detected in.
    pub fn add_joined_lines(&mut self) {
        let (feature, reason) = (Feature::JoinedLines, Reason::JoinedLines);
        self.signs.push(Sign { feature, reason, span: self.span.clone() });
    }

    /// Equal for candidates that are the same error, repeated in the paste.
    fn dedup_key(&self) -> impl Hash + '_ {
        fn text(part: &Part) -> &str {
            &part.text
        }
        (
            self.catalog.id,
            self.signature().map(|signature| signature.id),
            self.code.as_ref().map(text),
            self.message.as_ref().map(text),
            self.unexpected.len(),
            self.details.iter().map(text).collect::<Vec<_>>(),
        )
    }

    /// The signature that it was detected by.
    pub fn signature(&self) -> Option<&'static Signature> {
        match self.by {
            DetectedBy::Signature(signature) => Some(signature),
            DetectedBy::Status
            | DetectedBy::Mention
            | DetectedBy::Message(_)
            | DetectedBy::BareCode
            | DetectedBy::CodeWord => None,
        }
    }

    /// Whether it was detected as an object.
    pub fn is_object(&self) -> bool {
        self.signature().is_some_and(|signature| matches!(signature.kind, SignatureKind::Json(_)))
    }

    /// Whether it was detected as a header.
    pub fn is_header(&self) -> bool {
        self.signature()
            .is_some_and(|signature| matches!(signature.kind, SignatureKind::Header { .. }))
    }
}

/// A candidate for every signature whose shape `node` has.
pub fn in_object<'a>(
    catalogs: &'a Catalogs,
    text: &'a MappedText<'_>,
    node: &'a Node<'_>,
) -> impl Iterator<Item = Candidate> + 'a {
    let forms = catalogs.iter().flat_map(|catalog| {
        catalog.signatures.iter().filter_map(move |signature| match &signature.kind {
            SignatureKind::Json(form) => Some((catalog, signature, form)),
            SignatureKind::Header { .. } | SignatureKind::Text { .. } => None,
        })
    });
    forms.filter_map(move |(catalog, signature, form)| {
        let named =
            if node.is_tuple() { Some(positional::with_names(text, node, form)?) } else { None };
        let node = named.as_ref().unwrap_or(node);
        let shape = ShapeMatch::new(text, node, form.shape)?;
        let object = Object { text, node, form };
        let is_positional = named.is_some();
        let candidate = object.candidate(catalog, signature, shape);
        // Any few words in braces may have the types of a form.
        let is_likely = !is_positional || fits_listed_code(&candidate);
        is_likely.then_some(Candidate { is_positional, ..candidate })
    })
}

/// Whether the code is listed, with a message that starts with the same word, if it has messages.
fn fits_listed_code(candidate: &Candidate) -> bool {
    let Candidate { catalog, code: Some(code), message: Some(message), .. } = candidate else {
        return false;
    };
    let first_word = |text: &str| text.split(' ').next().unwrap_or_default().to_lowercase();
    let is_message =
        |known: &&str| known.starts_with('[') || first_word(known) == first_word(&message.text);
    catalog
        .entries
        .iter()
        .filter(|entry| entry.matches(&code.text))
        .any(|entry| entry.messages.is_empty() || entry.messages.iter().any(is_message))
}

/// Of the bodies that match one code of one vendor in several forms, keeps the best: that with the
/// fewest unexpected members, then that with the vendor's spelling, then that of the strongest
/// signature.
pub fn keep_best_signatures(candidates: &mut Vec<Candidate>) {
    let spans: Vec<_> = candidates.iter().map(object_code_span).collect();
    let mut kept = vec![true; candidates.len()];
    for (at, span) in spans.iter().enumerate().filter(|(_, span)| span.is_some()) {
        // The forms of one code are close together: an object's members follow it.
        for other in at + 1..spans.len().min(at + 1 + MAX_MATCHES_PER_OBJECT) {
            let is_same =
                spans[other] == *span && candidates[other].catalog == candidates[at].catalog;
            if is_same && kept[at] && kept[other] {
                let is_better = match_quality(&candidates[other]) > match_quality(&candidates[at]);
                kept[if is_better { at } else { other }] = false;
            }
        }
    }
    let mut kept = kept.into_iter();
    candidates.retain(|_| kept.next().unwrap_or(true));
}

/// The span of the code of a candidate that was detected as an object.
fn object_code_span(candidate: &Candidate) -> Option<Range<usize>> {
    candidate.code.as_ref().filter(|_| candidate.is_object()).map(|code| code.span.clone())
}

/// Greater for a better match.
fn match_quality(candidate: &Candidate) -> impl Ord + use<> {
    let weight = candidate.signature().map(|signature| signature.weight);
    (Reverse(candidate.unexpected.len()), Reverse(candidate.differences.respelled), weight)
}

/// An object that has the shape of a signature.
struct Object<'a> {
    text: &'a MappedText<'a>,
    node: &'a Node<'a>,
    form: &'static JsonForm,
}

impl Object<'_> {
    fn candidate(
        &self,
        catalog: &'static Catalog,
        signature: &'static Signature,
        shape: ShapeMatch<'_>,
    ) -> Candidate {
        let form = self.form;
        let code = self.part(form.code.as_ref());
        let span = self.text.input_span(&self.node.span);
        Candidate {
            message: self.part(form.message.as_ref()),
            details: self.details(),
            status: self.part(form.status.as_ref()).and_then(Part::into_status),
            unexpected: shape.unexpected,
            members: shape.members,
            truncated: matches!(self.node.value, Value::Object { closed: false, .. }),
            differences: shape.differences,
            ..Candidate::new(catalog, DetectedBy::Signature(signature), code, span)
        }
    }

    /// The text that a pointer leads to.
    fn part(&self, pointer: Option<&'static Pointer>) -> Option<Part> {
        let pointer = pointer?;
        let node = self.node.lookup(pointer)?;
        let text = node.text()?.trim();
        (!text.is_empty()).then(|| Part {
            text: text.to_owned(),
            span: self.text.input_span(&node.span),
            location: Location::Pointer(pointer.clone()),
        })
    }

    /// The texts that the signature's `details` lead to: the items of a list, the members of an
    /// object, or a text.
    fn details(&self) -> Vec<Part> {
        let details = self.form.details.as_ref();
        let Some((pointer, node)) = details.and_then(|it| Some((it, self.node.lookup(it)?))) else {
            return Vec::new();
        };
        let children = node.children().filter_map(|(name, child)| {
            let label = if node.is_object() { name.as_ref() } else { "" };
            self.detail(label, child, pointer.child(&name))
        });
        let mut details: Vec<_> = children.take(MAX_DETAILS).collect();
        if details.is_empty() {
            details.extend(self.detail("", node, pointer.clone()));
        }
        details
    }

    /// All texts in a value, after a label, on one line. `None` if there are none.
    fn detail(&self, label: &str, node: &Node<'_>, pointer: Pointer) -> Option<Part> {
        let mut text = label.to_owned();
        append_texts(node, ": ", &mut text);
        if text.len() == label.len() {
            return None;
        }
        if text.len() > MAX_DETAIL_LENGTH {
            text.truncate(head(&text, MAX_DETAIL_LENGTH).len());
            text.push('…');
        }
        let location = Location::Pointer(pointer);
        Some(Part { text, span: self.text.input_span(&node.span), location })
    }
}

/// Appends the texts of a value of any nesting after a separator, until there are enough.
fn append_texts(node: &Node<'_>, mut separator: &'static str, out: &mut String) {
    if out.len() > MAX_DETAIL_LENGTH {
        return;
    }
    let next_separator = if node.is_object() { ": " } else { ", " };
    for (_, child) in node.children() {
        append_texts(child, separator, out);
        separator = next_separator;
    }
    let text = node.text().unwrap_or_default().trim();
    if !text.is_empty() && !out.is_empty() {
        out.push_str(separator);
    }
    out.push_str(text);
}
