//! A compact encoding of checked catalogs, which the build script writes: all texts in one string;
//! numbers, and the lengths of texts and lists, as bytes, both in the order of the fields. Constants of
//! Rust would have a pointer for each text and list, which are all relocated whenever the program starts.

use super::entry::{
    Basis, Catalog, Endpoint, Entry, EntryKind, Http, MessageAction, Origin, Page, Retry, Section,
    Source, Synonyms, TeamNote, leak,
};
use super::sample::{CounterSample, Sample, SampleForm};
use super::signature::{
    Hints, JsonForm, JsonType, Member, Pointer, Signature, SignatureKind, ValueType, Weight,
};

/// Values that can be packed.
pub trait Packed: Sized {
    /// Appends the value.
    #[cfg_attr(not(test), allow(dead_code, reason = "only the build script packs values"))]
    fn pack(&self, packer: &mut Packer);

    /// The next value, which must have been packed as one of this type.
    fn unpack(unpacker: &mut Unpacker) -> Self;

    /// The next values.
    fn unpack_list(unpacker: &mut Unpacker, length: usize) -> &'static [Self] {
        leak((0..length).map(|_| Self::unpack(unpacker)))
    }
}

/// How many texts of lists are allocated together: most lists have only a few.
const CHUNK: usize = 4096;

/// Packed values.
#[cfg_attr(not(test), allow(dead_code, reason = "only the build script packs values"))]
#[derive(Debug, Default)]
pub struct Packer {
    pub texts: String,
    pub numbers: Vec<u8>,
}

/// The rest of packed values.
#[derive(Debug)]
pub struct Unpacker {
    texts: &'static str,
    numbers: &'static [u8],
    /// Memory for the texts of lists.
    unused: &'static mut [&'static str],
}

impl Unpacker {
    /// The values that a packer has packed.
    pub fn new(texts: &'static str, numbers: &'static [u8]) -> Self {
        Self { texts, numbers, unused: &mut [] }
    }
}

/// Seven bits in each byte, the lowest first; the eighth bit is set if another byte follows.
impl Packed for usize {
    fn pack(&self, packer: &mut Packer) {
        let mut rest = *self;
        while rest > 0x7f {
            packer.numbers.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        packer.numbers.push(rest.to_le_bytes()[0]);
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        let (mut number, mut shift) = (0, 0);
        while let [byte, rest @ ..] = unpacker.numbers {
            unpacker.numbers = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if *byte <= 0x7f {
                break;
            }
            shift += 7;
        }
        number
    }
}

impl Packed for u16 {
    fn pack(&self, packer: &mut Packer) {
        usize::from(*self).pack(packer);
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        Self::try_from(usize::unpack(unpacker)).unwrap_or_default()
    }
}

impl Packed for bool {
    fn pack(&self, packer: &mut Packer) {
        usize::from(*self).pack(packer);
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        usize::unpack(unpacker) != 0
    }
}

impl Packed for &'static str {
    fn pack(&self, packer: &mut Packer) {
        self.len().pack(packer);
        packer.texts.push_str(self);
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        let length = usize::unpack(unpacker);
        let (text, rest) = unpacker.texts.split_at(length);
        unpacker.texts = rest;
        text
    }

    fn unpack_list(unpacker: &mut Unpacker, length: usize) -> &'static [Self] {
        if unpacker.unused.len() < length {
            unpacker.unused = vec![""; length.max(CHUNK)].leak();
        }
        let (list, unused) = std::mem::take(&mut unpacker.unused).split_at_mut(length);
        unpacker.unused = unused;
        list.fill_with(|| Self::unpack(unpacker));
        list
    }
}

impl Packed for Pointer {
    fn pack(&self, packer: &mut Packer) {
        self.as_str().len().pack(packer);
        packer.texts.push_str(self.as_str());
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        Self::from_static(Packed::unpack(unpacker))
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, packer: &mut Packer) {
        self.is_some().pack(packer);
        if let Some(value) = self {
            value.pack(packer);
        }
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        bool::unpack(unpacker).then(|| T::unpack(unpacker))
    }
}

impl<T: Packed> Packed for &'static [T] {
    fn pack(&self, packer: &mut Packer) {
        self.len().pack(packer);
        for value in *self {
            value.pack(packer);
        }
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        match usize::unpack(unpacker) {
            0 => &[],
            length => T::unpack_list(unpacker, length),
        }
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, packer: &mut Packer) {
        self.0.pack(packer);
        self.1.pack(packer);
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        (A::unpack(unpacker), B::unpack(unpacker))
    }
}

macro_rules! structs {
    ($($name:ident { $($field:ident),+ })+) => {$(
        impl Packed for $name {
            fn pack(&self, packer: &mut Packer) {
                $(self.$field.pack(packer);)+
            }

            fn unpack(unpacker: &mut Unpacker) -> Self {
                Self { $($field: Packed::unpack(unpacker)),+ }
            }
        }
    )+};
}

structs! {
    Catalog {
        id, name, tab, aliases, source, sections, entries, signatures, hints, samples, sample_forms,
        counter_samples, synonyms
    }
    Source { title, url, captured, exhaustive, note }
    Section { id, title }
    Entry {
        section, code, aliases, kind, names, category, messages, http, description, action, message_actions,
        retry, endpoints, origin, page, note, keywords, team_notes
    }
    MessageAction { message, action }
    Page { title, url }
    TeamNote { text, date, author }
    Http { status, basis }
    Endpoint { methods, path }
    Sample { body, expect }
    CounterSample { body }
    SampleForm { sections, body }
    Synonyms { groups, expansions }
    Signature { id, kind, sections, weight, fixed_messages }
    JsonForm { shape, code, message, details, status }
    Member { name, value_type, optional }
    Hints { hosts, headers, markers, shared_words }
}

macro_rules! string_enums {
    ($($name:ident)+) => {$(
        impl Packed for $name {
            fn pack(&self, packer: &mut Packer) {
                (*self as usize).pack(packer);
            }

            fn unpack(unpacker: &mut Unpacker) -> Self {
                Self::ALL[usize::unpack(unpacker)]
            }
        }
    )+};
}

string_enums! { EntryKind Retry Basis Origin JsonType Weight }

impl Packed for SignatureKind {
    fn pack(&self, packer: &mut Packer) {
        match self {
            Self::Json(form) => {
                0_usize.pack(packer);
                form.pack(packer);
            }
            Self::Header { name } => {
                1_usize.pack(packer);
                name.pack(packer);
            }
            Self::Text { pattern, needle } => {
                2_usize.pack(packer);
                pattern.pack(packer);
                needle.pack(packer);
            }
        }
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        match usize::unpack(unpacker) {
            0 => Self::Json(Packed::unpack(unpacker)),
            1 => Self::Header { name: Packed::unpack(unpacker) },
            _ => Self::Text { pattern: Packed::unpack(unpacker), needle: Packed::unpack(unpacker) },
        }
    }
}

impl Packed for ValueType {
    fn pack(&self, packer: &mut Packer) {
        match self {
            Self::JsonType(json_type) => {
                0_usize.pack(packer);
                json_type.pack(packer);
            }
            Self::Object(members) => {
                1_usize.pack(packer);
                members.pack(packer);
            }
            Self::Objects(members) => {
                2_usize.pack(packer);
                members.pack(packer);
            }
        }
    }

    fn unpack(unpacker: &mut Unpacker) -> Self {
        match usize::unpack(unpacker) {
            0 => Self::JsonType(Packed::unpack(unpacker)),
            1 => Self::Object(Packed::unpack(unpacker)),
            _ => Self::Objects(Packed::unpack(unpacker)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::read;

    fn packed<T: Packed>(value: &T) -> T {
        let mut packer = Packer::default();
        value.pack(&mut packer);
        let mut unpacker = Unpacker::new(packer.texts.leak(), packer.numbers.leak());
        let copy = T::unpack(&mut unpacker);
        assert!(unpacker.texts.is_empty() && unpacker.numbers.is_empty());
        copy
    }

    #[test]
    fn numbers_of_any_size() {
        for number in [0, 1, 127, 128, 300, 16_383, 16_384, usize::MAX] {
            assert_eq!(packed(&number), number);
        }
    }

    #[test]
    fn every_field_of_a_catalog() {
        for file in ["data/http.toml", "data/pagerduty.toml", "data/uipath.toml"] {
            let text = std::fs::read_to_string(file).unwrap();
            let catalog = read(file, &text).unwrap();
            assert_eq!(format!("{:?}", packed(&catalog)), format!("{catalog:?}"));
        }
    }
}
