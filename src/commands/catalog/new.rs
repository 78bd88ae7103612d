//! `errdex catalog new`: a catalog to start from.

use std::fs;
use std::io::Write;

use anyhow::{Context as _, bail};
use errdex::catalog::Catalogs;
use errdex::{catalog, files};

use super::NO_HOME;
use crate::commands::context::Context;
use crate::commands::date;
use crate::commands::output::message;
use crate::exit::Exit;

/// The catalog, with its id and the date left open.
const TEMPLATE: &str = include_str!("../../../assets/catalog.toml");

pub fn run(id: &str, print: bool, context: &mut Context) -> anyhow::Result<Exit> {
    let text = fill(id, &date::today());
    if let Err(errors) = catalog::read(id, &text) {
        // Only the id can be wrong.
        bail!("{}", errors.first().map_or_else(String::new, |error| error.reason.clone()));
    }
    if let Some(catalog) = Catalogs::builtin().find(id) {
        bail!(
            "`{id}` is a built-in catalog; to add to it, write an overlay with `extends = \"{}\"`",
            catalog.id
        );
    }
    if print {
        context.out.write_all(text.as_bytes())?;
        return Ok(Exit::Found);
    }
    let directory = context.user_files.catalogs_dir().context(NO_HOME)?;
    fs::create_dir_all(&directory)
        .with_context(|| format!("cannot create `{}`", directory.display()))?;
    let path = directory.join(format!("{id}.toml"));
    files::create(&path, &text)?;
    message(format!("wrote {}; edit it, then run `errdex catalog test`", path.display()));
    Ok(Exit::Found)
}

/// The template for an id. The name on the tab is the id with a capital.
fn fill(id: &str, today: &str) -> String {
    let mut letters = id.chars();
    let tab: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    TEMPLATE.replace("{id}", id).replace("{tab}", &tab).replace("{today}", today)
}

#[cfg(test)]
mod tests {
    use errdex::decode::{Decoder, SampleTest};

    use super::*;

    #[test]
    fn the_template_is_a_catalog_whose_samples_are_recognised() {
        let catalog = catalog::read("acme", &fill("acme", "2026-11-20")).unwrap();
        assert_eq!((catalog.id, catalog.tab), ("acme", "Acme"));
        let catalog = Box::leak(Box::new(catalog));
        let catalogs = Catalogs::new(Catalogs::builtin().iter().chain([&*catalog]).collect());
        let test = SampleTest::run(&Decoder::new(&catalogs), catalog);
        assert!(test.samples > 0 && test.failures.is_empty(), "{:?}", test.failures);
    }
}
