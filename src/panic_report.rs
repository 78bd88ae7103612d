//! The report on a panic: its location, and nothing of what errdex was reading. The message of a
//! panic can quote a pasted response, and such reports are passed on.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write as _;
use std::panic::{self, Location};
use std::{io, process, thread};

use crate::exit::Exit;

/// Reports panics by their location, and by the functions that led there if `RUST_BACKTRACE` is set.
/// The message is never printed.
#[expect(clippy::disallowed_methods, reason = "nothing of the input is written")]
pub fn install() {
    panic::set_hook(Box::new(|info| {
        // Standard error may be closed.
        let _ = io::stderr().write_all(report(info.location(), &Backtrace::capture()).as_bytes());
        // The browser waits for its threads and cannot go on without one.
        if thread::current().name() != Some("main") {
            process::exit(Exit::Error as i32);
        }
    }));
}

fn report(location: Option<&Location>, backtrace: &Backtrace) -> String {
    let location = location.map_or_else(|| "an unknown location".to_owned(), ToString::to_string);
    let (these, functions) = match backtrace.status() {
        BacktraceStatus::Captured => ("these lines; they contain", format!("{backtrace}\n")),
        _ => ("that line; it contains", String::new()),
    };
    format!(
        "errdex: internal error, version {} at {location}\n{functions}\
         Please report {these} nothing of what was pasted. RUST_BACKTRACE=1 shows more.\n",
        env!("CARGO_PKG_VERSION"),
    )
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process::{Command, Stdio};

    use super::*;

    /// Set for the process that is to panic.
    const PANIC_VARIABLE: &str = "ERRDEX_TEST_PANIC";

    const PASTE: &str = "{\"user\":\"bob@example.com\",\"password\":\"hunter2\"}";

    #[test]
    #[ignore = "run by the test below, in its own process"]
    fn panics_over_a_paste() {
        if env::var_os(PANIC_VARIABLE).is_none() {
            return;
        }
        install();
        panic!("cannot read {PASTE}");
    }

    #[test]
    fn the_report_has_the_location_and_nothing_of_the_paste() {
        for backtrace in ["0", "1", "full"] {
            let mut command = Command::new(env::current_exe().expect("a path"));
            command.args(["--exact", "panic_report::tests::panics_over_a_paste", "--ignored"]);
            command
                .arg("--nocapture")
                .env(PANIC_VARIABLE, "1")
                .env("RUST_BACKTRACE", backtrace)
                .stdin(Stdio::null());
            let output = command.output().expect("it runs");
            let output_text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&output_text);
            assert_eq!(output.status.code(), Some(Exit::Error as i32), "{text}");
            assert!(text.contains("errdex: internal error"), "{text}");
            assert!(text.contains("src/panic_report.rs:"), "{text}");
            let has_functions = text.contains("panics_over_a_paste::{{closure}}");
            assert_eq!(has_functions, backtrace != "0", "{text}");
            for part in ["cannot read", "bob", "password", "hunter2"] {
                assert!(!text.contains(part), "{part} is in {text}");
            }
        }
    }

    #[test]
    fn a_panic_without_a_location_is_reported() {
        assert!(report(None, &Backtrace::disabled()).contains("at an unknown location\n"));
    }
}
