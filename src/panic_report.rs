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
            process::exit(Exit::Fault as i32);
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
