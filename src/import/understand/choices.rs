//! What people decide about the tables of a document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::column::Role;

/// What is decided by hand.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The numbers of the tables to use, from 1; all that list errors if empty.
    pub tables: Vec<usize>,
    /// Only tables under a heading with this text.
    pub section: Option<String>,
    /// The columns of roles: a heading, or a number from 1.
    pub columns: Vec<(Role, String)>,
    /// Decisions about single tables, by their indexes.
    pub of_table: HashMap<usize, TableChoices>,
}

/// What is decided by hand about a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableChoices {
    /// Whether it is used, whatever it seems to list.
    pub is_used: Option<bool>,
    /// The roles of columns, by their positions.
    pub roles: BTreeMap<usize, Role>,
    /// The rows that are left out.
    pub dropped_rows: BTreeSet<usize>,
}

impl TableChoices {
    /// Gives a column a role, which no other column keeps unless several can have it. The table is
    /// then used.
    pub fn set_role(&mut self, column: usize, role: Role) {
        if !role.is_shared() {
            self.roles.retain(|_, other| *other != role);
        }
        self.roles.insert(column, role);
        self.is_used = Some(true);
    }
}

impl Choices {
    /// Whether a table is used, if that is decided.
    #[must_use]
    pub fn is_used(&self, table: usize) -> Option<bool> {
        self.of_table.get(&table).and_then(|it| it.is_used)
    }

    /// Whether only some tables are used.
    #[must_use]
    pub fn are_tables_chosen(&self) -> bool {
        !self.tables.is_empty() || self.section.is_some()
    }
}
