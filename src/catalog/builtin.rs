//! The catalogs that ship with the program, as the build script wrote them from `data/`.

use super::entry::{
    Basis, Catalog, CounterSample, Endpoint, Entry, Http, Kind, Origin, Retry, Sample, Section,
    Source,
};
use super::signature::{Format, Hints, Holds, JsonForm, Member, Plain, Signature, Weight};

include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));
