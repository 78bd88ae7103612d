//! The configuration file: its location and its settings.

use std::env;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error};
use errdex::config::{Config, Diagnostic, Severity};
use errdex::error;
use etcetera::{BaseStrategy, choose_base_strategy};

use super::input;

/// Size limit in bytes; the sample has about four thousand.
const MAX_BYTES: u64 = 1 << 20;

/// A configuration and the file it was read from.
#[derive(Debug, Default)]
pub struct ConfigFile {
    /// The path of the file; `None` if there is no home directory.
    pub path: Option<PathBuf>,
    /// Whether the file exists.
    pub exists: bool,
    /// The settings from the file and the environment.
    pub config: Config,
    /// The errors and warnings of both.
    pub diagnostics: Vec<Diagnostic>,
}

impl ConfigFile {
    /// Reads the file from `--config`, else from `ERRDEX_CONFIG`, else the default. If the
    /// default file is missing or cannot be read, the default settings apply.
    pub fn load(explicit_path: Option<&Path>) -> anyhow::Result<Self> {
        let named = named(explicit_path);
        let is_default = named.is_none();
        let path = named.or_else(|| default_path().ok());
        let (mut text, mut unread) = (None, None);
        if let Some(path) = &path {
            match read(path) {
                Ok(read) => text = Some(read),
                Err(error) if is_default && is_missing(&error) => {}
                Err(error) => {
                    let context = format!("cannot read `{}`", path.display());
                    let error = Error::new(error).context(context);
                    if !is_default {
                        return Err(error);
                    }
                    let message = error::describe(error.as_ref());
                    unread = Some(Diagnostic::new(None, Severity::Error, &message));
                }
            }
        }
        let (mut config, mut diagnostics) = Config::read(text.as_deref().unwrap_or_default());
        diagnostics.extend(unread);
        diagnostics.extend(config.apply_environment(variable));
        Ok(Self { path, exists: text.is_some(), config, diagnostics })
    }

    /// Whether a setting is invalid, not just unknown.
    pub fn has_errors(&self) -> bool {
        self.count_errors() > 0
    }

    fn count_errors(&self) -> usize {
        self.diagnostics.iter().filter(|it| it.severity == Severity::Error).count()
    }

    /// A path of the file: from the home directory, or relative to the directory of the file.
    pub fn resolve(&self, path: &str) -> PathBuf {
        let home = || choose_base_strategy().ok();
        match path.strip_prefix('~').map(|rest| rest.trim_start_matches('/')) {
            Some(rest) if path == "~" || path.starts_with("~/") => {
                home().map_or_else(|| path.into(), |home| home.home_dir().join(rest))
            }
            _ => {
                let directory = self.path.as_deref().and_then(Path::parent);
                directory.unwrap_or(Path::new("")).join(path)
            }
        }
    }

    /// A one-line summary of the diagnostics.
    pub fn notice(&self) -> Option<String> {
        let errors = self.count_errors();
        let (count, word) = match (errors, self.diagnostics.len()) {
            (0, 0) => return None,
            (0, warnings) => (warnings, "warning"),
            (errors, _) => (errors, "error"),
        };
        let plural = if count == 1 { "" } else { "s" };
        Some(format!("{count} {word}{plural} in the configuration; see `errdex config check`"))
    }
}

/// The path of the file, which need not exist.
pub fn path(explicit_path: Option<&Path>) -> anyhow::Result<PathBuf> {
    named(explicit_path).map_or_else(default_path, Ok)
}

/// The file from `--config`, else from `ERRDEX_CONFIG`.
fn named(explicit_path: Option<&Path>) -> Option<PathBuf> {
    let variable = || env::var_os("ERRDEX_CONFIG").filter(|name| !name.is_empty());
    explicit_path.map(Path::to_owned).or_else(|| variable().map(PathBuf::from))
}

/// The file in the platform's configuration directory.
fn default_path() -> anyhow::Result<PathBuf> {
    let base = choose_base_strategy().context(
        "no home directory, so no place for a configuration file; name one with --config",
    )?;
    Ok(base.config_dir().join("errdex").join("config.toml"))
}

fn read(path: &Path) -> io::Result<String> {
    let bytes = input::read(File::open(path)?, MAX_BYTES, too_large)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn too_large() -> io::Error {
    io::Error::other("larger than 1 MiB, not a configuration file")
}

/// Whether the file or one of its parent directories does not exist.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}
