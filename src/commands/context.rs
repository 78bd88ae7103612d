//! State shared by all commands: the catalogs, standard output, and the settings, which are resolved
//! once from arguments, configuration and environment.

use std::env;
use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use errdex::catalog::{Catalog, Catalogs};
use errdex::config::When;
use errdex::files::UserFiles;
use errdex::report::Page;

use super::config_file::ConfigFile;
use super::output::{self, Output, message};
use super::user_data;
use crate::cli::{Cli, VendorArgs};

/// The width of output that is not written to a terminal, in columns.
const WIDTH: usize = 100;

/// State shared by all commands.
#[derive(Debug)]
pub struct Context {
    /// All catalogs: the built-in ones, and those of the user's files once they are loaded.
    pub catalogs: Catalogs,
    /// Where the user's files are.
    pub user_files: UserFiles,
    /// Standard output.
    pub out: Output,
    /// The configuration, with its diagnostics.
    pub config_file: ConfigFile,
    /// Whether output is coloured.
    pub color: ColorChoice,
    /// The width of the output in columns.
    pub width: usize,
    /// Whether to use the line-by-line prompt instead of the browser.
    pub plain: bool,
    /// Which of the standard streams are terminals.
    pub terminals: Terminals,
}

/// Which of the standard streams are terminals.
#[derive(Debug, Clone, Copy)]
pub struct Terminals {
    /// Whether standard input is a terminal.
    pub input: bool,
    /// Whether standard output is a terminal.
    pub output: bool,
    /// Whether `TERM` is `dumb`.
    pub is_dumb: bool,
}

impl Terminals {
    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    fn detect() -> Self {
        Self {
            input: io::stdin().is_terminal(),
            output: io::stdout().is_terminal(),
            is_dumb: env::var_os("TERM").is_some_and(|term| term == "dumb"),
        }
    }
}

impl Context {
    /// Combines arguments, configuration and environment.
    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    pub fn new(cli: &Cli, mut config_file: ConfigFile) -> Self {
        if let Some(theme) = cli.theme {
            config_file.config.theme = theme;
        }
        let terminals = Terminals::detect();
        let size = terminals.output.then(terminal_size::terminal_size).flatten();
        let color = match (cli.color, config_file.config.color) {
            _ if cli.plain => ColorChoice::Never,
            (When::Always, _) => ColorChoice::Always,
            (When::Never, _) | (_, When::Never) => ColorChoice::Never,
            (_, When::Always) if env::var_os("NO_COLOR").is_none() => ColorChoice::Always,
            // CI logs show colour; dumb terminals do not.
            _ if terminals.is_dumb && terminals.output => ColorChoice::Never,
            _ => AutoStream::choice(&io::stdout()),
        };
        Self {
            catalogs: Catalogs::builtin(),
            user_files: user_data::locate(&config_file, &cli.catalogs),
            out: output::open(color),
            config_file,
            color,
            width: size.map_or(WIDTH, |(width, _)| width.0.into()),
            plain: cli.plain,
            terminals,
        }
    }

    /// Loads the user's catalogs and notes. A faulty file is reported and skipped.
    pub fn load_user_files(&mut self) {
        let loaded = self.user_files.load(&self.catalogs);
        for error in loaded.errors() {
            message(format!("errdex: {error}; see `errdex catalog check`"));
        }
        self.catalogs = loaded.merged.catalogs;
    }

    /// Standard output as a page of text.
    pub fn page(&mut self) -> Page<'_> {
        Page::new(&mut self.out, self.width)
    }

    /// The catalog selected with `--vendor`, if any.
    pub fn vendor(&self, args: &VendorArgs) -> anyhow::Result<Option<&'static Catalog>> {
        args.vendor.as_ref().map(|word| self.find_vendor(word)).transpose()
    }

    /// The catalog with that id or alias.
    pub fn find_vendor(&self, word: &str) -> anyhow::Result<&'static Catalog> {
        let unknown = || {
            let ids: Vec<_> = self.catalogs.iter().map(|catalog| catalog.id).collect();
            format!("unknown vendor `{word}`; expected one of {}", ids.join(", "))
        };
        self.catalogs.find(word).with_context(unknown)
    }
}
