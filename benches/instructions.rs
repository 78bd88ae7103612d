//! Instruction counts of the hot paths inside the library, measured by Callgrind. Unlike times,
//! they are the same on a busy machine, so each path has a hard limit.
//!
//! A limit is about 5 % above the measured count, which varies by less than 1 % from run to run,
//! with the seeds of hash maps and the addresses of allocations. It also depends on the compiler
//! and the CPU: `.ci/instructions`, which installs valgrind and gungraun-runner, enforces the
//! limits only where they were measured. After a deliberate change, set the limit to the new count
//! plus 5 %.

#![allow(
    missing_docs,
    clippy::must_use_candidate,
    reason = "the macros of gungraun generate public items"
)]

use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Report};
use errdex::search::{Index, Query, Results};
use errdex::tui::keymap::Key;
use errdex::tui::{App, Event, Options, draw};
use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Columns and rows of the terminal.
const SIZE: (u16, u16) = (120, 40);

const RESPONSE: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json
Date: Sat, 21 Nov 2026 03:14:07 GMT
X-Request-Id: 9f1c2f6e-6d0c-4a57-9d0e-4a4f2c1f6a0b

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken","Description is too long (maximum is 1024)"]}}"#;

#[library_benchmark(config = limit(4_900_000), setup = options)]
fn first_frame(options: Options) -> (App, Terminal<TestBackend>) {
    let app = App::new(options, SIZE);
    let terminal = draw_first(&app);
    (app, terminal)
}

#[library_benchmark(config = limit(4_440_000), setup = search_page)]
fn keystroke(
    (mut app, mut terminal): (App, Terminal<TestBackend>),
) -> (App, Terminal<TestBackend>) {
    let _ = app.handle(Event::Key(Key::char('n')));
    let _ = terminal.draw(|frame| draw(&app, frame));
    (app, terminal)
}

#[library_benchmark(config = limit(527_000), setup = index)]
fn search(index: Index) -> (Index, Results) {
    let results = index.search(&Query::new("licence expired"));
    (index, results)
}

#[library_benchmark]
#[bench::response(config = limit(253_000), args = (RESPONSE.to_owned()), setup = decoder)]
#[bench::log(config = limit(13_120_000), args = (log()), setup = decoder)]
fn decode((decoder, text): (Decoder, String)) -> (Decoder, Report) {
    let report = decoder.decode(text.as_bytes(), None);
    (decoder, report)
}

fn limit(instructions: u64) -> LibraryBenchmarkConfig {
    LibraryBenchmarkConfig::default()
        // Callgrind counts each byte that `rep movsb` copies as an instruction. Without it, a count
        // hardly depends on whether `realloc` has to move a block.
        .env("GLIBC_TUNABLES", "glibc.cpu.x86_rep_movsb_threshold=0x7fffffff")
        .tool(Callgrind::with_args(["--cache-sim=no"]).hard_limits([(EventKind::Ir, instructions)]))
        .clone()
}

fn options() -> Options {
    Options::new(Catalogs::builtin())
}

/// The search page with the first letters of a word typed.
fn search_page() -> (App, Terminal<TestBackend>) {
    let mut app = App::new(options(), SIZE);
    "lice".chars().for_each(|c| drop(app.handle(Event::Key(Key::char(c)))));
    let terminal = draw_first(&app);
    (app, terminal)
}

fn draw_first(app: &App) -> Terminal<TestBackend> {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(SIZE.0, SIZE.1));
    let _ = terminal.draw(|frame| draw(app, frame));
    terminal
}

fn index() -> Index {
    let index = Index::new(&Catalogs::builtin());
    // Build what is built lazily.
    let _ = index.search(&Query::new("ready"));
    index
}

fn decoder(text: String) -> (Decoder, String) {
    let decoder = Decoder::new(&Catalogs::builtin());
    // Build what is built lazily.
    let _ = decoder.decode(RESPONSE.as_bytes(), None);
    (decoder, text)
}

/// A log of 10 KB with an error response in the middle.
fn log() -> String {
    let job = |i: u32| {
        let (minute, second, worker) = (i / 60, i % 60, i % 8);
        format!(
            "2026-11-21T03:{minute:02}:{second:02}Z INFO worker-{worker} took job {i} in 12 ms\n"
        )
    };
    let before: String = (0..80).map(job).collect();
    let after: String = (80..160).map(job).collect();
    let body = r#"{"message":"The name Invoices is already used.","errorCode":1001}"#;
    format!("{before}2026-11-21T03:14:07Z ERROR POST /odata/Assets 409 {body}\n{after}")
}

library_benchmark_group!(name = hot_paths, benchmarks = [first_frame, keystroke, search, decode]);

main!(library_benchmark_groups = hot_paths);
