//! Search syntax: the filters and operators, in one table for every place that documents them: the
//! command line's help, the manual page, docs/command-line.md and the browser's help.

use std::io::{self, Write};

/// A filter or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxRow {
    /// An example.
    pub example: &'static str,
    /// What it matches, as a sentence.
    pub help: &'static str,
}

/// Every filter and operator.
pub const SYNTAX: &[SyntaxRow] = &[
    SyntaxRow { example: "vendor:pd", help: "A vendor, by its id, alias or name." },
    SyntaxRow {
        example: "http:409",
        help: "An HTTP status such as 409; http:4xx or 4xx for a class.",
    },
    SyntaxRow { example: "method:post", help: "An HTTP method of an endpoint." },
    SyntaxRow { example: "path:users", help: "Part of an endpoint path." },
    SyntaxRow { example: "section:billing", help: "A section, by its id or part of its title." },
    SyntaxRow { example: "kind:alert", help: "Kind of code: error, success or alert." },
    SyntaxRow {
        example: "retry:no",
        help: "Retry advice: no, fix, soon, later, wait, yes or unknown.",
    },
    SyntaxRow { example: "vendor:pd|sap", help: "Either value of a filter." },
    SyntaxRow { example: "licence | quota", help: "Either word." },
    SyntaxRow { example: "!expired", help: "Not that word; filters too: !vendor:sap." },
    SyntaxRow { example: "'expire", help: "Exact text: no typos, no synonyms." },
    SyntaxRow { example: "^license", help: "A text that starts with this." },
    SyntaxRow { example: "exceeded$", help: "A text that ends with this." },
];

/// What applies to all of them.
pub const INTRODUCTION: &str = "Filters and operators mix with words in any order. The values of \
                                vendor, kind, method and retry can be abbreviated.";

/// The table as plain text, for the help of the command line.
#[must_use]
pub fn text() -> String {
    let line = |row: &SyntaxRow| format!("  {:17} {}\n", row.example, row.help);
    SYNTAX.iter().map(line).collect()
}

/// Writes the table as Markdown, for the documentation.
///
/// # Errors
/// Fails if writing fails.
pub fn markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| typed | asks for |\n|---|---|")?;
    for row in SYNTAX {
        // A bar would end the cell.
        let example = row.example.replace('|', "\\|");
        writeln!(out, "| `{example}` | {} |", row.help)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalogs;
    use crate::search::{Index, Query};

    #[test]
    fn every_example_finds_something() {
        let index = Index::new(&Catalogs::builtin());
        let all = index.search(&Query::default()).matches.len();
        for row in super::SYNTAX {
            let found = index.search(&Query::new(row.example));
            assert!((1..all).contains(&found.matches.len()), "{}", row.example);
            assert_eq!(found.notices, [""; 0], "{}", row.example);
            // Each fits one line of the help.
            assert!(row.example.len() <= 17 && row.help.len() <= 60, "{}", row.example);
        }
    }
}
