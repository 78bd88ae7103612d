//! How a vendor's errors look on the wire, as data: body shapes, headers and the lines that
//! clients print. The decoder has no vendor-specific code.

pub mod pointer;
pub mod shape;

use crate::text::string_enum;

pub use pointer::Pointer;

/// One form in which a vendor's error arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name within the catalog, shown as evidence.
    pub id: &'static str,
    /// What to look for.
    pub kind: SignatureKind,
    /// Sections whose codes it can contain; empty means all.
    pub sections: &'static [&'static str],
    /// How specific the signature is to the vendor.
    pub weight: Weight,
    /// Whether messages are sent verbatim; if so, any other text is evidence against the vendor.
    pub fixed_messages: bool,
}

/// What a signature matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureKind {
    /// An object in a body.
    Json(JsonForm),
    /// A response header whose value is the code.
    Header {
        /// Its name in lower case.
        name: &'static str,
    },
    /// A line as clients print it.
    Text {
        /// A regular expression with the groups `code`, `message`, `details` and `status`.
        pattern: &'static str,
        /// Literal that the input must contain before the pattern is tried.
        needle: Option<&'static str>,
    },
}

/// The shape of an error object, and pointers from it to its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonForm {
    /// The members that the object has.
    pub shape: &'static [Member],
    /// Pointer to the code.
    pub code: Option<Pointer>,
    /// Pointer to the message.
    pub message: Option<Pointer>,
    /// Pointer to further messages.
    pub details: Option<Pointer>,
    /// Pointer to the HTTP status.
    pub status: Option<Pointer>,
}

/// A member of an error object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// What its value must be.
    pub value_type: ValueType,
    /// Whether it may be absent or null.
    pub optional: bool,
}

/// What the value of a member must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A plain kind of value.
    JsonType(JsonType),
    /// An object of these members.
    Object(&'static [Member]),
    /// An array of objects of these members.
    Objects(&'static [Member]),
}

string_enum! {
    /// The plain kinds of value.
    JsonType {
        /// A string.
        String = "string",
        /// A whole number, or a string of digits.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// True or false.
        Boolean = "boolean",
        /// Any object.
        Object = "object",
        /// Any array.
        Array = "array",
        /// An array of strings, or one string.
        Strings = "strings",
        /// Null.
        Null = "null",
        /// Anything.
        Any = "any",
    }
}

string_enum! {
    /// How specific a signature is to its vendor.
    Weight {
        /// Common to many APIs.
        Weak = "weak",
        /// Shared with a few other APIs.
        Medium = "medium",
        /// Unique to this vendor.
        Strong = "strong",
    }
}

/// Weak evidence of a vendor, anywhere in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hints {
    /// Host names; a subdomain counts.
    pub hosts: &'static [&'static str],
    /// Response or request headers, in lower case.
    pub headers: &'static [&'static str],
    /// Words that only the vendor uses, such as the name of a product or a client. Case does not
    /// matter, and they may be part of an identifier.
    pub markers: &'static [&'static str],
    /// Words that the vendor shares with others: weaker than markers.
    pub shared_words: &'static [&'static str],
}

/// Compiles the pattern of a text signature. Its classes and its case folding are those of ASCII,
/// which makes it much smaller, so that it matches bytes.
///
/// # Errors
///
/// Returns why the pattern is invalid.
pub fn compile(pattern: &str) -> Result<regex::bytes::Regex, regex::Error> {
    regex::bytes::RegexBuilder::new(pattern).unicode(false).build()
}
