//! Catalogs and notes of the user's own in the browser.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::tty::Tty;

const GLOBEX: &str = include_str!("../../examples/globex.toml");

struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("data/errdex/catalogs")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("data/errdex").join(name)
    }

    fn install(&self, name: &str, text: &str) {
        fs::write(self.path("catalogs").join(name), text).unwrap();
    }

    fn run(&self, args: &[&str]) -> Tty {
        let data = self.folder.path().join("data");
        let data = data.to_str().unwrap();
        Tty::run_with(env!("CARGO_BIN_EXE_errdex"), args, &[("XDG_DATA_HOME", data)])
    }
}

fn quit(mut tty: Tty) {
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn own_catalogs_have_a_tab_and_are_searched() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    let mut tty = home.run(&[]);
    tty.wait_for("Globex 2");
    tty.send("stuck inv");
    tty.wait_for("Globex 4711  InvoiceLocked");
    quit(tty);
}

#[test]
fn a_faulty_file_is_a_notice() {
    let home = Home::new();
    home.install("broken.toml", "schema = 2\n");
    home.install("globex.toml", GLOBEX);
    let tty = home.run(&[]);
    tty.wait_for("Globex 2");
    tty.wait_for("broken.toml:1:1: missing field");
    quit(tty);
}

#[test]
fn a_changed_file_is_loaded_on_a_key_and_when_the_window_gains_the_focus() {
    let home = Home::new();
    home.install("globex.toml", GLOBEX);
    let mut tty = home.run(&["4712"]);
    tty.wait_for("Globex 4712  InvoiceNotFound");
    home.install("globex.toml", &GLOBEX.replace("InvoiceNotFound", "NoSuchInvoice"));
    tty.send("\x1b[15~");
    tty.wait_for("Globex 4712  NoSuchInvoice");
    tty.wait_for("catalogs loaded again");
    tty.send("\x1b[15~");
    tty.wait_for("no catalog file has changed");
    home.install("globex.toml", &GLOBEX.replace("InvoiceNotFound", "InvoiceIsMissing"));
    tty.send("\x1b[I");
    tty.wait_for("Globex 4712  InvoiceIsMissing");
    tty.wait_for("› 4712");
    quit(tty);
}

#[test]
fn a_note_is_written_on_the_entry() {
    let home = Home::new();
    let mut tty = home.run(&["4004 pd"]);
    tty.wait_for("PagerDuty 4004");
    tty.send("\r");
    tty.wait_for("Esc back");
    tty.send("a");
    tty.wait_for("Note on PagerDuty 4004");
    tty.send("Ask the flumox team");
    tty.wait_for("Ask the flumox team");
    tty.send("\x1b");
    tty.wait_for("press Esc again to discard it");
    tty.send("!\x13");
    tty.wait_for("saved to ");
    tty.wait_for("Team notes");
    let notes = fs::read_to_string(home.path("notes.toml")).unwrap();
    assert!(notes.contains("text = \"Ask the flumox team!\""), "{notes}");
    quit(tty);
}

#[test]
#[cfg(feature = "import")]
fn a_reviewed_page_becomes_a_catalog() {
    let home = Home::new();
    let page = home.folder.path().join("invoices.md");
    let text = "# Errors\n\n| Code | Error | Text |\n|-|-|-|\n\
        | 4711 | INVOICE_LOCKED | The invoice is locked. |\n\
        | 4712 | INVOICE_GONE | The invoice is gone. |\n";
    fs::write(&page, text).unwrap();
    let review = || home.run(&["import", "--review", page.to_str().unwrap()]);
    let mut tty = review();
    tty.wait_for("2 entries from 1 of 1 tables");
    // The names become the codes, and the first row is dropped.
    tty.send("jj\x1b[D");
    tty.wait_for("▌INVOICE_LOCKED");
    tty.send("\t ");
    tty.wait_for("1 entries from");
    tty.send("\x13");
    tty.wait_for("Save as a catalog of your own");
    tty.send("\x15uipath\r");
    tty.wait_for("press Enter again to replace it: a catalog `uipath` exists already: built-in");
    tty.send("\x15globex\r");
    tty.wait_for("saved to ");
    tty.wait_for("Globex 1");
    tty.send("invoice_gone");
    tty.wait_for("INVOICE_GONE  The invoice is gone.");
    let saved = home.path("catalogs/globex.toml");
    let catalog = fs::read_to_string(&saved).unwrap();
    assert!(
        catalog.contains("code = \"INVOICE_GONE\"") && !catalog.contains("LOCKED"),
        "{catalog}"
    );
    quit(tty);

    let mut tty = review();
    tty.wait_for("2 entries from");
    tty.send("s\x15globex\r");
    tty.wait_for("press Enter again to replace it: `");
    assert_eq!(fs::read_to_string(&saved).unwrap(), catalog);
    tty.send("\r");
    tty.wait_for("Globex 2");
    assert!(fs::read_to_string(&saved).unwrap().contains("LOCKED"));
    quit(tty);
}

#[test]
fn an_unlisted_code_becomes_an_entry() {
    let home = Home::new();
    let mut tty = home.run(&[]);
    tty.wait_for("type a code");
    tty.send("\x1b[200~{\"error\":{\"message\":\"Something new\",\"code\":2998}}\x1b[201~");
    tty.wait_for("2998 is not in its catalog");
    tty.send("d");
    tty.wait_for("New entry for PagerDuty");
    tty.send("\x13");
    tty.wait_for("not saved: ");
    tty.send("Ask me.");
    tty.wait_for("Ask me.");
    tty.send("\x13");
    tty.wait_for("Identified: PagerDuty 2998");
    assert!(home.path("catalogs/pagerduty-overlay.toml").exists());
    quit(tty);
}
