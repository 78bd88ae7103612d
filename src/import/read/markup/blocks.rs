//! The blocks of a tree of elements.

use std::collections::HashSet;

use super::elements::{INLINE, attribute_columns, attribute_text, is_known};
use super::{Kind, NodeId, Tree, cell, grid, table};
use crate::import::document::{Block, Cell, Document, Table, TableKind};
use crate::import::read::items;

/// The level of a heading that is a paragraph in bold.
const BOLD_HEADING: u8 = 7;

/// The document in a tree.
pub fn read(tree: &Tree) -> Document {
    let mut reader = Reader {
        tree,
        document: Document::default(),
        sections: 0,
        in_table: false,
        terms: Vec::new(),
    };
    reader.children(Tree::ROOT);
    reader.flush_terms();
    reader.document
}

struct Reader<'t> {
    tree: &'t Tree,
    document: Document,
    /// How many sections of XML are open.
    sections: u8,
    /// Whether the blocks are in the cell of a table.
    in_table: bool,
    /// Consecutive paragraphs that may start with terms: the text, the length of what is marked, the line.
    terms: Vec<(Cell, usize, usize)>,
}

impl Reader<'_> {
    fn push(&mut self, block: Block) {
        self.flush_terms();
        self.document.blocks.push(block);
    }

    /// Adds the paragraphs that start with terms: as a table if there are several.
    fn flush_terms(&mut self) {
        let terms = std::mem::take(&mut self.terms);
        let Some(&(_, _, line)) = terms.first() else { return };
        let cells: Vec<(Cell, usize)> =
            terms.into_iter().map(|(cell, marked, _)| (cell, marked)).collect();
        match items::of_list(&cells, line) {
            Some(table) => self.document.blocks.push(Block::Table(table)),
            None => self
                .document
                .blocks
                .extend(cells.into_iter().map(|(cell, _)| Block::Paragraph(cell))),
        }
    }

    fn children(&mut self, id: NodeId) {
        let mut inline: Vec<NodeId> = Vec::new();
        let mut components: Vec<NodeId> = Vec::new();
        for &child in self.tree.children(id) {
            if self.is_inline(child) {
                if !self.tree.is_blank_text(child) {
                    self.components(&mut components);
                }
                inline.push(child);
                continue;
            }
            self.paragraph(&mut inline);
            if self.is_component(child) {
                if components
                    .first()
                    .is_some_and(|&first| self.tree.name(first) != self.tree.name(child))
                {
                    self.components(&mut components);
                }
                components.push(child);
                continue;
            }
            self.components(&mut components);
            self.block(child);
        }
        self.paragraph(&mut inline);
        self.components(&mut components);
    }

    fn is_inline(&self, id: NodeId) -> bool {
        match &self.tree.node(id).kind {
            Kind::Text(_) => true,
            Kind::Element { name, .. } => {
                INLINE.contains(&name.as_str())
                    && !self.tree.contains(id, &["table", "dl", "ul", "ol", "pre", "div", "p"])
            }
        }
    }

    /// Whether an element of MDX or another vocabulary whose attributes are content.
    fn is_component(&self, id: NodeId) -> bool {
        let name = self.tree.name(id);
        !is_known(name) && attribute_columns(self.tree, id).next().is_some()
    }

    fn paragraph(&mut self, nodes: &mut Vec<NodeId>) {
        if nodes.iter().any(|&node| !self.tree.is_blank_text(node)) {
            let cell = cell::read(self.tree, nodes);
            let line = self.tree.node(nodes[0]).line;
            let bold = nodes
                .iter()
                .all(|&node| self.tree.is_blank_text(node) || self.tree.name(node) == "strong");
            if !cell.text.is_empty() {
                let marked = self.marked_length(nodes);
                self.paragraph_cell(cell, bold, marked, line);
            }
        }
        nodes.clear();
    }

    fn paragraph_cell(&mut self, text: Cell, bold: bool, marked: usize, line: usize) {
        if bold && !text.text.contains('\n') {
            return self.push(Block::Heading { level: BOLD_HEADING, text });
        }
        match items::of_lines(&text, line) {
            Some(table) => self.push(Block::Table(table)),
            None if items::starts_with_term(&text, marked) => self.terms.push((text, marked, line)),
            None => self.push(Block::Paragraph(text)),
        }
    }

    fn block(&mut self, id: NodeId) {
        let name = self.tree.name(id);
        match name {
            "title" | "name" if self.sections == 0 => {
                self.document.title.get_or_insert_with(|| cell::of(self.tree, id).text);
            }
            "title" | "name" => self.heading(id, self.sections),
            "head" => self.head(id),
            _ if cell::is_hidden(self.tree, id) => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, name.as_bytes()[1] - b'0'),
            "summary" => self.heading(id, BOLD_HEADING),
            "section" | "sect1" | "sect2" | "sect3" | "chapter" | "refsect1" | "refsect2"
            | "appendix" | "topic" => {
                self.section(id);
            }
            "p" => {
                let mut nodes = self.tree.children(id).to_vec();
                let has_components = self.tree.elements(id).any(|child| self.is_component(child));
                let is_hanging = |child| self.has_hanging_text(child);
                if has_components
                    || self.tree.elements(id).any(is_hanging)
                    || self.tree.contains(id, &["table", "dl", "ul", "ol", "pre"])
                {
                    self.children(id);
                } else {
                    self.paragraph(&mut nodes);
                }
            }
            "pre" => self.example(id),
            "table" => self.table(id),
            "ul" | "ol" | "menu" => self.list(id),
            "dl" => self.definitions(id),
            _ => self.container(id),
        }
    }

    fn head(&mut self, id: NodeId) {
        if let Some(title) = self.tree.elements(id).find(|&child| self.tree.name(child) == "title")
        {
            self.document.title.get_or_insert_with(|| cell::of(self.tree, title).text);
        }
    }

    fn heading(&mut self, id: NodeId, level: u8) {
        let text = cell::of(self.tree, id);
        if !text.text.is_empty() {
            self.push(Block::Heading { level, text });
        }
    }

    fn section(&mut self, id: NodeId) {
        self.sections = (self.sections + 1).min(BOLD_HEADING - 1);
        if let Some(title) = self.tree.attribute(id, "title") {
            let anchor = cell::anchor(self.tree, id);
            let text = Cell { text: title.to_owned(), anchor, ..Cell::default() };
            self.push(Block::Heading { level: self.sections, text });
        }
        self.children(id);
        self.sections -= 1;
    }

    fn container(&mut self, id: NodeId) {
        if self.has_hanging_text(id) {
            return self.hanging(id);
        }
        match grid::of_siblings(self.tree, id) {
            Some(table) => self.push(Block::Table(table)),
            None => self.children(id),
        }
    }

    fn has_hanging_text(&self, id: NodeId) -> bool {
        self.tree.elements(id).any(|child| self.tree.attribute(child, "hangtext").is_some())
    }

    /// The list of xml2rfc whose items have `hangText`.
    fn hanging(&mut self, id: NodeId) {
        let rows = self.tree.elements(id).map(|item| {
            let term = attribute_text(self.tree.attribute(item, "hangtext").unwrap_or_default());
            vec![term, cell::of(self.tree, item)]
        });
        let rows = rows.collect();
        self.push_definitions(id, rows);
    }

    /// Adds the terms and definitions of an element, to those of the element before it if there is
    /// nothing between them.
    fn push_definitions(&mut self, id: NodeId, rows: Vec<Vec<Cell>>) {
        let (kind, line) = (TableKind::Definitions, self.tree.node(id).line);
        self.flush_terms();
        if let Some(Block::Table(before)) = self.document.blocks.last_mut()
            && before.kind == kind
        {
            return before.rows.extend(rows);
        }
        self.push(Block::Table(Table { rows, kind, line, ..Table::default() }));
    }

    fn example(&mut self, id: NodeId) {
        let code = self.tree.elements(id).find(|&child| self.tree.name(child) == "code");
        let language = [Some(id), code].into_iter().flatten().find_map(|node| self.language(node));
        let text = cell::of(self.tree, id).text;
        if !text.trim().is_empty() {
            self.push(Block::Example { language, text });
        }
    }

    fn language(&self, id: NodeId) -> Option<String> {
        let named =
            ["language", "lang", "type"].iter().find_map(|name| self.tree.attribute(id, name));
        let class = self.tree.attribute(id, "class").unwrap_or_default();
        let class = class
            .split_whitespace()
            .find_map(|name| name.strip_prefix("language-").or(name.strip_prefix("highlight-")));
        named.or(class).filter(|name| !name.is_empty()).map(str::to_owned)
    }

    fn table(&mut self, id: NodeId) {
        let nested = self.tree.elements(id).any(|child| self.tree.contains(child, &["table"]));
        if !(nested && self.in_table)
            && let Some(table) = table::read(self.tree, id)
        {
            self.push(Block::Table(table));
        }
        let before = std::mem::replace(&mut self.in_table, true);
        self.blocks_in(id, &["table", "pre", "dl"]);
        self.in_table = before;
    }

    /// The blocks that are in cells or items.
    fn blocks_in(&mut self, id: NodeId, names: &[&str]) {
        for &child in self.tree.children(id) {
            if names.contains(&self.tree.name(child)) {
                self.block(child);
            } else {
                self.blocks_in(child, names);
            }
        }
    }

    fn list(&mut self, id: NodeId) {
        let mut entries: Vec<NodeId> = self.tree.elements(id).collect();
        entries.retain(|&child| !cell::is_hidden(self.tree, child));
        if let Some(table) = grid::of_siblings(self.tree, id) {
            return self.push(Block::Table(table));
        }
        if let Some(table) = self.nested_list(&entries) {
            return self.push(Block::Table(table));
        }
        let cells: Vec<(Cell, usize)> = entries
            .iter()
            .map(|&item| (cell::of(self.tree, item), self.term_length(item)))
            .collect();
        if let Some(table) = items::of_list(&cells, self.tree.node(id).line) {
            self.push(Block::Table(table));
            for &item in &entries {
                self.blocks_in(item, &["table", "pre"]);
            }
            return;
        }
        if entries.iter().any(|&item| {
            self.tree.contains(item, &["table", "pre", "ul", "ol", "dl", "h2", "h3", "h4", "h5"])
        }) {
            for &item in &entries {
                self.children(item);
            }
            return;
        }
        let cells: Vec<Cell> =
            cells.into_iter().map(|(cell, _)| cell).filter(|cell| !cell.text.is_empty()).collect();
        if !cells.is_empty() {
            self.push(Block::List(cells));
        }
    }

    /// The table of a list whose items are groups, such as statuses, each with a list of terms. Terms
    /// that repeat from group to group are fields of what the items describe.
    fn nested_list(&self, entries: &[NodeId]) -> Option<Table> {
        let is_list = |&child: &NodeId| matches!(self.tree.name(child), "ul" | "ol");
        let (mut groups, mut terms) = (Vec::new(), Vec::new());
        for &entry in entries {
            let children = self.tree.children(entry);
            let inner = children.iter().position(is_list)?;
            let group = cell::read(self.tree, &children[..inner]);
            for item in self.tree.elements(children[inner]) {
                groups.push(group.clone());
                terms.push((cell::of(self.tree, item), self.term_length(item)));
            }
        }
        let table = items::of_list(&terms, self.tree.node(*entries.first()?).line)?;
        let distinct: HashSet<&str> = table.rows.iter().map(|row| row[0].text.as_str()).collect();
        let rows = groups.into_iter().zip(&table.rows);
        let rows = rows.map(|(group, row)| [vec![group], row.clone()].concat()).collect();
        let are_codes = table.rows.iter().all(|row| !row[0].code.is_empty());
        (are_codes && entries.len() > 1 && distinct.len() == table.rows.len())
            .then_some(Table { rows, ..table })
    }

    /// The length of the text that is marked at the start of an item.
    fn term_length(&self, item: NodeId) -> usize {
        self.marked_length(self.tree.children(item))
    }

    fn marked_length(&self, nodes: &[NodeId]) -> usize {
        match nodes.iter().copied().find(|&node| !self.tree.is_blank_text(node)) {
            Some(node)
                if matches!(self.tree.name(node), "strong" | "em" | "a" | "dfn")
                    || cell::is_code(self.tree, node) =>
            {
                cell::read(self.tree, &[node]).text.len()
            }
            Some(node) if self.tree.name(node) == "p" => self.term_length(node),
            _ => 0,
        }
    }

    fn definitions(&mut self, id: NodeId) {
        let mut pairs: Vec<(Vec<NodeId>, Vec<NodeId>)> = Vec::new();
        collect_definitions(self.tree, id, &mut pairs);
        let mut rows = Vec::new();
        for (terms, definitions) in &pairs {
            let definition = cell::read(self.tree, definitions);
            for &term in terms {
                let mut term = cell::of(self.tree, term);
                term.anchor = term
                    .anchor
                    .or_else(|| definitions.iter().find_map(|&node| cell::anchor(self.tree, node)));
                rows.push(vec![term, definition.clone()]);
            }
        }
        if !rows.is_empty() {
            self.push_definitions(id, rows);
        }
        for (_, definitions) in pairs {
            for definition in definitions {
                self.blocks_in(definition, &["table", "pre", "dl"]);
            }
        }
    }

    /// Siblings of an element whose attributes are content, such as `<ResponseField name="…">`.
    fn components(&mut self, siblings: &mut Vec<NodeId>) {
        let siblings = std::mem::take(siblings);
        let Some(&first) = siblings.first() else { return };
        // The attributes of an element around others are about all of them.
        let children = self.tree.children(first);
        let is_container = children.iter().any(|&child| self.is_component(child))
            && children
                .iter()
                .all(|&child| self.tree.is_blank_text(child) || !is_known(self.tree.name(child)));
        if let [only] = siblings[..]
            && is_container
        {
            return self.children(only);
        }
        // Elements of a class are other things than those without one.
        let has_class = |&id: &NodeId| self.tree.attribute(id, "class").is_some();
        let (classed, plain): (Vec<_>, Vec<_>) = siblings.iter().copied().partition(has_class);
        if classed.is_empty() || plain.is_empty() {
            self.push(self.component_table(&siblings, &[]));
        } else {
            self.push(self.component_table(&plain, &[]));
            self.push(self.component_table(&classed, &["class"]));
        }
        for sibling in siblings {
            self.blocks_in(
                sibling,
                &["table", "pre", "ul", "ol", "dl", "h2", "h3", "h4", "h5", "h6"],
            );
        }
    }

    /// The table of elements: their attributes, also those in `others`, and their text.
    fn component_table(&self, siblings: &[NodeId], others: &[&str]) -> Block {
        let mut columns: Vec<String> = others.iter().map(|&name| name.to_owned()).collect();
        for &sibling in siblings {
            for (name, _) in attribute_columns(self.tree, sibling) {
                if !columns.iter().any(|column| column == name) {
                    columns.push(name.to_owned());
                }
            }
        }
        let rows = siblings.iter().map(|&sibling| {
            let values = columns.iter().map(|column| {
                attribute_text(self.tree.attribute(sibling, column).unwrap_or_default())
            });
            values.chain([cell::of(self.tree, sibling)]).collect()
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        let header =
            columns.iter().map(|column| attribute_text(column)).chain([Cell::default()]).collect();
        let first = siblings.first().copied().unwrap_or(Tree::ROOT);
        let caption = Some(self.tree.name(first).to_owned());
        let line = self.tree.node(first).line;
        let kind = TableKind::Items;
        Block::Table(Table { caption, header, rows, kind, line, ..Table::default() })
    }
}

fn collect_definitions(tree: &Tree, id: NodeId, pairs: &mut Vec<(Vec<NodeId>, Vec<NodeId>)>) {
    for child in tree.elements(id) {
        match tree.name(child) {
            "dt" => match pairs.last_mut() {
                Some((terms, definitions)) if definitions.is_empty() => terms.push(child),
                _ => pairs.push((vec![child], Vec::new())),
            },
            "dd" => match pairs.last_mut() {
                Some((_, definitions)) => definitions.push(child),
                None => pairs.push((vec![child], Vec::new())),
            },
            "dl" => {}
            _ => collect_definitions(tree, child, pairs),
        }
    }
}
