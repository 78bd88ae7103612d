//! `errdex keys`: the binding table, with the user's changes.

use errdex::tui::keymap::export;

use super::context::Context;
use crate::cli::JsonArgs;
use crate::exit::Exit;

pub fn run(args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let write = if args.enabled { export::json } else { export::text };
    write(&mut context.out, &context.config_file.config.keymap)?;
    Ok(Exit::Found)
}
