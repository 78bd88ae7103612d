//! A document as the readers of all formats deliver it.

/// A document: its title, and its blocks in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The title, such as that of an HTML page.
    pub title: Option<String>,
    /// The blocks in the order of the document.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of a level from 1.
    Heading {
        /// The level.
        level: u8,
        /// The text.
        text: Cell,
    },
    /// A table, or what is one in another notation.
    Table(Table),
    /// A list, an item each.
    List(Vec<Cell>),
    /// A paragraph.
    Paragraph(Cell),
    /// An example: a code block, or an example of a description of an API.
    Example {
        /// The language, if it is named.
        language: Option<String>,
        /// The text as it is.
        text: String,
    },
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The caption, or the name of the enum, the key or the file that the rows are from.
    pub caption: Option<String>,
    /// What the source has above it, such as the comment of an enum.
    pub note: Option<String>,
    /// The headings of the columns; empty if the table has none.
    pub header: Vec<Cell>,
    /// The rows. Cells that span rows or columns are repeated; short rows are filled up.
    pub rows: Vec<Vec<Cell>>,
    /// What the table was in the document.
    pub kind: TableKind,
    /// The line of the source, from 1, for the report.
    pub line: usize,
}

/// What a table was in the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TableKind {
    /// A table.
    #[default]
    Grid,
    /// A definition list: term and definition.
    Definitions,
    /// A heading for each row: heading and what follows it.
    Headings,
    /// Items of a list, each with a term: `` `code`: text ``.
    Items,
    /// Objects of a data format; the header has their keys.
    Objects,
    /// Constants of source code: name, value, comment.
    Constants,
    /// The responses of an API description: status, description, operation.
    Responses,
    /// Columns of plain text.
    Columns,
    /// Responses among the examples, or a list in a comment, which are used only if no other table of the
    /// document lists errors.
    Secondary,
}

/// A cell or another run of text, without markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text. Lines and list items end with `\n`.
    pub text: String,
    /// The parts that are marked as code, in order.
    pub code: Vec<String>,
    /// The targets of links, in order.
    pub links: Vec<String>,
    /// The anchor of the cell or heading.
    pub anchor: Option<String>,
}
