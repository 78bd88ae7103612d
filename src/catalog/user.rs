//! Users' catalogs, overlays and notes, merged into the built-in catalogs. Reading the files is left
//! to the caller.

use std::collections::HashMap;

use super::Catalogs;
use super::check::{self, CatalogBuilder, CheckError, Contribution, EntryId, UserFile};
use super::entry::Catalog;
use super::notes::NoteRecord;

/// A user's file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path, for messages.
    pub path: String,
    /// The text, or why it cannot be read.
    pub text: Result<String, String>,
}

/// The built-in catalogs with those of the user, and what became of each file.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The catalogs in the order of their tabs.
    pub catalogs: Catalogs,
    /// A report on each file, in their order.
    pub files: Vec<FileReport>,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The path.
    pub path: String,
    /// What it contributes, or why it does not.
    pub outcome: Result<Contribution, FileError>,
}

/// Why a file contributes nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FileError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// It has errors, in the order of its lines.
    #[error("{}", first_of(.0))]
    Invalid(Vec<CheckError>),
}

impl FileError {
    /// The error in one line, with the path.
    #[must_use]
    pub fn message(&self, path: &str) -> String {
        match self {
            // The errors have the path.
            Self::Invalid(_) => self.to_string(),
            Self::Unreadable(reason) => format!("{path}: {reason}"),
        }
    }
}

/// The origin of a catalog that no file replaces.
const BUILT_IN: &str = "built-in";

/// A catalog being merged.
struct Slot {
    builder: CatalogBuilder,
    /// The catalog, as long as nothing is added to it.
    unchanged: Option<&'static Catalog>,
    /// The file that the catalog comes from.
    origin: String,
}

impl Catalogs {
    /// These catalogs with those of `files`, of which later ones replace earlier ones, and with
    /// notes. Overlays are applied to the catalogs of all files.
    ///
    /// What is merged lives as long as the process.
    #[must_use]
    pub fn merge(&self, files: &[SourceFile], notes: &[NoteRecord]) -> Merged {
        if files.is_empty() && notes.is_empty() {
            return Merged { catalogs: self.clone(), files: Vec::new() };
        }
        let mut merger = Merger::new(self);
        let mut outcomes: Vec<Option<Result<Contribution, FileError>>> = Vec::new();
        // Overlays wait for the catalogs that later files replace.
        let is_overlay =
            |file: &SourceFile| file.text.as_ref().is_ok_and(|it| check::is_overlay(it));
        for file in files {
            outcomes.push((!is_overlay(file)).then(|| merger.add(file)));
        }
        for (file, outcome) in files.iter().zip(&mut outcomes) {
            outcome.get_or_insert_with(|| merger.add(file));
        }
        merger.add_notes(notes);
        let reports = files.iter().zip(outcomes.into_iter().flatten());
        let mut files: Vec<_> = reports
            .map(|(file, outcome)| FileReport { path: file.path.clone(), outcome })
            .collect();
        find_overridden(&mut files);
        Merged { catalogs: merger.finish(), files }
    }
}

struct Merger {
    slots: Vec<Slot>,
    /// The slot of each name of a catalog, in lower case.
    names: HashMap<String, usize>,
}

impl Merger {
    fn new(catalogs: &Catalogs) -> Self {
        let slot = |catalog| Slot {
            builder: CatalogBuilder::extending(catalog),
            unchanged: Some(catalog),
            origin: BUILT_IN.to_owned(),
        };
        let mut merger = Self { slots: catalogs.iter().map(slot).collect(), names: HashMap::new() };
        for slot in 0..merger.slots.len() {
            merger.register(slot);
        }
        merger
    }

    fn register(&mut self, slot: usize) {
        let names = names(&self.slots[slot].builder);
        self.names.extend(names.map(|name| (name, slot)));
    }

    /// Adds a file, and returns what it contributes.
    fn add(&mut self, file: &SourceFile) -> Result<Contribution, FileError> {
        let text = file.text.as_ref().map_err(|reason| FileError::Unreadable(reason.clone()))?;
        let catalogs: Vec<_> = self.slots.iter().map(|slot| &slot.builder).collect();
        let owner = |name: &str| {
            self.names.get(name).map(|slot| self.slots[*slot].builder.header.id) // one of the slots
        };
        match check::read_user(&file.path, text, &catalogs, owner).map_err(FileError::Invalid)? {
            UserFile::Catalog(builder, contribution) => {
                Ok(self.add_catalog(&file.path, *builder, contribution))
            }
            UserFile::Overlay(index, additions) => {
                let slot = &mut self.slots[index];
                slot.unchanged = None;
                Ok(Contribution { is_overlay: true, ..slot.builder.apply(*additions) })
            }
        }
    }

    fn add_catalog(
        &mut self,
        path: &str,
        builder: CatalogBuilder,
        mut contribution: Contribution,
    ) -> Contribution {
        let id = builder.header.id;
        let slot = Slot { builder, unchanged: None, origin: path.to_owned() };
        let existing = self.slots.iter().position(|slot| slot.builder.header.id == id);
        let index = existing.unwrap_or(self.slots.len());
        if let Some(index) = existing {
            let replaced = std::mem::replace(&mut self.slots[index], slot);
            contribution.replaces = Some(replaced.origin);
            self.names.retain(|_, slot| *slot != index);
        } else {
            self.slots.push(slot);
        }
        self.register(index);
        contribution
    }

    fn add_notes(&mut self, notes: &[NoteRecord]) {
        for record in notes {
            for slot in &mut self.slots {
                let id = slot.builder.header.id;
                let is_about = |section: &str, code: &str| record.is_about((id, section, code));
                if slot.builder.add_note(is_about, record.note) {
                    slot.unchanged = None;
                }
            }
        }
    }

    /// The catalogs in the order of their tabs.
    fn finish(self) -> Catalogs {
        // Catalogs live as long as the process, so that an entry is a `Copy` reference without a lifetime
        // in all layers. A reload keeps the memory of the catalogs that it replaces, at most the size of
        // the user's files; unchanged built-in catalogs are not built again.
        let build = |slot: Slot| -> &'static Catalog {
            slot.unchanged.unwrap_or_else(|| Box::leak(Box::new(slot.builder.build())))
        };
        let mut catalogs: Vec<_> = self.slots.into_iter().map(build).collect();
        catalogs.sort_by_key(|catalog| (catalog.is_reference(), catalog.tab.to_lowercase()));
        Catalogs::new(catalogs)
    }
}

/// The names that no other catalog can have, in lower case.
fn names(builder: &CatalogBuilder) -> impl Iterator<Item = String> {
    let header = builder.header;
    [header.id, header.name, header.tab]
        .into_iter()
        .chain(header.aliases.iter().copied())
        .map(str::to_lowercase)
}

/// Notes which entries of a file a later file replaces or changes.
fn find_overridden(files: &mut [FileReport]) {
    // The catalog and the entry, with the last file that has it.
    let mut last: HashMap<(&str, EntryId), String> = HashMap::new();
    let (mut overlays, mut catalogs) = (Vec::new(), Vec::new());
    for FileReport { path, outcome } in files {
        let Ok(contribution) = outcome else { continue };
        let group = if contribution.is_overlay { &mut overlays } else { &mut catalogs };
        group.push((path, contribution));
    }
    // Overlays are applied after the catalogs.
    for (path, contribution) in overlays.into_iter().rev().chain(catalogs.into_iter().rev()) {
        let catalog = contribution.catalog;
        for id in contribution.added.iter().chain(&contribution.changed) {
            if let Some(later) = last.get(&(catalog, *id)) {
                contribution.overridden.push((*id, later.clone()));
            } else {
                last.insert((catalog, *id), path.clone());
            }
        }
    }
}

fn first_of(errors: &[CheckError]) -> String {
    match errors {
        [] => "no errors".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}
