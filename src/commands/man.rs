//! `errdex man`: the manual pages.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use errdex::files;

use super::context::Context;
use super::output::message;
use crate::cli::{ManArgs, man};
use crate::exit::Exit;

pub fn run(args: &ManArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let pages = man::pages();
    if let Some(directory) = &args.dir {
        write_all(&pages, directory)?;
        return Ok(Exit::Found);
    }
    let Some(page) = pages.iter().find(|page| page.path() == args.command) else {
        let name = args.command.join(" ");
        bail!("no manual page for `{name}`; `errdex --help` lists the commands");
    };
    page.write(&mut context.out)?;
    Ok(Exit::Found)
}

fn write_all(pages: &[man::Page], directory: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(directory)
        .with_context(|| format!("cannot create `{}`", directory.display()))?;
    for page in pages {
        let mut text = Vec::new();
        page.write(&mut text)?;
        let path = directory.join(format!("{}.1", page.name()));
        files::replace(&path, &String::from_utf8_lossy(&text))?;
    }
    message(format!("wrote {} pages to {}", pages.len(), directory.display()));
    Ok(())
}
