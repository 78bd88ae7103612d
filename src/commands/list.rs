//! `errdex list`: the catalogs.

use std::io::Write;

use anyhow::Context;
use errdex::catalog::Catalogs;
use errdex::report::{json, text};

use super::{Exit, STDOUT, page};
use crate::cli::List;

pub(super) fn run(catalogs: &Catalogs, args: &List, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if args.json.wanted {
        json::list(out, catalogs).context(STDOUT)?;
    } else {
        text::list(&mut page(out), catalogs).context(STDOUT)?;
    }
    Ok(Exit::Found)
}
