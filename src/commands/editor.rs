//! Edits a text in the user's editor.

use std::env;
use std::fs::{self, File};
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow};

/// The error with the path of a file that keeps the text, so that it is not lost.
pub fn keep(error: anyhow::Error, text: &str, suffix: &str) -> anyhow::Error {
    let file = tempfile::Builder::new().prefix("errdex-").suffix(suffix).tempfile();
    let kept = file.ok().and_then(|file| {
        fs::write(file.path(), text).ok()?;
        file.keep().ok()
    });
    match kept {
        Some((_, path)) => {
            error.context(format!("not saved; your text is in `{}`", path.display()))
        }
        None => error,
    }
}

/// Opens `text` in `$VISUAL` or `$EDITOR` and returns what the user made of it. `suffix` is that of
/// the file's name.
pub fn edit(text: &str, suffix: &str) -> anyhow::Result<String> {
    let editor = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|editor| !editor.trim().is_empty()))
        .context("neither VISUAL nor EDITOR is set")?;
    let file = tempfile::Builder::new().prefix("errdex-").suffix(suffix).tempfile()?;
    fs::write(file.path(), text)?;
    let mut command = if cfg!(windows) {
        let mut words = editor.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        command
    } else {
        // The variable can have arguments, and the shell splits them.
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh");
        command
    };
    // Standard input may be the response that was decoded.
    if let Ok(terminal) = File::open("/dev/tty") {
        command.stdin(Stdio::from(terminal));
    }
    let status = command
        .arg(file.path())
        .status()
        .with_context(|| format!("cannot run the editor `{editor}`"))?;
    let edited = fs::read_to_string(file.path()).context("cannot read what the editor saved")?;
    if !status.success() {
        let error = anyhow!("the editor `{editor}` failed");
        return Err(if edited == text { error } else { keep(error, &edited, suffix) });
    }
    Ok(edited)
}
