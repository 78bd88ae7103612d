//! `errdex config`: the path of the configuration, a sample, a check.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use errdex::config::{SAMPLE, Severity};
use errdex::report::json;
use errdex::{files, text};
use serde_json::{Value, json};

use super::config_file::{self, ConfigFile};
use super::context::Context;
use super::output::message;
use crate::cli::{ConfigTask, JsonArgs};
use crate::exit::Exit;

pub fn run(
    task: ConfigTask,
    json: &JsonArgs,
    explicit_path: Option<&Path>,
    context: &mut Context,
) -> anyhow::Result<Exit> {
    let file = match task {
        ConfigTask::Check => ConfigFile::load(explicit_path)?,
        ConfigTask::Path | ConfigTask::Init => {
            ConfigFile { path: Some(config_file::path(explicit_path)?), ..ConfigFile::default() }
        }
    };
    let path = file.path.as_deref().unwrap_or(Path::new(""));
    let name = text::printable(&path.to_string_lossy()).into_owned();
    if task == ConfigTask::Init {
        init(path)?;
    }
    let out = &mut context.out;
    match task {
        _ if json.enabled => json::write(out, &to_json(&file))?,
        ConfigTask::Path => writeln!(out, "{name}")?,
        ConfigTask::Init => message(format!("wrote {name} (all defaults, commented out)")),
        ConfigTask::Check => check(&file, &name, out)?,
    }
    Ok(if file.has_errors() { Exit::Error } else { Exit::Found })
}

fn init(path: &Path) -> anyhow::Result<()> {
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
    Ok(())
}

fn check(file: &ConfigFile, path: &str, out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in &file.diagnostics {
        let prefix = if diagnostic.line.is_some() { format!("{path}:") } else { String::new() };
        writeln!(out, "{prefix}{}", text::printable(&diagnostic.to_string()))?;
    }
    if file.diagnostics.is_empty() {
        let state = if file.exists { "OK" } else { "no such file, the defaults apply" };
        writeln!(out, "{path}: {state}")?;
    }
    Ok(())
}

fn to_json(file: &ConfigFile) -> Value {
    let path = file.path.as_deref();
    let diagnostics = file.diagnostics.iter().map(|it| {
        let severity = if it.severity == Severity::Error { "error" } else { "warning" };
        json!({ "line": it.line, "severity": severity, "message": it.message })
    });
    json!({
        "path": path.map(Path::to_string_lossy),
        "exists": path.is_some_and(Path::exists),
        "diagnostics": diagnostics.collect::<Value>(),
    })
}
