//! Instruction count of a whole process, with a limit as in `instructions.rs`.

#![allow(missing_docs, reason = "the macros of gungraun generate public items")]

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};

#[binary_benchmark]
fn lookup() -> Command {
    Command::new(env!("CARGO_BIN_EXE_errdex")).args(["lookup", "1001"]).build()
}

binary_benchmark_group!(name = startup, benchmarks = lookup);

main!(
    config = BinaryBenchmarkConfig::default()
        // Don't read the user's configuration.
        .env("HOME", "/nonexistent")
        .tool(Callgrind::with_args(["--cache-sim=no"]).hard_limits([(EventKind::Ir, 2_650_000)])),
    binary_benchmark_groups = startup
);
