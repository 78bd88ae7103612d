//! Which entries share a code, a name or an HTTP status. To read all of very large catalogs for each
//! entry that is opened would take longer than a frame, so it is done once, and beside everything
//! else.

use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::catalog::{Catalogs, EntryRef};

/// Up to how many entries are read in no time.
const AT_ONCE: usize = 5_000;

/// Every entry by what it can share with others.
#[derive(Debug)]
pub struct Kin {
    pub catalogs: Catalogs,
    /// In the order of the catalogs. The others name these by their places, each in the order of
    /// its keys, and the places of one key in order.
    records: Vec<EntryRef>,
    codes: Vec<(u64, u32)>,
    names: Vec<(u64, u32)>,
    statuses: Vec<(u16, u32)>,
}

impl Kin {
    pub fn new(catalogs: &Catalogs) -> Self {
        let records: Vec<EntryRef> = catalogs.entry_refs().collect();
        let placed = || (0u32..).zip(&records);
        let mut codes: Vec<_> = placed().map(|(at, record)| (code_key(record.code), at)).collect();
        let mut names: Vec<_> = placed()
            .flat_map(|(at, record)| record.names.iter().map(move |name| (name_key(name), at)))
            .collect();
        let mut statuses: Vec<_> =
            placed().filter_map(|(at, record)| Some((record.http?.status, at))).collect();
        codes.sort_unstable();
        names.sort_unstable();
        statuses.sort_unstable();
        Self { catalogs: catalogs.clone(), records, codes, names, statuses }
    }

    /// The entries with that code, in any case, in the order of the catalogs.
    pub fn with_code(&self, code: &str) -> impl Iterator<Item = EntryRef> {
        let found = self.records(&self.codes, code_key(code)).map(|(_, record)| record);
        found.filter(move |record| record.code.eq_ignore_ascii_case(code))
    }

    /// The entries with one of the names of `record`, in the order of the catalogs.
    pub fn with_names_of(&self, record: EntryRef) -> Vec<EntryRef> {
        let keys = record.names.iter().map(|name| name_key(name));
        let mut found: Vec<_> = keys.flat_map(|key| self.records(&self.names, key)).collect();
        found.sort_by_key(|&(at, _)| at);
        found.dedup_by_key(|&mut (at, _)| at);
        found.retain(|&(_, other)| shares_name(record, other));
        found.into_iter().map(|(_, other)| other).collect()
    }

    /// The entries with that status, each with its place among all, in the order of the catalogs.
    pub fn with_status(&self, status: u16) -> impl Iterator<Item = (usize, EntryRef)> {
        self.records(&self.statuses, status)
    }

    fn records<K: Ord + Copy>(
        &self,
        sorted: &[(K, u32)],
        key: K,
    ) -> impl Iterator<Item = (usize, EntryRef)> {
        let start = sorted.partition_point(|&(other, _)| other < key);
        let end = sorted.partition_point(|&(other, _)| other <= key);
        let places = sorted.get(start..end).unwrap_or_default();
        places.iter().filter_map(|&(_, at)| {
            let at = usize::try_from(at).ok()?;
            Some((at, *self.records.get(at)?))
        })
    }
}

/// What is known of the catalogs, as soon as it is.
#[derive(Debug, Clone)]
pub struct LateKin {
    catalogs: Catalogs,
    kin: Arc<OnceLock<Kin>>,
    begun: bool,
}

impl LateKin {
    pub fn new(catalogs: &Catalogs) -> Self {
        Self { catalogs: catalogs.clone(), kin: Arc::default(), begun: false }
    }

    /// Begins to read the catalogs, once.
    pub fn begin(&mut self) {
        if !self.begun {
            self.begun = true;
            let (catalogs, kin) = (self.catalogs.clone(), Arc::clone(&self.kin));
            // Without a thread nothing is related.
            let _ = thread::Builder::new().name("related".into()).spawn(move || {
                kin.get_or_init(|| Kin::new(&catalogs));
            });
        }
    }

    /// What is known by now; of catalogs of the usual size, all.
    pub fn get(&self) -> Option<&Kin> {
        let entries: usize = self.catalogs.iter().map(|catalog| catalog.entries.len()).sum();
        if entries <= AT_ONCE {
            return Some(self.kin.get_or_init(|| Kin::new(&self.catalogs)));
        }
        self.kin.get()
    }
}

/// Whether a name is the same but for case and signs: `BadRequest` is `Bad Request`.
fn shares_name(a: EntryRef, b: EntryRef) -> bool {
    a.names.iter().any(|a| b.names.iter().any(|b| letters(a).eq(letters(b))))
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

fn code_key(code: &str) -> u64 {
    key(code.bytes().map(|byte| byte.to_ascii_lowercase()))
}

fn name_key(name: &str) -> u64 {
    key(letters(name))
}

fn key(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.for_each(|byte| hasher.write_u8(byte));
    hasher.finish()
}
