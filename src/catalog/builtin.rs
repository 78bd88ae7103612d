//! The catalogs that ship with the program, as the build script packed them from `data/`.

use std::sync::LazyLock;

use super::entry::{Catalog, Synonyms};
use super::packed::{Packed, Unpacker};

macro_rules! unpack {
    ($name:literal) => {{
        let texts = include_str!(concat!(env!("OUT_DIR"), "/", $name, ".txt"));
        let numbers = include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin"));
        Packed::unpack(&mut Unpacker::new(texts, numbers))
    }};
}

/// In the order of their tabs.
pub static CATALOGS: LazyLock<&'static [Catalog]> = LazyLock::new(|| unpack!("catalogs"));

/// The general synonyms.
pub struct GeneralSynonyms {
    /// Each phrase as the stems of its words.
    pub synonyms: Synonyms,
    /// The first stem of each phrase that is replaced, and the position of its group; those in
    /// `expansions` follow those in `groups`.
    pub by_stem: &'static [(&'static str, usize)],
}

/// The general synonyms.
pub static GENERAL_SYNONYMS: LazyLock<GeneralSynonyms> = LazyLock::new(|| {
    let (synonyms, by_stem) = unpack!("synonyms");
    GeneralSynonyms { synonyms, by_stem }
});
