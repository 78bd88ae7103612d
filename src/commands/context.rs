//! What the commands share: settings, resolved once from arguments, configuration and environment,
//! the catalogs, and standard output.

use std::env;
use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use errdex::catalog::{Catalog, Catalogs};
use errdex::config;

use super::config_file::ConfigFile;
use super::output::{self, Output};
use crate::cli::{Cli, Color, VendorArgs};

/// Columns of text that is not written to a terminal.
const WIDTH: usize = 100;

/// How the program is to run.
#[derive(Debug)]
pub struct Settings {
    /// The configuration with what is wrong in it.
    pub config: ConfigFile,
    /// Whether output is coloured.
    pub color: ColorChoice,
    /// Columns of what is written to standard output.
    pub width: usize,
    /// Whether to answer line by line.
    pub plain: bool,
    /// Whether standard input is a terminal.
    pub is_input_terminal: bool,
    /// Whether standard output is a terminal.
    pub is_output_terminal: bool,
    /// Whether nothing can be drawn on the terminal, by its own account.
    pub is_dumb: bool,
}

impl Settings {
    /// Combines arguments, configuration and environment.
    pub fn resolve(cli: &Cli, config: ConfigFile) -> Self {
        let stdout = io::stdout();
        let is_output_terminal = stdout.is_terminal();
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let size = is_output_terminal.then(terminal_size::terminal_size).flatten();
        let color = match (cli.color, config.config.color) {
            _ if cli.plain => ColorChoice::Never,
            (Color::Always, _) => ColorChoice::Always,
            (Color::Never, _) | (_, config::Color::Never) => ColorChoice::Never,
            (_, config::Color::Always) if env::var_os("NO_COLOR").is_none() => ColorChoice::Always,
            // Logs of build servers have colour, terminals without capabilities do not.
            _ if is_dumb && is_output_terminal => ColorChoice::Never,
            _ => AutoStream::choice(&stdout),
        };
        Self {
            config,
            color,
            width: size.map_or(WIDTH, |(width, _)| width.0.into()),
            plain: cli.plain,
            is_input_terminal: io::stdin().is_terminal(),
            is_output_terminal,
            is_dumb,
        }
    }
}

/// What a command runs with.
#[derive(Debug)]
pub struct Context {
    /// How to run.
    pub settings: Settings,
    /// All catalogs.
    pub catalogs: Catalogs,
    /// Standard output.
    pub out: Output,
}

impl Context {
    /// The built-in catalogs and standard output.
    pub fn new(settings: Settings) -> Self {
        let out = output::open(settings.color);
        Self { settings, catalogs: Catalogs::builtin(), out }
    }

    /// The catalog of `--vendor`, if that was given.
    pub fn vendor(&self, args: &VendorArgs) -> anyhow::Result<Option<&'static Catalog>> {
        let Some(word) = &args.vendor else { return Ok(None) };
        let unknown = || {
            let ids: Vec<_> = self.catalogs.iter().map(|catalog| catalog.id).collect();
            format!("unknown vendor `{word}`; expected one of {}", ids.join(", "))
        };
        self.catalogs.find(word).map(Some).with_context(unknown)
    }
}
