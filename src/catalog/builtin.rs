//! The catalogs that ship with the program, as the build script wrote them from `data/`.

use super::entry::{
    Basis, Catalog, CounterSample, Endpoint, Entry, EntryKind, Http, Origin, Retry, Sample,
    Section, Source, SynonymGroup,
};
use super::pointer::Pointer;
use super::signature::{
    Hints, JsonForm, JsonType, Member, Signature, SignatureKind, ValueType, Weight,
};

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));
