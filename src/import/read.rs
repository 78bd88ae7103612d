//! Readers of all formats: bytes in, a [`Document`] out.

mod asciidoc;
mod code;
mod csv;
mod data;
mod encoding;
pub mod format;
mod headings;
mod items;
mod lines;
mod markdown;
mod markup;
mod openapi;
mod rich;
mod rst;
mod smithy;
mod text;

use regex::Regex;

pub use format::Format;

use super::document::Document;

/// Sources larger than this are rejected.
pub const MAX_SIZE: usize = 64 << 20;

/// Why a source cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The source is too large.
    #[error("the file has {size} bytes, and at most {MAX_SIZE} are read")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
    /// The source is not text.
    #[error("the file is not text: byte {offset} is NUL")]
    Binary {
        /// The offset of the first byte that is not text.
        offset: usize,
    },
    /// The source has errors.
    #[error("invalid {format}: {message}")]
    Invalid {
        /// The format.
        format: Format,
        /// What is wrong, and where.
        message: String,
    },
}

/// A line with its number, without the indentation of its block.
type Line<'t> = (usize, &'t str);

/// The lines of a text, without spaces at their ends.
fn numbered_lines(text: &str) -> Vec<Line<'_>> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end())).collect()
}

/// A constant pattern. An invalid one is a mistake in the program.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

/// Reads a document of any format.
///
/// The format is recognised by the content; `name`, the name of the file, decides only where the
/// content fits several.
///
/// # Errors
///
/// If the source is not text, or does not have the format that is asked for.
pub fn read(bytes: &[u8], format: Option<Format>, name: &str) -> Result<Document, ReadError> {
    if bytes.len() > MAX_SIZE {
        return Err(ReadError::TooLarge { size: bytes.len() });
    }
    let text = encoding::decode(bytes)?;
    let format = format.unwrap_or_else(|| format::detect(&text, name));
    let mut document = match format {
        Format::Markdown => markdown::read(&text),
        Format::Html => markup::read_html(&text),
        Format::Rst => rst::read(&text),
        Format::Asciidoc => asciidoc::read(&text),
        Format::Csv => csv::read(&text),
        Format::Json => data::read_json(&text)?,
        Format::Yaml => data::read_yaml(&text)?,
        Format::Openapi => openapi::read(&text)?,
        Format::Properties => data::read_properties(&text),
        Format::Smithy => smithy::read(&text),
        Format::Code => code::read(&text),
        Format::Text => text::read(&text),
    };
    headings::add_tables(&mut document);
    data::add_examples(&mut document);
    Ok(document)
}
