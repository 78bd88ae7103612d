//! The text of an element: white space collapsed, lines at breaks and list items.

use super::{Kind, NodeId, Tree, is_block};
use crate::import::document::Cell;

/// The text of nodes.
pub fn read(tree: &Tree, nodes: &[NodeId]) -> Cell {
    let mut reader = Reader { tree, cell: Cell::default(), preformatted: 0, gap: false };
    for &node in nodes {
        reader.node(node);
    }
    reader.finish()
}

/// The text of the nodes in an element; its anchor is the cell's.
pub fn of(tree: &Tree, element: NodeId) -> Cell {
    let mut cell = read(tree, tree.children(element));
    if let Some(anchor) = anchor(tree, element) {
        cell.anchor = Some(anchor);
    }
    cell
}

/// The target that links to an element have.
pub fn anchor(tree: &Tree, element: NodeId) -> Option<String> {
    let names = ["id", "name", "anchor", "xml:id"];
    let value = names.iter().find_map(|name| tree.attribute(element, name))?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// Elements without text of the document.
pub fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    let hidden = matches!(
        tree.name(id),
        "script"
            | "style"
            | "template"
            | "svg"
            | "nav"
            | "head"
            | "button"
            | "select"
            | "iframe"
            | "indexterm"
            | "iref"
    );
    hidden
        || tree.attribute(id, "aria-hidden") == Some("true")
        || tree.attribute(id, "hidden").is_some()
}

/// Whether an element is marked as code.
pub fn is_code(tree: &Tree, id: NodeId) -> bool {
    const CLASSES: &[&str] = &["code", "literal", "symbol", "mono", "monospace"];
    let class = tree.attribute(id, "class").unwrap_or_default();
    match tree.name(id) {
        "code" => true,
        "span" => class.split_whitespace().any(|class| CLASSES.contains(&class)),
        _ => false,
    }
}

/// Whether an element links to the place where it is: `¶` or `#` behind a heading or a term.
fn is_permalink(tree: &Tree, id: NodeId) -> bool {
    let is_local = || tree.attribute(id, "href").is_some_and(|target| target.contains('#'));
    let is_sign = |child: &NodeId| match &tree.node(*child).kind {
        Kind::Text(text) => matches!(text.trim(), "¶" | "#" | "§" | "🔗" | "∞"),
        Kind::Element { .. } => false,
    };
    tree.name(id) == "a" && is_local() && matches!(tree.children(id), [only] if is_sign(only))
}

struct Reader<'t> {
    tree: &'t Tree,
    cell: Cell,
    preformatted: usize,
    /// Whether white space precedes what follows.
    gap: bool,
}

impl Reader<'_> {
    fn node(&mut self, id: NodeId) {
        match &self.tree.node(id).kind {
            Kind::Text(text) if self.preformatted > 0 => self.cell.text.push_str(text),
            Kind::Text(text) => self.text(text),
            Kind::Element { name, .. } => self.element(id, name),
        }
    }

    fn element(&mut self, id: NodeId, name: &str) {
        if is_hidden(self.tree, id) || is_permalink(self.tree, id) {
            return;
        }
        match name {
            "br" => return self.break_line(),
            "img" => return self.text(self.tree.attribute(id, "alt").unwrap_or_default()),
            _ if is_code(self.tree, id) => return self.code(id),
            "a" | "xref" | "link" => self.link(id),
            _ => {}
        }
        if self.cell.anchor.is_none()
            && matches!(name, "a" | "span")
            && self.tree.attribute(id, "href").is_none()
        {
            self.cell.anchor = anchor(self.tree, id);
        }
        let block = is_block(name);
        if block {
            self.break_line();
        }
        if matches!(name, "td" | "th") {
            self.gap = true;
        }
        self.preformatted += usize::from(name == "pre");
        self.children(id);
        self.preformatted -= usize::from(name == "pre");
        if block {
            self.break_line();
        }
    }

    fn children(&mut self, id: NodeId) {
        for &child in self.tree.children(id) {
            self.node(child);
        }
    }

    fn code(&mut self, id: NodeId) {
        let before = self.cell.text.len();
        self.children(id);
        let code = self.cell.text[before.min(self.cell.text.len())..].trim();
        if !code.is_empty() {
            self.cell.code.push(code.to_owned());
        }
    }

    fn link(&mut self, id: NodeId) {
        let target = ["href", "url", "target", "linkend", "to"]
            .iter()
            .find_map(|name| self.tree.attribute(id, name));
        if let Some(target) = target.filter(|target| !target.is_empty()) {
            self.cell.links.push(target.to_owned());
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.gap = true;
            } else if !is_invisible(c) {
                if self.gap && !self.cell.text.is_empty() && !self.cell.text.ends_with('\n') {
                    self.cell.text.push(' ');
                }
                self.gap = false;
                self.cell.text.push(c);
            }
        }
    }

    fn break_line(&mut self) {
        self.gap = false;
        let end = self.cell.text.trim_end_matches(' ').len();
        self.cell.text.truncate(end);
        if !self.cell.text.is_empty() && !self.cell.text.ends_with('\n') {
            self.cell.text.push('\n');
        }
    }

    fn finish(mut self) -> Cell {
        let end = self.cell.text.trim_end().len();
        self.cell.text.truncate(end);
        self.cell
    }
}

/// Zero-width characters, soft hyphens and byte order marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        || (c.is_control() && c != '\t')
}
