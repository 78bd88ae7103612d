//! `errdex list`: the catalogs.

use errdex::report::{Page, json, text};

use super::context::Context;
use crate::cli::JsonArgs;
use crate::exit::Exit;

pub fn run(args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    if args.enabled {
        json::list(&mut context.out, &context.catalogs)?;
    } else {
        text::list(&mut Page::new(&mut context.out, context.width), &context.catalogs)?;
    }
    Ok(Exit::Found)
}
