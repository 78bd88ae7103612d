//! A tree of elements, which Markdown, HTML, XML, reStructuredText and `AsciiDoc` are read into.
//!
//! Missing end tags are implied as in HTML. The depth is bounded, so that the tree can be walked
//! recursively.

pub mod blocks;
pub mod cell;
mod elements;
pub mod grid;
pub mod html;
mod table;

use super::lines::LineIndex;
use crate::import::document::Document;

/// Reads HTML or XML.
pub fn read_html(text: &str) -> Document {
    let mut builder = Builder::new();
    html::read(text, &LineIndex::new(text), 0, &mut builder, &mut |text, builder| {
        builder.text(text);
    });
    blocks::read(&builder.finish())
}

/// Elements nested deeper than this become siblings.
const MAX_DEPTH: usize = 96;

/// The index of a node in its tree.
pub type NodeId = usize;

/// Elements and text; node 0 is the root.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// An element or text.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The nodes in it, in order.
    pub children: Vec<NodeId>,
    /// The line of the source, from 1.
    pub line: usize,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// An element with its attributes.
    Element {
        /// The name, in lower case.
        name: String,
        /// The names and values of the attributes.
        attributes: Vec<(String, String)>,
    },
    /// Text without markup.
    Text(String),
}

impl Tree {
    /// The root.
    pub const ROOT: NodeId = 0;

    /// The node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The nodes in a node.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        &self.nodes[id].children
    }

    /// The elements in a node.
    pub fn elements(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id).iter().copied().filter(|&child| !self.name(child).is_empty())
    }

    /// The name of an element, or `""` for text.
    pub fn name(&self, id: NodeId) -> &str {
        match &self.nodes[id].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// All attributes of an element.
    pub fn attributes(&self, id: NodeId) -> &[(String, String)] {
        match &self.nodes[id].kind {
            Kind::Element { attributes, .. } => attributes,
            Kind::Text(_) => &[],
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let found = self.attributes(id).iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether text other than white space.
    pub fn is_blank_text(&self, id: NodeId) -> bool {
        matches!(&self.nodes[id].kind, Kind::Text(text) if text.trim().is_empty())
    }

    /// Whether a node has an element with one of the names, at any depth.
    pub fn contains(&self, id: NodeId, names: &[&str]) -> bool {
        self.elements(id)
            .any(|child| names.contains(&self.name(child)) || self.contains(child, names))
    }
}

/// Builds a tree from tags in the order of the source.
#[derive(Debug)]
pub struct Builder {
    tree: Tree,
    open: Vec<Open>,
    /// Elements that are open but too deep to be in `open`.
    too_deep: usize,
    /// The line of the nodes that are added next.
    pub line: usize,
}

#[derive(Debug)]
struct Open {
    id: NodeId,
    /// The name in the source, which may be a synonym of the element's.
    tag: String,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A builder of an empty tree.
    pub fn new() -> Self {
        let kind = Kind::Element { name: "#root".to_owned(), attributes: Vec::new() };
        let root = Node { kind, children: Vec::new(), line: 1 };
        Self { tree: Tree { nodes: vec![root] }, open: Vec::new(), too_deep: 0, line: 1 }
    }

    /// The finished tree.
    pub fn finish(self) -> Tree {
        self.tree
    }

    /// Whether an element of the name is open.
    pub fn is_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| self.tree.name(open.id) == name)
    }

    /// Whether the innermost open list has definitions.
    pub fn in_definition_list(&self) -> bool {
        let lists = self.open.iter().rev().map(|open| self.tree.name(open.id));
        lists.into_iter().find(|name| matches!(*name, "dl" | "ul")) == Some("dl")
    }

    /// The innermost open element.
    pub fn current(&self) -> &str {
        self.open.last().map_or("", |open| self.tree.name(open.id))
    }

    fn parent(&self) -> NodeId {
        self.open.last().map_or(Tree::ROOT, |open| open.id)
    }

    fn add(&mut self, kind: Kind) -> NodeId {
        let id = self.tree.nodes.len();
        self.tree.nodes.push(Node { kind, children: Vec::new(), line: self.line });
        let parent = self.parent();
        self.tree.nodes[parent].children.push(id);
        id
    }

    /// Adds text to the open element.
    pub fn text(&mut self, text: &str) {
        let last = self.tree.nodes[self.parent()].children.last().copied();
        match last.map(|id| &mut self.tree.nodes[id].kind) {
            Some(Kind::Text(before)) => before.push_str(text),
            _ => {
                self.add(Kind::Text(text.to_owned()));
            }
        }
    }

    /// Opens an element without attributes.
    pub fn open(&mut self, name: &str) {
        self.open_as(name, name, Vec::new());
    }

    /// Opens an element that is closed under the name `tag`, and closes those that end where it starts.
    pub fn open_as(&mut self, tag: &str, name: &str, attributes: Vec<(String, String)>) {
        self.imply_end_tags(name);
        let id = self.add(Kind::Element { name: name.to_owned(), attributes });
        if is_void(tag) {
            return;
        }
        if self.open.len() < MAX_DEPTH {
            self.open.push(Open { id, tag: tag.to_owned() });
        } else {
            self.too_deep += 1;
        }
    }

    /// Adds an element with text only.
    pub fn element(&mut self, name: &str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// Closes the innermost element opened under the name, if there is one in the current table cell.
    pub fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let scope: &[&str] = match name {
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => &["table"],
            "table" => &[],
            _ => &["td", "th", "table"],
        };
        let position = self
            .open
            .iter()
            .rposition(|open| open.tag == name || scope.contains(&self.tree.name(open.id)));
        if let Some(position) = position
            && self.open[position].tag == name
        {
            self.open.truncate(position);
        }
    }

    /// Closes the open cell of a table.
    pub fn close_cell(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else {
            self.close_up_to(&["td", "th"], &["table"]);
        }
    }

    /// Closes the innermost element that has one of the names, and all in it, but not beyond `scope`.
    fn close_up_to(&mut self, names: &[&str], scope: &[&str]) {
        let position = self.open.iter().rposition(|open| {
            let name = self.tree.name(open.id);
            names.contains(&name) || scope.contains(&name)
        });
        if let Some(position) = position
            && names.contains(&self.tree.name(self.open[position].id))
        {
            self.open.truncate(position);
        }
    }

    fn imply_end_tags(&mut self, name: &str) {
        if self.too_deep > 0 {
            return;
        }
        if is_block(name) && self.current() == "p" {
            self.open.pop();
        }
        match name {
            "li" => self.close_up_to(&["li"], &["ul", "ol", "menu", "td", "th", "table"]),
            "dt" | "dd" => self.close_up_to(&["dt", "dd"], &["dl", "td", "th", "table"]),
            "tr" => self.close_up_to(&["tr"], &["table"]),
            "td" | "th" => self.close_up_to(&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => {
                self.close_up_to(&["thead", "tbody", "tfoot"], &["table"]);
            }
            "option" => self.close_up_to(&["option"], &["select"]),
            _ => {}
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "col"
            | "input"
            | "meta"
            | "link"
            | "wbr"
            | "area"
            | "base"
            | "embed"
            | "source"
    )
}

/// Whether an element starts a new line.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "table"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "li"
            | "pre"
            | "tr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "h7"
            | "section"
            | "article"
            | "aside"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "blockquote"
            | "details"
            | "summary"
            | "figure"
            | "hr"
            | "form"
            | "fieldset"
            | "address"
            | "body"
    )
}
