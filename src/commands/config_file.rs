//! The configuration file: where it is, and what it sets.

use std::env;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context;
use errdex::config::{Config, Diagnostic, Severity};
use errdex::error;
use etcetera::{BaseStrategy, choose_base_strategy};

/// Bytes that a configuration has at most; the sample has some four thousand.
const MAX_BYTES: u64 = 1 << 20;

/// A configuration with the file that it comes from.
#[derive(Debug, Default)]
pub struct ConfigFile {
    /// The file; none where the platform has no place for it.
    pub path: Option<PathBuf>,
    /// Whether the file exists.
    pub exists: bool,
    /// What it sets, together with the environment.
    pub config: Config,
    /// What is wrong in either.
    pub diagnostics: Vec<Diagnostic>,
}

impl ConfigFile {
    /// Reads the file that was asked for, else the one of the environment, else the default one.
    /// The default one may be missing, and where it cannot be read the defaults apply.
    pub fn load(asked: Option<&Path>) -> anyhow::Result<Self> {
        let named = named(asked);
        let is_default = named.is_none();
        let path = named.or_else(|| default_path().ok());
        let read = path.as_deref().map_or(Ok(None), |path| match read(path) {
            Err(error) if is_default && is_missing(&error) => Ok(None),
            read => read.map(Some).with_context(|| format!("cannot read `{}`", path.display())),
        });
        let (bytes, unread) = match read {
            Ok(bytes) => (bytes, None),
            Err(error) if is_default => {
                let message = error::describe(error.as_ref());
                (None, Some(Diagnostic::new(None, Severity::Error, &message)))
            }
            Err(error) => return Err(error),
        };
        let exists = bytes.is_some();
        let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
        let (mut config, mut diagnostics) = Config::read(&text);
        diagnostics.extend(unread);
        diagnostics.extend(config.apply_environment(variable));
        Ok(Self { path, exists, config, diagnostics })
    }

    /// What is wrong, in one line.
    pub fn notice(&self) -> Option<String> {
        let errors = self.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
        let (count, word) = match (errors, self.diagnostics.len()) {
            (0, 0) => return None,
            (0, warnings) => (warnings, "warning"),
            (errors, _) => (errors, "error"),
        };
        let plural = if count == 1 { "" } else { "s" };
        Some(format!("{count} {word}{plural} in the configuration; see `errdex config check`"))
    }
}

/// The path of the file, whether it exists or not.
pub fn path(asked: Option<&Path>) -> anyhow::Result<PathBuf> {
    named(asked).map_or_else(default_path, Ok)
}

/// The file that was asked for, else the one of the environment.
fn named(asked: Option<&Path>) -> Option<PathBuf> {
    let variable = || env::var_os("ERRDEX_CONFIG").filter(|name| !name.is_empty());
    asked.map(Path::to_owned).or_else(|| variable().map(PathBuf::from))
}

/// The file in the platform's place for configurations.
fn default_path() -> anyhow::Result<PathBuf> {
    let base = choose_base_strategy()
        .context("no home directory, so no place for a configuration; name a file with --config")?;
    Ok(base.config_dir().join("errdex").join("config.toml"))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("larger than 1 MiB, not a configuration"));
    }
    Ok(bytes)
}

/// Whether there is no such file, or no such directory on the way to it.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}
