//! The configuration: where it is, what it sets; and `errdex config`.

use std::env;
use std::fs::{self, File};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use errdex::config::{Config, Remark, SAMPLE};
use errdex::{files, text};
use etcetera::{BaseStrategy, choose_base_strategy};

use super::{Exit, STDOUT, tell};
use crate::cli::Task;

/// The configuration with the place that it comes from.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The file; none where the platform has no place for it.
    path: Option<PathBuf>,
    /// Whether there is one.
    found: bool,
    pub(crate) config: Config,
    remarks: Vec<Remark>,
}

impl Loaded {
    /// Reads the file that was asked for, else the one of the environment, else the usual one. That
    /// one may be missing, and where it can't be read the defaults hold.
    pub(crate) fn new(asked: Option<&Path>) -> anyhow::Result<Self> {
        let named = named(asked);
        let may_miss = named.is_none();
        let path = named.or_else(|| usual().ok());
        let read = match &path {
            None => Ok(None),
            Some(path) => match read(path) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if may_miss && is_missing(&error) => Ok(None),
                Err(error) => {
                    Err(error).with_context(|| format!("cannot read `{}`", path.display()))
                }
            },
        };
        let (text, unread) = match read {
            Ok(text) => (text, None),
            Err(error) if may_miss => (None, Some(files::told(error.as_ref()))),
            Err(error) => return Err(error),
        };
        let found = text.is_some();
        let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
        let (mut config, mut remarks) = Config::read(&text);
        remarks.extend(unread.map(|text| Remark { line: None, fault: true, text }));
        let get = |name: &str| {
            let value = env::var_os(name).filter(|value| !value.is_empty())?;
            Some(value.to_string_lossy().into_owned())
        };
        remarks.extend(config.take_environment(get));
        Ok(Self { path, found, config, remarks })
    }

    /// What to say of it in one line, when there is something wrong.
    pub(crate) fn notice(&self) -> Option<String> {
        let count = |count, word| match count {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        let faults = self.remarks.iter().filter(|remark| remark.fault).count();
        match (faults, self.remarks.len() - faults) {
            (0, 0) => None,
            (0, warnings) => Some(count(warnings, "warning")),
            (faults, _) => Some(count(faults, "fault")),
        }
        .map(|found| format!("the configuration has {found}: `errdex config check`"))
    }
}

/// Bytes that a configuration has at most; the sample has some four thousand.
const LIMIT: u64 = 1 << 20;

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(io::Error::other(
            "it has more than 1 MiB, which no configuration needs; name another file",
        ));
    }
    Ok(bytes)
}

/// Whether there is no file of that name, be it that a folder of its path is none.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The file that was asked for, else the one of the environment.
fn named(asked: Option<&Path>) -> Option<PathBuf> {
    let variable = || env::var_os("ERRDEX_CONFIG").filter(|name| !name.is_empty());
    asked.map(Path::to_owned).or_else(|| variable().map(PathBuf::from))
}

/// The file in the platform's usual place.
fn usual() -> anyhow::Result<PathBuf> {
    let base = choose_base_strategy();
    let base = base.context(
        "no home folder is known, so there is no place for a configuration; name one with --config",
    )?;
    Ok(base.config_dir().join("errdex").join("config.toml"))
}

pub(super) fn run(task: Task, asked: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<Exit> {
    match task {
        Task::Path => {
            let path = named(asked).map_or_else(usual, Ok)?;
            writeln!(out, "{}", text::printable(&path.to_string_lossy())).context(STDOUT)?;
            Ok(Exit::Found)
        }
        Task::Init => {
            let path = named(asked).map_or_else(usual, Ok)?;
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
            }
            files::create(&path, SAMPLE).map_err(|error| match error {
                files::Error::Exists(_) => anyhow!(
                    "{error} and is left as it is; remove it first, or name another with --config"
                ),
                error @ files::Error::Write { .. } => error.into(),
            })?;
            tell(format!("wrote {}; every line of it shows a default", path.display()));
            Ok(Exit::Found)
        }
        Task::Check => check(&Loaded::new(asked)?, out).context(STDOUT),
    }
}

fn check(loaded: &Loaded, out: &mut dyn Write) -> io::Result<Exit> {
    let path = loaded.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    for remark in &loaded.remarks {
        let place = if remark.line.is_some() { format!("{path}:") } else { String::new() };
        writeln!(out, "{}", text::printable(&format!("{place}{remark}")))?;
    }
    if loaded.remarks.is_empty() {
        let state = if loaded.found {
            "nothing is wrong"
        } else {
            "there is no such file, so the defaults hold"
        };
        writeln!(out, "{}", text::printable(&format!("{path}: {state}")))?;
    }
    let faults = loaded.remarks.iter().any(|remark| remark.fault);
    Ok(if faults { Exit::Error } else { Exit::Found })
}
