//! The manual pages: one for errdex and one for each of its commands.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use errdex::search::syntax::{self, SYNTAX};
use errdex::tui::keymap::{BINDINGS, Scope};

use super::{Cli, ENVIRONMENT, EXAMPLES, EXIT_CODES};

const FILES: &str = include_str!("../../assets/help/files.txt");

/// The screens whose keys are listed, as far as their hints show them.
const SCREENS: [Scope; 5] = [Scope::List, Scope::Entry, Scope::Paste, Scope::Share, Scope::Global];

/// A manual page.
pub struct Page {
    /// The names of the command and those that contain it; empty for errdex as a whole.
    path: Vec<String>,
    command: Command,
}

/// Every page, each command before its own commands.
pub fn pages() -> Vec<Page> {
    let mut cli = Cli::command();
    // Completes names and usages, and copies the global options.
    cli.build();
    let mut pages = Vec::new();
    collect(&mut pages, &[], &cli);
    pages
}

fn collect(pages: &mut Vec<Page>, path: &[String], command: &Command) {
    pages.push(Page { path: path.to_vec(), command: command.clone() });
    for subcommand in subcommands(command) {
        collect(pages, &[path, &[subcommand.get_name().to_owned()]].concat(), subcommand);
    }
}

/// The commands of a command, without the one that clap adds.
fn subcommands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|it| it.get_name() != "help")
}

impl Page {
    /// The names of the command and those that contain it; empty for errdex as a whole.
    pub fn path(&self) -> &[String] {
        &self.path
    }

    /// The name of the page, such as `errdex-search`.
    pub fn name(&self) -> String {
        [&["errdex".to_owned()], self.path()].concat().join("-")
    }

    /// Writes the page in the notation of `man`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let version = concat!("errdex ", env!("CARGO_PKG_VERSION"));
        let page = Man::new(self.command.clone()).title(self.name()).source(version);
        page.render_title(out)?;
        page.render_name_section(out)?;
        self.synopsis().to_writer(out)?;
        page.render_description_section(out)?;
        page.render_options_section(out)?;
        let mut rest = Roff::new();
        self.commands(&mut rest);
        match self.path.join(" ").as_str() {
            "" => {
                keys(&mut rest);
                rows(&mut rest, "FILES", FILES);
                rows(&mut rest, "ENVIRONMENT", ENVIRONMENT);
            }
            "search" => filters(&mut rest),
            _ => {}
        }
        rows(&mut rest, "EXIT STATUS", EXIT_CODES);
        self.examples(&mut rest);
        if !self.path.is_empty() {
            rest.control("SH", ["SEE ALSO"]).text([bold("errdex"), roman("(1)")]);
        }
        rest.to_writer(out)
    }

    fn synopsis(&self) -> Roff {
        let usage = self.command.clone().render_usage().to_string();
        let mut section = Roff::new();
        section.control("SH", ["SYNOPSIS"]).control("nf", []);
        for line in usage.trim_start_matches("Usage:").lines() {
            section.text([roman(line.trim())]);
        }
        section.control("fi", []);
        section
    }

    fn commands(&self, section: &mut Roff) {
        let commands: Vec<_> = subcommands(&self.command).collect();
        if commands.is_empty() {
            return;
        }
        section.control("SH", ["COMMANDS"]);
        for command in commands {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let name = format!("{}-{}", self.name(), command.get_name());
            section.control("TP", []).text([bold(name), roman("(1)")]).text([roman(about)]);
        }
    }

    /// The examples that run the command.
    fn examples(&self, section: &mut Roff) {
        let runs = |example: &str| example.contains(&self.name().replace('-', " "));
        let examples: Vec<_> = columns(EXAMPLES).filter(|(example, _)| runs(example)).collect();
        if !examples.is_empty() {
            definitions(section.control("SH", ["EXAMPLES"]), examples);
        }
    }
}

fn keys(section: &mut Roff) {
    section.control("SH", ["KEYS"]);
    section.text([roman("The most important ones; "), bold("errdex keys"), roman(" prints all.")]);
    for scope in SCREENS {
        section.control("SS", [scope.title()]);
        let shown = BINDINGS.iter().filter(|it| it.scope == scope && !it.label.is_empty());
        let keys = |keys: &[_]| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        definitions(section, shown.map(|binding| (keys(&binding.keys), binding.help)));
    }
}

fn filters(section: &mut Roff) {
    section.control("SH", ["FILTERS AND OPERATORS"]);
    definitions(section, SYNTAX.iter().map(|row| (row.example, row.help)));
    section.control("PP", []).text([roman(syntax::INTRODUCTION)]);
}

/// A section with the rows of a help text.
fn rows(section: &mut Roff, title: &str, text: &str) {
    definitions(section.control("SH", [title]), columns(text));
}

fn definitions<T: Into<String>, D: Into<String>>(
    section: &mut Roff,
    rows: impl IntoIterator<Item = (T, D)>,
) {
    for (term, description) in rows {
        section.control("TP", []).text([bold(term)]).text([roman(description)]);
    }
}

/// The rows of a help text below its heading: a term, two or more spaces, a description that
/// further lines continue.
fn columns(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("  ")) {
        let is_continued = line.starts_with("     ");
        let line = line.trim();
        match rows.last_mut() {
            Some((_, description)) if is_continued => {
                let space = if description.is_empty() { "" } else { " " };
                description.push_str(space);
                description.push_str(line);
            }
            _ => {
                let (term, description) = line.split_once("  ").unwrap_or((line, ""));
                rows.push((term.to_owned(), description.trim().to_owned()));
            }
        }
    }
    rows.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_texts_have_two_columns() {
        let text =
            "Title:\n  a b    one\n  -c  two\n         three\n  long\n         four\nA note.";
        let rows: Vec<_> = columns(text).collect();
        let rows: Vec<_> = rows.iter().map(|(term, text)| (term.as_str(), text.as_str())).collect();
        assert_eq!(rows, [("a b", "one"), ("-c", "two three"), ("long", "four")]);
        for text in [EXAMPLES, ENVIRONMENT, EXIT_CODES, FILES] {
            assert!(columns(text).all(|(_, description)| !description.is_empty()), "{text}");
        }
    }
}
