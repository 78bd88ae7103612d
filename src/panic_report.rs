//! What is said when errdex itself is at fault: the place, and nothing of what it was reading. The
//! message of a panic can quote a pasted response, and such reports are passed on.

use std::io::Write as _;
use std::panic::{self, Location};
use std::{env, io, process, thread};

use crate::commands::Exit;

/// Has each panic told by its place alone; where `RUST_BACKTRACE` asks for more, all is told.
pub(crate) fn install() {
    let all = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0") {
            all(info);
        }
        // With standard error closed there is nobody to tell.
        let _ = io::stderr().write_all(report(info.location()).as_bytes());
        // The browser waits for its threads, and can't go on without one.
        if thread::current().name() != Some("main") {
            process::exit(Exit::Error as i32);
        }
    }));
}

fn report(place: Option<&Location>) -> String {
    let place = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!(
        "errdex: stopped by a fault of its own, version {} at {place}\n\
         Please report that line; nothing of what was pasted is in it. RUST_BACKTRACE=1 tells more.\n",
        env!("CARGO_PKG_VERSION"),
    )
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    /// Set for the process that is to panic.
    const WANTED: &str = "ERRDEX_TEST_PANIC";

    const PASTE: &str = "{\"user\":\"bob@example.com\",\"password\":\"hunter2\"}";

    #[test]
    #[ignore = "run by the test below, as a process of its own"]
    fn panics_over_a_paste() {
        if env::var_os(WANTED).is_none() {
            return;
        }
        install();
        panic!("cannot read {PASTE}");
    }

    #[test]
    fn the_report_names_the_place_and_nothing_of_the_paste() {
        let itself = env::current_exe().expect("it has a name");
        let mut command = Command::new(itself);
        command.args(["--exact", "panic_report::tests::panics_over_a_paste", "--ignored"]);
        command.arg("--nocapture").env(WANTED, "1").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        let output = command.output().expect("it runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert_eq!(output.status.code(), Some(Exit::Error as i32), "{said}");
        assert!(said.contains("errdex: stopped by a fault of its own"), "{said}");
        assert!(said.contains("src/panic_report.rs:"), "{said}");
        for part in ["cannot read", "bob", "password", "hunter2"] {
            assert!(!said.contains(part), "{part} is in {said}");
        }
    }

    #[test]
    fn a_panic_without_a_place_is_told_too() {
        assert!(report(None).contains("at an unknown place\n"));
    }
}
