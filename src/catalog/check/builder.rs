//! A catalog that files can still add to.

use std::collections::HashMap;

use crate::catalog::entry::{Catalog, Entry, Origin, Section, Source, Synonyms, TeamNote, leak};
use crate::catalog::sample::{CounterSample, Sample, SampleForm};
use crate::catalog::signature::{Hints, Signature};

/// What identifies a catalog and its document.
#[derive(Debug, Clone, Copy)]
pub struct Header {
    pub id: &'static str,
    pub name: &'static str,
    pub tab: &'static str,
    pub aliases: &'static [&'static str],
    pub source: Source,
}

/// A catalog that files can still add to.
#[derive(Debug, Clone)]
pub struct CatalogBuilder {
    pub header: Header,
    /// The origin of new entries that name none.
    pub default_origin: Origin,
    pub sections: Vec<Section>,
    pub entries: Vec<Entry>,
    pub signatures: Vec<Signature>,
    hints: Vec<Hints>,
    samples: Vec<Sample>,
    sample_forms: Vec<SampleForm>,
    counter_samples: Vec<CounterSample>,
    synonyms: Vec<Synonyms>,
    /// The position of each entry, by section and code.
    positions: HashMap<(&'static str, &'static str), usize>,
}

/// What a file contributes to a catalog.
#[derive(Debug, Clone, Default)]
pub struct Contribution {
    /// The id of the catalog.
    pub catalog: &'static str,
    /// Whether it extends a catalog instead of being one.
    pub is_overlay: bool,
    /// The origin of the catalog that it replaces: a path, or `built-in`.
    pub replaces: Option<String>,
    /// The entries that are new.
    pub added: Vec<EntryId>,
    /// The entries that it changes.
    pub changed: Vec<EntryId>,
    /// The number of signatures.
    pub signatures: usize,
    /// The number of samples, of counter-samples and of forms.
    pub samples: usize,
    /// The number of groups of synonyms.
    pub synonyms: usize,
    /// What a later file replaces, with the path of that file.
    pub overridden: Vec<(EntryId, String)>,
}

/// An entry of a catalog: its section and its code.
pub type EntryId = (&'static str, &'static str);

/// What a file adds to a catalog.
#[derive(Debug)]
pub struct Additions {
    pub sections: Vec<Section>,
    /// The entries, with the position of the one that each replaces.
    pub entries: Vec<(Option<usize>, Entry)>,
    pub signatures: Vec<Signature>,
    pub hints: Hints,
    pub samples: Vec<Sample>,
    pub sample_forms: Vec<SampleForm>,
    pub counter_samples: Vec<CounterSample>,
    pub synonyms: Synonyms,
}

impl CatalogBuilder {
    /// A catalog without entries.
    pub fn new(header: Header) -> Self {
        Self {
            header,
            default_origin: Origin::Source,
            sections: Vec::new(),
            entries: Vec::new(),
            signatures: Vec::new(),
            hints: Vec::new(),
            samples: Vec::new(),
            sample_forms: Vec::new(),
            counter_samples: Vec::new(),
            synonyms: Vec::new(),
            positions: HashMap::new(),
        }
    }

    /// An existing catalog. What overlays add to it is by default observed.
    pub fn extending(catalog: &Catalog) -> Self {
        let &Catalog { id, name, tab, aliases, source, .. } = catalog;
        let mut builder = Self::new(Header { id, name, tab, aliases, source });
        builder.default_origin = Origin::Observed;
        builder.apply(Additions {
            sections: catalog.sections.to_vec(),
            entries: catalog.entries.iter().map(|entry| (None, *entry)).collect(),
            signatures: catalog.signatures.to_vec(),
            hints: catalog.hints,
            samples: catalog.samples.to_vec(),
            sample_forms: catalog.sample_forms.to_vec(),
            counter_samples: catalog.counter_samples.to_vec(),
            synonyms: catalog.synonyms,
        });
        builder
    }

    /// The position of the entry with that section and code.
    pub fn position(&self, section: &str, code: &str) -> Option<usize> {
        self.positions.get(&(section, code)).copied()
    }

    /// Adds to the catalog, and returns what was added.
    pub fn apply(&mut self, additions: Additions) -> Contribution {
        let mut contribution = Contribution {
            catalog: self.header.id,
            signatures: additions.signatures.len(),
            samples: additions.samples.len()
                + additions.counter_samples.len()
                + additions.sample_forms.len(),
            synonyms: additions.synonyms.groups.len() + additions.synonyms.expansions.len(),
            ..Contribution::default()
        };
        self.sections.extend(additions.sections);
        for (position, entry) in additions.entries {
            let id = (entry.section, entry.code);
            if let Some(position) = position {
                self.entries[position] = entry;
                contribution.changed.push(id);
            } else {
                self.positions.insert(id, self.entries.len());
                self.entries.push(entry);
                contribution.added.push(id);
            }
        }
        self.signatures.extend(additions.signatures);
        self.hints.push(additions.hints);
        self.samples.extend(additions.samples);
        self.sample_forms.extend(additions.sample_forms);
        self.counter_samples.extend(additions.counter_samples);
        self.synonyms.push(additions.synonyms);
        contribution
    }

    /// Appends a note to the entries that it is about, given section and code. Returns whether there
    /// are any.
    pub fn add_note(&mut self, is_about: impl Fn(&str, &str) -> bool, note: TeamNote) -> bool {
        let mut is_found = false;
        for entry in self.entries.iter_mut().filter(|it| is_about(it.section, it.code)) {
            entry.team_notes = leak(entry.team_notes.iter().copied().chain([note]));
            is_found = true;
        }
        is_found
    }

    /// The finished catalog. Its lists are leaked: catalogs live as long as the process.
    pub fn build(self) -> Catalog {
        let Header { id, name, tab, aliases, source } = self.header;
        let hints = |list: fn(&Hints) -> &'static [&'static str]| -> &'static [&'static str] {
            leak(self.hints.iter().flat_map(list).copied())
        };
        Catalog {
            id,
            name,
            tab,
            aliases,
            source,
            sections: leak(self.sections),
            entries: leak(self.entries),
            signatures: leak(self.signatures),
            hints: Hints {
                hosts: hints(|it| it.hosts),
                headers: hints(|it| it.headers),
                markers: hints(|it| it.markers),
                shared_words: hints(|it| it.shared_words),
            },
            samples: leak(self.samples),
            sample_forms: leak(self.sample_forms),
            counter_samples: leak(self.counter_samples),
            synonyms: Synonyms {
                groups: leak(self.synonyms.iter().flat_map(|it| it.groups).copied()),
                expansions: leak(self.synonyms.iter().flat_map(|it| it.expansions).copied()),
            },
        }
    }
}
