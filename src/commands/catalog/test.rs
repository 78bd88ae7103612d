//! `errdex catalog test`: every sample, decoded against all catalogs.

use std::io::{self, Write};
use std::path::PathBuf;

use errdex::catalog::{Catalog, FileReport};
use errdex::decode::{Decoder, SampleFailure, SampleTest};
use errdex::report::json;
use errdex::text::printable;

use super::{merge, print_errors};
use crate::cli::JsonArgs;
use crate::commands::context::Context;
use crate::commands::output;
use crate::exit::Exit;

/// The most characters that are shown of a sample.
const MAX_SHOWN: usize = 160;

pub fn run(files: &[PathBuf], args: &JsonArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let (catalogs, reports) = merge(context, files);
    for report in &reports {
        print_errors(&mut output::open_stderr(), report)?;
    }
    let is_tested = |catalog: &&Catalog| {
        let is_of_file =
            |report: &FileReport| report.outcome.as_ref().is_ok_and(|it| it.catalog == catalog.id);
        !catalog.is_reference() && (files.is_empty() || reports.iter().any(is_of_file))
    };
    let decoder = Decoder::new(&catalogs);
    let tests: Vec<_> = catalogs
        .iter()
        .filter(|catalog| is_tested(catalog))
        .map(|catalog| SampleTest::run(&decoder, catalog))
        .collect();
    if args.enabled {
        json::sample_tests(&mut context.out, &tests)?;
    } else {
        print(&mut context.out, &tests)?;
    }
    Ok(if reports.iter().any(|report| report.outcome.is_err()) {
        Exit::Error
    } else {
        Exit::found(tests.iter().all(|test| test.failures.is_empty()))
    })
}

fn print(out: &mut dyn Write, tests: &[SampleTest]) -> io::Result<()> {
    let width = tests.iter().map(|test| test.catalog.id.len()).max().unwrap_or_default();
    for test in tests {
        let SampleTest { catalog, samples, entries, failures } = test;
        writeln!(
            out,
            "{:<width$}  {:>4} of {samples} samples recognised, {entries} of {} entries with a sample",
            catalog.id,
            samples - failures.len(),
            catalog.entries.len(),
        )?;
    }
    for test in tests {
        for failure in &test.failures {
            let expected = expected(test.catalog, failure);
            writeln!(out, "\n{expected}, found {}", found(failure))?;
            writeln!(out, "  {}", shown(&failure.body))?;
        }
    }
    Ok(())
}

fn expected(catalog: &Catalog, failure: &SampleFailure) -> String {
    if failure.is_counter_sample {
        format!("expected nothing of {}", catalog.id)
    } else if failure.expected.is_empty() {
        format!("expected an error of {}", catalog.id)
    } else {
        format!("expected {} {}", catalog.id, failure.expected.join(" and "))
    }
}

fn found(failure: &SampleFailure) -> String {
    let claims = failure.claimed.iter().map(|(vendor, code)| match code {
        Some(code) => format!("{vendor} {code}"),
        None => format!("an error of {vendor} without a code"),
    });
    let claims: Vec<_> = claims.collect();
    let found = if claims.is_empty() { "nothing".to_owned() } else { claims.join(" and ") };
    printable(&found).into_owned()
}

/// The beginning of a sample, on one line.
fn shown(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(MAX_SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    printable(&shown).into_owned()
}
