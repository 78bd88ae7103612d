//! Formats, and their recognition by the content.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::text::string_enum;

string_enum! {
    /// A format of documentation.
    Format {
        /// Markdown, with HTML, MDX and `ReadMe` blocks in it.
        Markdown = "markdown",
        /// HTML, `DocBook`, xml2rfc and other XML.
        Html = "html",
        /// reStructuredText.
        Rst = "rst",
        /// `AsciiDoc`.
        Asciidoc = "asciidoc",
        /// Values separated by commas, tabs, semicolons or bars.
        Csv = "csv",
        /// JSON.
        Json = "json",
        /// YAML.
        Yaml = "yaml",
        /// `OpenAPI` or Swagger, in JSON or YAML.
        Openapi = "openapi",
        /// Properties, INI and TOML.
        Properties = "properties",
        /// Smithy.
        Smithy = "smithy",
        /// Source code: constants, enums and maps.
        Code = "code",
        /// Plain text: aligned columns, stanzas, a page copied from a browser.
        Text = "text",
    }
}

/// Lines of formats and how much each counts, in order of [`LINES`].
const WEIGHTS: &[(Format, usize)] = &[
    (Format::Markdown, 6),
    (Format::Markdown, 4),
    (Format::Markdown, 4),
    (Format::Markdown, 2),
    (Format::Markdown, 1000),
    (Format::Markdown, 10),
    (Format::Rst, 12),
    (Format::Rst, 6),
    (Format::Rst, 4),
    (Format::Rst, 3),
    (Format::Rst, 3),
    (Format::Asciidoc, 15),
    (Format::Asciidoc, 6),
    (Format::Asciidoc, 6),
    (Format::Asciidoc, 3),
    (Format::Asciidoc, 4),
    (Format::Code, 15),
    (Format::Code, 4),
    (Format::Code, 4),
    (Format::Code, 3),
    (Format::Code, 2),
    (Format::Code, 2),
    (Format::Smithy, 60),
    (Format::Smithy, 20),
    (Format::Html, 30),
    (Format::Html, 3),
];

static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = [
        // Markdown: headings, code fences, rows of tables, inline marks, magic blocks, MDX imports.
        r"^#{1,6} +\S|^#{1,6}[^\s#!{\[/]+ ",
        r"^\s*(```|~~~)",
        r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|.*\|\s*$",
        r"`[^`]+`[^`_]|\*\*[^*]+\*\*|\]\([^)]+\)",
        r"^\[block:[a-z-]+\]",
        r#"^import .* from ['"].*\.(jsx|mdx)['"]|^<[A-Z]\w*( [a-z].*)?>$"#,
        // reStructuredText: directives, borders, underlines, fields, roles.
        r"^\s*\.\. ([\w-]+::|_[^:]+:)",
        r"^\s*\+[-=]+(\+[-=]+)*\+\s*$|^\s*={2,}( +={2,})+\s*$",
        r#"^(={4,}|-{4,}|~{4,}|\^{4,}|"{4,}|\*{4,})\s*$"#,
        r"^\s*:[A-Za-z][\w -]*: \S",
        r"``[^`]+``|:[a-z]+:`[^`]+`",
        // AsciiDoc: tables, attributes of blocks, headings, document attributes, labels.
        r"^\|===\s*$|^!===\s*$",
        r"^\[(cols|options|%|\.|\[|source|width|id|#)[^\]]*\]+\s*$",
        r"^={1,6} \S",
        r"^:[a-zA-Z][\w-]*:( .*)?$",
        r"^[^|\s].*::\s*$|^(include|ifdef|ifndef|endif|xref|image)::",
        // Source code: packages and types, constants, members, comments.
        r#"^\s*(syntax = "proto|package [\w.]+;?\s*$|#include [<"]|#define \w|#ifndef \w|<\?php|using [\w.]+;|namespace [\w.\\]+;?\s*\{?\s*$|use [\w:\\]+(::\{.*)?;|from [\w.]+ import |import [\w.]+;?\s*$|import .* from '|module\.exports)"#,
        r"^\s*(export |public |private |pub(\(crate\))? |static |final |protected |abstract |sealed )*(enum|class|struct|interface|impl|const|var|let|func|fn|def|type|message|trait|object)\b.*[\w({;:=,]\s*$",
        r"^\s*(public |private |static |final |export |const |readonly )+[\w<>\[\]:, ]+ = .*[;,({]\s*$",
        r"^\s*[A-Z]\w*(\([^)]*\))? *(= *[-\w.\x22']+)? *[,;]\s*(//.*|/\*.*)?$",
        r"^\s*(//|/\*\*?|\*/|\* )",
        r"^\s*(return|case|default|throw|if|else|\}|\)|\};|\],?)\b?.*[;:{})]?\s*$",
        // Smithy: version, shapes.
        r"^\$version: ",
        r"^@(error|httpError|retryable|documentation)\(|^use smithy\.",
        // HTML and XML.
        r"(?i)^\s*(<!doctype|<html|<\?xml|<rfc\b|<pre class=.?metadata)",
        r"(?i)^\s*</?(table|thead|tbody|tr|td|th|div|p|dl|dt|dd|section|row|entry|ul|li|span|h[1-6])\b[^>]*>",
    ];
    RegexSet::new(patterns).expect("the patterns are valid")
});

/// The names of files.
const EXTENSIONS: &[(&str, Format)] = &[
    ("md mdx markdown mkd mdown qmd rmd bs", Format::Markdown),
    ("html htm xhtml xml xsd wsdl resx xlf xliff dita docbook dbk sgml", Format::Html),
    ("rst rest", Format::Rst),
    ("adoc asciidoc asc", Format::Asciidoc),
    ("csv tsv tab psv", Format::Csv),
    ("json jsonc json5 ndjson jsonl", Format::Json),
    ("yaml yml", Format::Yaml),
    ("properties ini strings toml conf cfg", Format::Properties),
    ("smithy", Format::Smithy),
    (
        "proto go java ts tsx js mjs cjs jsx php py rs cs c h hpp hh cc cpp kt kts swift rb scala dart ex exs erl hrl lua thrift m graphql gql sol move vb bas pas hs ml mli fs fsx clj cljs sh bash pl pm nim zig ada adb ads cob cbl sql asn asn1 idl x mjs inc groovy cr jl el",
        Format::Code,
    ),
    ("txt text log", Format::Text),
];

/// How many lines are looked at.
const MAX_LINES: usize = 4000;

/// The format of a text.
#[must_use]
pub fn detect(text: &str, name: &str) -> Format {
    let by_name = by_name(name);
    let start = text.trim_start();
    if start.starts_with(['{', '[']) && by_name != Some(Format::Code) && super::data::is_json(start)
    {
        return if super::openapi::is_json(start) { Format::Openapi } else { Format::Json };
    }
    if let Some(format @ (Format::Code | Format::Smithy | Format::Rst | Format::Asciidoc)) = by_name
    {
        return format;
    }
    if super::openapi::is_yaml(text) {
        return Format::Openapi;
    }
    let is_delimited = || {
        let is_text = by_name == Some(Format::Text);
        is_text && !super::markdown::has_table(text) && super::csv::is_delimited(text, 3)
    };
    if by_name == Some(Format::Csv) || is_delimited() {
        return Format::Csv;
    }
    let can_be_properties = matches!(by_name, None | Some(Format::Properties | Format::Text));
    if can_be_properties && super::data::is_properties(text) {
        return Format::Properties;
    }
    if by_name != Some(Format::Markdown) && super::data::is_yaml(text) {
        return Format::Yaml;
    }
    if by_name.is_none() && super::text::is_outline(text) {
        return Format::Text;
    }
    match by_lines(text, by_name) {
        Format::Text if super::csv::is_delimited(text, 2) => Format::Csv,
        format => format,
    }
}

fn by_name(name: &str) -> Option<Format> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let found = EXTENSIONS
        .iter()
        .find(|(extensions, _)| extensions.split(' ').any(|known| known == extension));
    found.map(|&(_, format)| format)
}

fn by_lines(text: &str, by_name: Option<Format>) -> Format {
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    // Where several lines in a row start with `#`, these are comments.
    let comments =
        lines.windows(2).filter(|pair| pair.iter().all(|line| line.starts_with('#'))).count();
    let has_headings = comments < 3;
    let mut scores = [0usize; Format::ALL.len()];
    for line in lines.iter().filter(|line| has_headings || !line.starts_with('#')) {
        for index in LINES.matches(line) {
            let (format, weight) = WEIGHTS[index];
            scores[format as usize] += weight;
        }
    }
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    // Unless the lines clearly have another format, the name decides.
    if let Some(format) = by_name
        && format != Format::Text
    {
        scores[format as usize] += filled * 2 + 10;
    }
    // Lines of code also occur in text.
    if by_name != Some(Format::Code) && scores[Format::Code as usize] < filled {
        scores[Format::Code as usize] = 0;
    }
    // Markdown has HTML in it, not the other way round.
    if scores[Format::Markdown as usize] > 0 && by_name != Some(Format::Html) && !is_html(text) {
        scores[Format::Markdown as usize] += std::mem::take(&mut scores[Format::Html as usize]);
    }
    let best = Format::ALL.iter().copied().max_by_key(|&format| scores[format as usize]);
    best.filter(|&format| scores[format as usize] * 20 > filled).unwrap_or(Format::Text)
}

/// Whether a text starts as a document of HTML or XML.
fn is_html(text: &str) -> bool {
    let start = text.trim_start().get(..9).unwrap_or_default().to_ascii_lowercase();
    start.starts_with("<!doctype")
        || start.starts_with("<html")
        || start.starts_with("<?xml")
        || start.starts_with("<rfc")
}
