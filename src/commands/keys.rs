//! `errdex keys`: the binding table, with what the user changed.

use std::io::Write;

use anyhow::Context;
use errdex::tui::keymap::Keymap;
use errdex::tui::keymap::export;

use super::{Exit, STDOUT};
use crate::cli::Json;

pub(super) fn run(keymap: &Keymap, json: &Json, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let write = if json.wanted { export::json } else { export::text };
    write(out, keymap).context(STDOUT)?;
    Ok(Exit::Found)
}
