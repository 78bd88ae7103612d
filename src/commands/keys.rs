//! `errdex keys`: the binding table, with the user's changes.

use errdex::tui::keymap::export;

use super::context::Context;
use crate::cli::JsonArgs;
use crate::exit::Exit;

pub fn run(args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let keymap = &context.config_file.config.keymap;
    if args.enabled {
        export::json(&mut context.out, keymap)?;
    } else {
        export::text(&mut context.out, keymap, context.width)?;
    }
    Ok(Exit::Found)
}
