//! Search syntax: the filters and operators, in one table for every place that documents them: the
//! command line's help, the manual page, the README and the browser's help.

use std::io::{self, Write};

/// A filter or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// An example.
    pub example: &'static str,
    /// What it asks for, as a sentence.
    pub help: &'static str,
}

/// Every filter and operator.
pub const SYNTAX: &[Form] = &[
    Form { example: "vendor:pd", help: "A vendor, by its id, alias or name." },
    Form { example: "http:409", help: "An HTTP status; http:4xx or 4xx for all of a class." },
    Form { example: "method:post", help: "An HTTP method of an endpoint." },
    Form { example: "path:users", help: "Part of an endpoint path." },
    Form { example: "section:billing", help: "A section, by its id or part of its title." },
    Form { example: "kind:alert", help: "Kind of code: error, success or alert." },
    Form { example: "retry:no", help: "Retry advice: no, fix, soon, later, wait, yes or unknown." },
    Form { example: "vendor:pd|sap", help: "Either value of a filter." },
    Form { example: "licence | quota", help: "Either word." },
    Form { example: "!expired", help: "Not that word; filters too: !vendor:sap." },
    Form { example: "'expire", help: "Exact text: no typos, no synonyms." },
    Form { example: "^license", help: "A text that starts with this." },
    Form { example: "exceeded$", help: "A text that ends with this." },
];

/// What applies to all of them.
pub const INTRODUCTION: &str = "Filters and operators mix with words in any order. The values of \
                                vendor, kind, method and retry can be abbreviated.";

/// The table as plain text, for the help of the command line.
#[must_use]
pub fn text() -> String {
    let row = |form: &Form| format!("  {:17} {}\n", form.example, form.help);
    SYNTAX.iter().map(row).collect()
}

/// Writes the table as Markdown, for the documentation.
///
/// # Errors
/// The writer's.
pub fn markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| typed | asks for |\n|---|---|")?;
    for form in SYNTAX {
        // A bar would end the cell.
        let example = form.example.replace('|', "\\|");
        writeln!(out, "| `{example}` | {} |", form.help)?;
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
        for form in super::SYNTAX {
            let found = index.search(&Query::new(form.example));
            assert!((1..all).contains(&found.matches.len()), "{}", form.example);
            assert_eq!(found.notices, [""; 0], "{}", form.example);
            // Each fits one line of the help.
            assert!(form.example.len() <= 17 && form.help.len() <= 60, "{}", form.example);
        }
    }
}
