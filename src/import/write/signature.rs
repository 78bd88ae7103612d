//! Signatures inferred from the examples of a page and from pasted responses: the shape of the object
//! that holds a listed code. A signature is only kept if no sample of another catalog is claimed
//! with it.

use std::collections::HashMap;
use std::fmt;

use crate::catalog::{Catalog, Catalogs, Weight};
use crate::decode::{Decoder, SampleTest, ScalarField, element_fields, fields};
use crate::import::understand::Understanding;
use crate::text::toml_string;

/// The most members of a sample that are considered.
const MAX_FIELDS: usize = 40;

/// The size limit of an example in bytes. Longer ones are not error responses.
const MAX_EXAMPLE: usize = 20_000;

/// The most signatures of a catalog.
const MAX_SIGNATURES: usize = 3;

/// The names that members with the code have.
const CODE_NAMES: [&str; 4] = ["code", "errno", "error", "status"];

/// The names that members with the message have.
const MESSAGE_NAMES: [&str; 7] =
    ["message", "msg", "description", "detail", "title", "summary", "reason"];

/// The shape of an error response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InferredSignature {
    id: String,
    members: Vec<ShapeMember>,
    code: String,
    message: Option<String>,
    body: String,
    expected: String,
    weight: Weight,
}

/// A member of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ShapeMember {
    name: String,
    value: Shape,
    is_optional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    Type(&'static str),
    Object(Vec<ShapeMember>),
}

impl InferredSignature {
    /// The signatures of the examples that contain one of the codes.
    #[must_use]
    pub fn infer(found: &Understanding, samples: &[String]) -> Vec<Self> {
        let mut codes: HashMap<&str, &str> = HashMap::new();
        for entry in &found.entries {
            for code in [&entry.code].into_iter().chain(&entry.names) {
                codes.entry(code).or_insert(&entry.code);
            }
        }
        let mut signatures: Vec<Self> = Vec::new();
        for text in samples.iter().chain(&found.examples) {
            if signatures.len() >= MAX_SIGNATURES {
                break;
            }
            let has_code = || {
                let is_joint = |c: char| c.is_whitespace() || "\"'{}[],<>".contains(c);
                text.split(is_joint).any(|word| codes.contains_key(word.trim_matches(':')))
            };
            if text.len() > MAX_EXAMPLE || !has_code() {
                continue;
            }
            let Some(signature) = Self::new(text, &codes) else { continue };
            let is_known = |other: &Self| other.members == signature.members;
            if !signatures.iter().any(is_known) {
                signatures.push(signature);
            }
        }
        for (index, signature) in signatures.iter_mut().enumerate() {
            signature.id = match index {
                0 => "error body".to_owned(),
                index => format!("error body {}", index + 1),
            };
        }
        signatures
    }

    fn new(text: &str, codes: &HashMap<&str, &str>) -> Option<Self> {
        let fields = if text.trim_start().starts_with('<') {
            element_fields(text, MAX_FIELDS)
        } else {
            fields(text, MAX_FIELDS)
        };
        let is_code = |field: &&ScalarField| {
            let name = last_token(field).to_lowercase();
            codes.contains_key(&*field.value) && CODE_NAMES.iter().any(|it| name.contains(it))
        };
        // `status` is the code only if nothing else is.
        let code = fields.iter().filter(is_code).min_by_key(|field| {
            let name = last_token(field).to_lowercase();
            CODE_NAMES.iter().position(|it| name.contains(it))
        })?;
        let parent = code.at.as_str().rsplit_once('/')?.0;
        // The items of an array have no fixed pointer.
        if code.at.tokens().any(|token| token.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        let is_sibling = |field: &&ScalarField| {
            field.at.as_str().rsplit_once('/').is_some_and(|(other, _)| other == parent)
        };
        let message = fields.iter().filter(is_sibling).find(|field| {
            let name = last_token(field).to_lowercase();
            field.at != code.at && MESSAGE_NAMES.iter().any(|it| name.contains(it))
        });
        let mut members = Vec::new();
        for field in &fields {
            let tokens: Vec<_> = field.at.tokens().map(std::borrow::Cow::into_owned).collect();
            let is_needed = field.at == code.at || Some(field) == message;
            insert(&mut members, &tokens, value_type(&field.value), is_needed);
        }
        Some(Self {
            id: String::new(),
            members,
            code: code.at.to_string(),
            message: message.map(|field| field.at.to_string()),
            weight: Weight::Weak,
            body: text.trim().to_owned(),
            expected: (*codes.get(&*code.value)?).to_owned(),
        })
    }

    /// The signature with the next higher weight, up to medium: a higher one needs a person to decide
    /// that no other API has the shape.
    #[must_use]
    pub fn heavier(mut self) -> Option<Self> {
        (self.weight == Weight::Weak).then(|| {
            self.weight = Weight::Medium;
            self
        })
    }

    /// The sample as a table of a catalog file.
    #[must_use]
    pub fn sample(&self) -> String {
        format!(
            "[[sample]]\nbody = {}\nexpect = {}\n\n",
            toml_string(&self.body),
            toml_string(&self.expected)
        )
    }
}

/// Adds a member to a shape, with the objects that it is in.
fn insert(members: &mut Vec<ShapeMember>, path: &[String], leaf: &'static str, is_needed: bool) {
    let [name, rest @ ..] = path else { return };
    let position = members.iter().position(|member| member.name == *name).unwrap_or_else(|| {
        members.push(ShapeMember {
            name: name.clone(),
            value: Shape::Type(leaf),
            is_optional: true,
        });
        members.len() - 1
    });
    let member = &mut members[position];
    member.is_optional &= !is_needed;
    let is_index = |token: &String| token.bytes().all(|byte| byte.is_ascii_digit());
    if rest.first().is_some_and(is_index) {
        member.value = Shape::Type("array");
    } else if !rest.is_empty() {
        if !matches!(member.value, Shape::Object(_)) {
            member.value = Shape::Object(Vec::new());
        }
        if let Shape::Object(members) = &mut member.value {
            insert(members, rest, leaf, is_needed);
        }
    }
}

fn last_token(field: &ScalarField) -> String {
    field.at.tokens().last().map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// The type of a value in a shape. A string of digits is also an integer.
fn value_type(value: &str) -> &'static str {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        "integer"
    } else {
        match value {
            "true" | "false" => "boolean",
            "null" => "any",
            _ => "string",
        }
    }
}

impl fmt::Display for InferredSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# inferred from an example; see `errdex catalog test`")?;
        writeln!(f, "[[signature]]\nid = {}\nformat = \"json\"", toml_string(&self.id))?;
        writeln!(f, "weight = \"{}\"\nshape = {}", self.weight, object(&self.members))?;
        writeln!(f, "code = {}", toml_string(&self.code))?;
        if let Some(message) = &self.message {
            writeln!(f, "message = {}", toml_string(message))?;
        }
        Ok(())
    }
}

fn object(members: &[ShapeMember]) -> String {
    let member = |member: &ShapeMember| {
        let mark = if member.is_optional { "?" } else { "" };
        let key = toml_string(&format!("{}{mark}", member.name));
        match &member.value {
            Shape::Type(word) => format!("{key} = \"{word}\""),
            Shape::Object(members) => format!("{key} = {}", object(members)),
        }
    };
    format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
}

/// Whether a new catalog leaves the samples of all others as they are, and its own are recognised.
#[must_use]
pub fn claims_nothing_of_others(new: &'static Catalog, catalogs: &Catalogs) -> bool {
    let others: Vec<_> = catalogs.iter().filter(|it| it.id != new.id).collect();
    let after = Decoder::new(&Catalogs::new(others.iter().copied().chain([new]).collect()));
    let failures = |decoder: &Decoder, catalog| SampleTest::run(decoder, catalog).failures.len();
    if failures(&after, new) > 0 {
        return false;
    }
    let failing = others.iter().map(|catalog| (*catalog, failures(&after, catalog)));
    let failing: Vec<_> = failing.filter(|(_, count)| *count > 0).collect();
    if failing.is_empty() {
        return true;
    }
    // A catalog of the user's own can have had failures before.
    let before = Decoder::new(&Catalogs::new(others));
    failing.into_iter().all(|(catalog, count)| count <= failures(&before, catalog))
}
