//! Imports any bytes as a page of documentation.
#![no_main]

#[allow(dead_code, reason = "each target uses one of the checks")]
#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|page: &[u8]| checks::import(page));
