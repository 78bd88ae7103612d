//! The tables of a document, where they are, and the roles of their columns.

use std::collections::{BTreeMap, HashMap};

use super::{Surroundings, Verdict};
use crate::import::document::{Block, Document, Table, TableKind};
use crate::import::understand::column::{self, Column, Content, Role};
use crate::import::understand::lexicon::{Lexicon, normalized};
use crate::import::understand::text::line;

/// A table with its place in the document.
pub struct Located<'d> {
    pub table: &'d Table,
    pub columns: Vec<Column>,
    /// The headings above, the nearest last.
    pub headings: Vec<String>,
    /// The paragraph that introduces it.
    pub intro: Option<&'d str>,
    /// The title of the document.
    pub title: Option<&'d str>,
}

/// What tables of the same layout share: their kind and the headings of their columns.
pub type Layout = (TableKind, Vec<String>);

/// What tables share whose columns are understood together: the layout, the roles that are chosen, what
/// the columns of constants contain, and the index of a table that is understood alone.
type Pool = (Layout, Vec<Option<Role>>, Vec<Content>, Option<usize>);

/// The number of rows from which the columns of constants are understood without other tables.
const MANY_ROWS: usize = 8;

/// A longer paragraph is not only about the table below it.
const MAX_INTRO: usize = 300;

/// The number of columns from which tables of data with the same keys are parts of one list.
const MANY_KEYS: usize = 3;

/// Whether tables of a layout are parts of one list: tables without headings, and objects with the
/// same keys.
pub fn is_one_list((kind, headings): &Layout) -> bool {
    match kind {
        TableKind::Grid | TableKind::Columns => headings.iter().all(String::is_empty),
        TableKind::Objects | TableKind::Responses => headings.len() >= MANY_KEYS,
        _ => false,
    }
}

/// The tables of a document, and its examples.
pub fn locate<'d>(
    document: &'d Document,
    title: Option<&'d str>,
    lexicon: &Lexicon,
) -> (Vec<Located<'d>>, Vec<String>) {
    let mut headings: Vec<(u8, String)> = Vec::new();
    let (mut tables, mut examples) = (Vec::new(), Vec::new());
    let mut intro = None;
    for block in &document.blocks {
        let before = intro.take();
        match block {
            Block::Heading { level, text } => {
                headings.retain(|(above, _)| above < level);
                headings.push((*level, line(&text.text)));
            }
            Block::Example { text, .. } => examples.push(text.clone()),
            Block::Table(table) => tables.push(Located {
                table,
                columns: column::columns(table, lexicon),
                headings: headings.iter().map(|(_, text)| text.clone()).collect(),
                intro: before,
                title,
            }),
            Block::Paragraph(text) => intro = Some(text.text.as_str()),
            Block::List(_) => {}
        }
    }
    (tables, examples)
}

/// Gives columns their roles. Tables of the same layout are looked at together, since each may have
/// few rows, unless they differ in what was decided by hand.
pub fn assign_roles(tables: &mut [Located<'_>], lexicon: &Lexicon) {
    let mut layouts: HashMap<Pool, Vec<usize>> = HashMap::new();
    for (index, located) in tables.iter().enumerate() {
        let chosen = located.columns.iter().map(|column| column.role).collect();
        // The headings of constants are not those of their source.
        let is_alone = located.table.kind == TableKind::Constants
            && located.columns.len() > 1
            && located.table.rows.len() >= MANY_ROWS;
        let contents = match located.table.kind {
            TableKind::Constants => located.columns.iter().map(Column::content).collect(),
            _ => Vec::new(),
        };
        let key = (located.layout(), chosen, contents, is_alone.then_some(index));
        layouts.entry(key).or_default().push(index);
    }
    for ((layout, ..), members) in layouts {
        let all: Vec<&[Column]> = members.iter().map(|index| &*tables[*index].columns).collect();
        let mut pooled = column::pooled(&all);
        column::assign(&mut pooled, lexicon);
        if layout.0 == TableKind::Constants {
            column::correct_constants(&mut pooled);
        }
        let is_one_list = is_one_list(&layout);
        for index in members {
            for (column, pooled) in tables[index].columns.iter_mut().zip(&pooled) {
                column.role = pooled.role;
                if is_one_list {
                    column.features.failures = pooled.features.failures;
                }
            }
        }
    }
}

impl Located<'_> {
    fn heading(&self) -> &str {
        self.headings.last().map_or("", String::as_str)
    }

    fn caption(&self) -> String {
        self.table.caption.as_deref().map(line).unwrap_or_default()
    }

    /// The section of its entries: the heading above, or its caption.
    pub fn section(&self) -> String {
        let caption = self.caption();
        let is_data = matches!(
            self.table.kind,
            TableKind::Objects | TableKind::Responses | TableKind::Constants
        );
        let is_captioned = self.heading().is_empty() || is_data && !caption.is_empty();
        if is_captioned { caption } else { self.heading().to_owned() }
    }

    /// The texts that are about the table alone: a heading, a caption, and a note, a line each.
    pub fn nearest(&self) -> String {
        let note = self.table.note.as_deref().and_then(|it| it.lines().next()).unwrap_or_default();
        format!("{}\n{}\n{note}", self.heading(), self.caption())
    }

    /// Whether the table lists errors. `is_only` if the document has no other table.
    pub fn verdict(&self, is_only: bool, lexicon: &Lexicon) -> Verdict {
        let above = &self.headings[..self.headings.len().saturating_sub(1)];
        let page = format!("{}\n{}", above.join("\n"), self.title.unwrap_or_default());
        let intro = self.intro.filter(|text| text.len() <= MAX_INTRO).unwrap_or_default();
        let surroundings = Surroundings { nearest: &self.nearest(), intro, page: &page, is_only };
        Verdict::new(self.table, &self.columns, surroundings, lexicon)
    }

    /// What the table shares with others.
    pub fn layout(&self) -> Layout {
        let headings = self.columns.iter().map(|column| column.heading.clone()).collect();
        (self.table.kind, headings)
    }

    /// Sets the roles that are chosen by hand.
    pub fn set_chosen_roles(&mut self, chosen: &[(Role, String)]) {
        for (role, name) in chosen {
            let is_named = |(position, column): &(usize, &mut Column)| {
                normalized(&column.heading) == normalized(name)
                    || (position + 1).to_string() == *name
            };
            if let Some((_, column)) = self.columns.iter_mut().enumerate().find(is_named) {
                column.role = Some(*role);
            }
        }
    }

    /// Sets the roles that are chosen for this table.
    pub fn set_roles(&mut self, roles: &BTreeMap<usize, Role>) {
        for (position, role) in roles {
            if let Some(column) = self.columns.get_mut(*position) {
                column.role = Some(*role);
            }
        }
    }
}

/// The title of the document, or its first heading.
pub fn title(document: &Document) -> Option<String> {
    let heading = document.blocks.iter().find_map(|block| match block {
        Block::Heading { text, .. } => Some(line(&text.text)).filter(|it| !it.is_empty()),
        _ => None,
    });
    document.title.as_deref().map(line).filter(|title| !title.is_empty()).or(heading)
}
