//! Secrets × notations × places: what leaks into shared texts, and what is masked that is not secret.

use errdex::catalog::Catalogs;
use errdex::decode::{Decoder, Report};
use errdex::present::Subject;
use errdex::redact::{self, Redactor};
use errdex::share::{Payload, share};

/// Recognised errors; a secret with what is around it takes the place of `¤`.
const PLACES: &[&str] = &[
    "HTTP/1.1 400 Bad Request\nContent-Type: application/json\n¤\n\n{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}",
    "{\"message\":\"The name Invoices is already used.\",\"errorCode\":1001}\n¤",
    "2026-11-20T03:14:15Z worker failed\n¤\n{\"status\":404,\"code\":5002,\"message\":\"Requested file does not exist.\"}",
];

/// Recognised errors with a place in a text that the note quotes: a placeholder of a message, a detail, a
/// message that is not listed.
const QUOTED: &[&str] = &[
    "{\"message\":\"The name ¤ is already used.\",\"errorCode\":1001}",
    "{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\"errors\":[\"Value ¤ is invalid\"]}}",
    "{\"status\":404,\"code\":5002,\"message\":\"No file at ¤ for this user\",\"more_info\":\"http://docs.sevenbridges.com/docs/api-status-codes#5002\"}",
    "{\"message\":\"Not with ¤ please.\",\"errorCode\":2999,\"traceId\":\"00-d0d7bbcb49a94ba5b5cce0bf4bd1a2d4-01\"}",
];

/// Of so many combinations of a named secret and a notation, one is tried unless `ERRDEX_FULL` is set.
/// Prime to the number of notations, so that each is tried with several secrets.
const SAMPLE: usize = 5;

fn is_full() -> bool {
    std::env::var_os("ERRDEX_FULL").is_some()
}

fn corpus(name: &str) -> Vec<String> {
    let path = format!("{}/tests/corpus/redaction/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a file of the corpus");
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    lines
        .map(|line| line.replace("\\n", "\n").replace("\\e", "\x1b").replace("\\t", "\t"))
        .collect()
}

/// A secret, written in some notation.
struct Case {
    written: String,
    secret: String,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut index = 0;
    for named in corpus("named") {
        let (name, secret) = named.split_once('\t').expect("a name and a value");
        for notation in corpus("notations") {
            index += 1;
            if !is_full() && index % SAMPLE != 0 {
                continue;
            }
            let written = notation.replace("NAME", name).replace("SECRET", secret);
            cases.push(Case { written, secret: secret.to_owned() });
        }
    }
    for secret in corpus("bare") {
        for around in corpus("around") {
            cases.push(Case { written: around.replace("SECRET", &secret), secret: secret.clone() });
        }
        if secret.len() > 60 {
            // As copied from a narrow terminal.
            let at = secret.len() / 2;
            let line = format!("Authorization: Bearer {}", &secret[..at]);
            let written = format!("{line}\n{}", &secret[at..]);
            cases.push(Case { written, secret: secret.clone() });
        }
    }
    cases
}

/// Whether a text has a secret, or a long part of it.
fn leaks(text: &str, secret: &str) -> bool {
    const PART: usize = 10;
    let chars: Vec<char> = secret.chars().collect();
    let is_in = |part: &[char]| text.contains(&part.iter().collect::<String>());
    chars.windows(PART.min(chars.len())).any(is_in)
}

/// What is shared of a paste without asking for more, and the note with the paste.
fn shared(decoder: &Decoder, paste: &str) -> (String, String) {
    let report: Report = decoder.decode(paste.as_bytes(), None);
    let subject =
        Subject::Response { text: paste, report: &report, finding: report.findings.first() };
    let text = |payload| share(payload, subject, "today").map(|it| it.text).unwrap_or_default();
    ([Payload::Note, Payload::Json].map(text).join("\n"), text(Payload::NoteWithPaste))
}

/// How many of some cases leak.
#[derive(Default)]
struct Tally {
    cases: usize,
    leaks: Vec<String>,
}

impl Tally {
    fn count(&mut self, case: &str, leaks: bool) {
        self.cases += 1;
        if leaks {
            self.leaks.push(case.to_owned());
        }
    }

    fn print(&self, name: &str) {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let percent = 100.0 * self.leaks.len() as f64 / self.cases as f64;
        println!("{name:<40} {:>6} of {:>6}  {percent:.2} %", self.leaks.len(), self.cases);
        for case in self.leaks.iter().take(400) {
            println!("    {case:?}");
        }
    }
}

#[test]
fn no_secret_is_shared() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let (mut unasked, mut pastes, mut quoted) =
        (Tally::default(), Tally::default(), Tally::default());
    for (index, Case { written, secret }) in cases().iter().enumerate() {
        // Each place has every notation, with other secrets.
        let paste = PLACES[index % PLACES.len()].replace('¤', written);
        let (without, with) = shared(&decoder, &paste);
        unasked.count(written, leaks(&without, secret));
        pastes.count(written, leaks(&with, secret));
    }
    for secret in corpus("bare") {
        for place in QUOTED {
            let paste = place.replace('¤', &secret);
            quoted.count(&paste, leaks(&shared(&decoder, &paste).0, &secret));
        }
    }
    unasked.print("leaks, shared without asking");
    quoted.print("leaks, secrets in the error itself");
    pastes.print("leaks, masked pastes");
    assert!(unasked.cases > 1_000);
    assert_eq!((unasked.leaks.len(), quoted.leaks.len()), (0, 0));
    assert!(pastes.leaks.len() * 100 <= pastes.cases, "at most 1 %");
}

#[test]
fn what_support_needs_is_kept() {
    let mut all = Tally::default();
    let mut needed = Tally::default();
    for line in corpus("harmless") {
        let (is_needed, line) = match line.strip_prefix("! ") {
            Some(line) => (true, line),
            None => (false, line.as_str()),
        };
        let masked = Redactor::new(line).mask(line, "");
        all.count(&format!("{line} => {masked}"), masked != line);
        if is_needed {
            needed.count(line, masked != line);
        }
    }
    all.print("harmless lines masked");
    needed.print("of those that support needs");
    assert!(all.cases > 100);
    assert_eq!(needed.leaks.len(), 0);
    assert!(all.leaks.len() * 100 <= 3 * all.cases, "at most 3 %");
}

#[test]
fn samples_are_hardly_masked() {
    let catalogs = Catalogs::builtin();
    let samples = catalogs.iter().flat_map(|catalog| {
        let bodies = catalog.samples.iter().map(|sample| sample.body);
        bodies.chain(catalog.counter_samples.iter().map(|sample| sample.body))
    });
    let mut tally = Tally::default();
    for body in samples {
        let masked = Redactor::new(body).mask(body, "");
        tally.count(&format!("{body} => {masked}"), redact::count(&masked) > 0);
    }
    tally.print("samples with a mask");
    assert!(tally.cases > 50);
    assert!(tally.leaks.len() * 100 <= 3 * tally.cases, "at most 3 %");
}

#[test]
fn own_sentences_and_listed_texts_are_never_masked() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let body = "{\"message\":\"The name Invoices is already used.\",\"errorCode\":1001}";
    let (plain, _) = shared(&decoder, body);
    let (without, with) = shared(&decoder, &format!("{body}\npassword=name\npin: 1001"));
    for line in plain.lines().filter(|line| !line.contains('%') && !line.starts_with('{')) {
        assert!(without.contains(line), "{line} is not in {without}");
    }
    assert!(with.contains("password=[masked]") && with.contains("pin: [masked]"), "{with}");
}

#[test]
fn a_named_secret_is_masked_where_it_is_repeated() {
    let catalogs = Catalogs::builtin();
    let paste = "password=swordfish\n{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001,\
                 \"errors\":[\"Swordfish is wrong\",\"swordfishes are fine\"]}}";
    let (without, _) = shared(&Decoder::new(&catalogs), paste);
    assert!(without.contains("`[masked] is wrong`"), "{without}");
    assert!(without.contains("`swordfishes are fine`"), "{without}");
}

#[test]
fn the_note_has_the_request_and_not_the_paste() {
    let catalogs = Catalogs::builtin();
    let paste = "> POST https://svc:pw1@api.pagerduty.com/users/jane@corp.com?token=abc HTTP/2\n\
                 < HTTP/2 400\n< x-request-id: 0123456789abcdef0123456789abcdef\n< set-cookie: a=b\n\n\
                 {\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}";
    let (without, with) = shared(&Decoder::new(&catalogs), paste);
    for line in [
        "- **Endpoint:** `POST https://[masked]@api.pagerduty.com/users/[masked]`",
        "- **Request ids:** x-request-id = `0123456789abcdef0123456789abcdef`",
    ] {
        assert!(without.contains(line), "{line} is not in {without}");
    }
    assert!(!without.contains("cookie") && with.contains("< set-cookie: [masked]\n"), "{with}");
}

#[test]
fn masking_time_is_linear() {
    let units = [
        "password=",
        "a.",
        "eyJ",
        "://u:",
        "\"token\":\"\\",
        "f0",
        "<a ",
        "a:\"",
        "token: “",
        "=a@",
        "'a','",
    ];
    let seconds = |size: usize| {
        let start = std::time::Instant::now();
        for unit in units {
            let text = unit.repeat(size / unit.len());
            let _ = Redactor::new(&text).mask(&text, "");
        }
        start.elapsed().as_secs_f64()
    };
    seconds(1_000); // compiles the patterns
    let (small, large) = (seconds(4_000), seconds(40_000));
    println!("{small} s for 4 kB, {large} s for 40 kB");
    assert!(large < 30.0 * small + 0.5, "{small} s for 4 kB, {large} s for 40 kB");
}
