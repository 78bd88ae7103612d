//! What each subcommand does: one file each, which gets its writer and knows no terminal.

mod browse;
mod config;
mod date;
mod decode;
mod export;
mod input;
mod keys;
mod list;
mod lookup;
mod plain;
mod search;

use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use errdex::catalog::{Catalog, Catalogs};
use errdex::report::Page;
use errdex::{config as settings, files, text};

use self::config::Loaded;
use crate::cli::{self, Cli, Color, Command};

/// Columns of text that is not written to a terminal.
const WIDTH: usize = 100;

pub(crate) const STDOUT: &str = "cannot write to standard output";

/// How the program ends; the numbers are a contract, listed in `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Found = 0,
    Nothing = 1,
    Error = 2,
    Ambiguous = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    fn found(any: bool) -> Self {
        if any { Self::Found } else { Self::Nothing }
    }
}

/// Runs what was typed.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Exit> {
    let catalogs = Catalogs::builtin();
    let asked = cli.config.as_deref();
    let loaded = match cli.command {
        // It must work where there is none, or a wrong one.
        Some(Command::Config { .. }) => Loaded::default(),
        _ => Loaded::new(asked)?,
    };
    let color = if cli.plain { ColorChoice::Never } else { color(cli.color, loaded.config.color) };
    let mut out = BufWriter::new(AutoStream::new(io::stdout(), color));
    let exit = match cli.command {
        None => {
            let coloured = color != ColorChoice::Never;
            browse::run(catalogs, cli.words, cli.plain, coloured, loaded, &mut out)?
        }
        Some(Command::Config { task }) => config::run(task, asked, &mut out)?,
        Some(Command::Keys { json }) => keys::run(&loaded.config.keymap, &json, &mut out)?,
        Some(Command::Search(args)) => search::run(&catalogs, &args, &mut out)?,
        Some(Command::Lookup(args)) => lookup::run(&catalogs, &args, &mut out)?,
        Some(Command::Decode(args)) => decode::run(&catalogs, &args, &mut out)?,
        Some(Command::List(args)) => list::run(&catalogs, &args, &mut out)?,
        Some(Command::Export(args)) => export::run(&catalogs, &args, &mut out)?,
        Some(Command::Completions { shell }) => {
            cli::completions(shell, &mut out).context(STDOUT)?;
            Exit::Found
        }
        Some(Command::Man) => {
            cli::man(&mut out).context(STDOUT)?;
            Exit::Found
        }
    };
    out.flush().context(STDOUT)?;
    Ok(exit)
}

/// When to colour: what was asked for, else what the configuration says, else as the terminal and
/// the environment have it.
fn color(asked: Color, set: settings::Color) -> ColorChoice {
    match (asked, set, AutoStream::choice(&io::stdout())) {
        (Color::Always, ..) => ColorChoice::Always,
        (Color::Never, ..) | (_, settings::Color::Never, _) => ColorChoice::Never,
        (_, settings::Color::Always, _) if env::var_os("NO_COLOR").is_none() => ColorChoice::Always,
        // A build server takes colour to its log, but not to a terminal that has none.
        _ if is_dumb() && io::stdout().is_terminal() => ColorChoice::Never,
        (.., choice) => choice,
    }
}

/// Whether the terminal says of itself that nothing can be drawn on it.
fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// How the program ends after an error. A reader that has seen enough is none.
pub(crate) fn fault(error: &anyhow::Error) -> Exit {
    let closed = |cause: &(dyn std::error::Error + 'static)| {
        let io: Option<&io::Error> = cause.downcast_ref();
        io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(closed) {
        return Exit::Found;
    }
    tell(format!("errdex: {}", files::told(error.as_ref())));
    Exit::Error
}

/// Says something to the person at the terminal.
pub(crate) fn tell(message: impl Display) {
    for line in message.to_string().lines() {
        // There is nobody to tell when standard error is closed.
        let _ = writeln!(io::stderr(), "{}", text::printable(line));
    }
}

fn page(out: &mut dyn Write) -> Page<'_> {
    Page::new(out, width())
}

/// Columns of what is written to standard output.
fn width() -> usize {
    let size = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    size.map_or(WIDTH, |(width, _)| width.0.into())
}

/// The catalog that a word names, or none where there is no word.
fn vendor(catalogs: &Catalogs, vendor: &cli::Vendor) -> anyhow::Result<Option<&'static Catalog>> {
    let Some(word) = &vendor.word else { return Ok(None) };
    let unknown = || {
        let ids: Vec<_> = catalogs.iter().map(|catalog| catalog.id).collect();
        format!("no vendor is called `{word}`, expected one of {}", ids.join(", "))
    };
    catalogs.find(word).map(Some).with_context(unknown)
}
