//! The catalogs that ship with the program, as the build script wrote them from `data/`.

use super::entry::{
    Basis, Catalog, Endpoint, Entry, EntryKind, Http, MessageAction, Origin, Page, Retry, Section,
    Source, Synonyms,
};
use super::sample::{CounterSample, Sample, SampleForm};
use super::signature::{
    Hints, JsonForm, JsonType, Member, Pointer, Signature, SignatureKind, ValueType, Weight,
};

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));
