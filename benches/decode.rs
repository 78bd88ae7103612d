//! Decoding time of a typical body, a log excerpt, and adversarial texts, whose time must grow at most
//! linearly.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use errdex::catalog::Catalogs;
use errdex::decode::Decoder;

const BODY: &str = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken","Escalation policy cannot be empty","Acknowledgement timeout must be between 60 and 86400 seconds, or null to switch it off","Auto resolve timeout must be greater than the acknowledgement timeout","Type cannot be empty"]}}"#;

fn typical(criterion: &mut Criterion) {
    let decoder = Decoder::new(&Catalogs::builtin());
    let mut group = criterion.benchmark_group("typical");
    group.bench_function("serde_json alone, 300 byte body", |bencher| {
        bencher.iter(|| {
            serde_json::from_str::<serde_json::Value>(black_box(BODY))
                .map(|value| value.is_object())
        });
    });
    group.bench_function("300 byte body", |bencher| {
        bencher.iter(|| decoder.decode(black_box(BODY.as_bytes()), None));
    });
    let response = format!("HTTP/2 400\r\ncontent-type: application/json\r\n\r\n{BODY}");
    group.bench_function("response with headers", |bencher| {
        bencher.iter(|| decoder.decode(black_box(response.as_bytes()), None));
    });
    let line = "2026-11-20T03:12:45.123Z INFO [worker-7] GET /api/v1/items/4711?page=2 200 in 12 ms id=5ea19627e4b0\n";
    let excerpt = format!("{}ERROR call failed: {BODY}\n{}", line.repeat(48), line.repeat(48));
    group.bench_function("10 KB log excerpt", |bencher| {
        bencher.iter(|| decoder.decode(black_box(excerpt.as_bytes()), None));
    });
    let clean = line.repeat(100);
    group.bench_function("10 KB log without an error", |bencher| {
        bencher.iter(|| decoder.decode(black_box(clean.as_bytes()), None));
    });
    group.bench_function("building the decoder", |bencher| {
        bencher.iter(|| Decoder::new(black_box(&Catalogs::builtin())));
    });
    group.finish();
}

/// Texts on which a naive parser takes quadratic time.
const ADVERSARIAL: [(&str, &str); 22] = [
    ("open braces", "{"),
    ("open brackets", "["),
    ("nested members", "{\"a\":"),
    ("double quotes", "\""),
    ("single quotes", "'"),
    ("escaped quotes", "\\\""),
    ("escaped braces", "{\\\""),
    ("backslashes", "\\"),
    ("digits", "400 "),
    ("key value pairs", "a=1 "),
    ("XML tags", "<a><b>"),
    ("Java maps", "{a=b, a=b, "),
    ("percent signs", "%22%"),
    ("empty lines", " \n"),
    ("words of a pattern", "Orchestrator response: x Error code: "),
    ("dotted names", "a.b.c=1 "),
    ("statuses of a host", "api.pagerduty.com -> 404 "),
    ("parentheses", "("),
    ("case classes", "A(a,"),
    ("groups in text", "{a=("),
    ("comments", "{//"),
    ("indented lines", " - a:\n"),
];

fn adversarial(criterion: &mut Criterion) {
    let decoder = Decoder::new(&Catalogs::builtin());
    let mut group = criterion.benchmark_group("adversarial");
    group.sample_size(10);
    for (name, unit) in ADVERSARIAL {
        for size in [100_000, 1_000_000] {
            let text = unit.repeat(size / unit.len());
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, size), &text, |bencher, text| {
                bencher.iter(|| decoder.decode(black_box(text.as_bytes()), None));
            });
        }
    }
    group.finish();
}

fn large(criterion: &mut Criterion) {
    let decoder = Decoder::new(&Catalogs::builtin());
    let mut group = criterion.benchmark_group("large");
    group.sample_size(10);
    let line = format!("2026-11-20T03:12:45Z ERROR call failed: {BODY}\n");
    for size in [100_000, 1_000_000, 10_000_000] {
        let text = line.repeat(size / line.len());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::new("log of errors", size), &text, |bencher, text| {
            bencher.iter(|| decoder.decode(black_box(text.as_bytes()), None));
        });
    }
    group.finish();
}

criterion_group!(benches, typical, adversarial, large);
criterion_main!(benches);
