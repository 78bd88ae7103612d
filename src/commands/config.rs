//! `errdex config`: the path of the configuration, a sample, a check.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use errdex::config::{SAMPLE, Severity};
use errdex::{files, text};

use super::config_file::{self, ConfigFile};
use super::context::Context;
use super::output::message;
use crate::cli::ConfigTask;
use crate::exit::Exit;

pub fn run(
    task: ConfigTask,
    explicit_path: Option<&Path>,
    context: &mut Context,
) -> anyhow::Result<Exit> {
    Ok(match task {
        ConfigTask::Path => {
            let path = config_file::path(explicit_path)?;
            writeln!(context.out, "{}", text::printable(&path.to_string_lossy()))?;
            Exit::Found
        }
        ConfigTask::Init => init(&config_file::path(explicit_path)?)?,
        ConfigTask::Check => check(&ConfigFile::load(explicit_path)?, &mut context.out)?,
    })
}

fn init(path: &Path) -> anyhow::Result<Exit> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)
            .with_context(|| format!("cannot create `{}`", directory.display()))?;
    }
    match files::create(path, SAMPLE) {
        Err(error @ files::Error::Exists(_)) => {
            bail!("{error} (not overwritten); delete it or use --config")
        }
        written => written?,
    }
    message(format!("wrote {} (all defaults, commented out)", path.display()));
    Ok(Exit::Found)
}

fn check(file: &ConfigFile, out: &mut dyn Write) -> io::Result<Exit> {
    let path = file.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
    for diagnostic in &file.diagnostics {
        let prefix = if diagnostic.line.is_some() { format!("{path}:") } else { String::new() };
        writeln!(out, "{}", text::printable(&format!("{prefix}{diagnostic}")))?;
    }
    if file.diagnostics.is_empty() {
        let state = if file.exists { "OK" } else { "no such file, the defaults apply" };
        writeln!(out, "{}", text::printable(&format!("{path}: {state}")))?;
    }
    let has_errors = file.diagnostics.iter().any(|it| it.severity == Severity::Error);
    Ok(if has_errors { Exit::Error } else { Exit::Found })
}
