//! Secrets of every kind, planted in realistic responses, never reach shared text; texts without secrets
//! are left unchanged.

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::present::Subject;
use errdex::redact;
use errdex::redact::Redactor;
use errdex::report::note;

/// Secrets by name, with their context; `§` marks the position of the secret.
const PLANTED: &[(&str, &str, &str)] = &[
    ("bearer token", "Authorization: Bearer §", "mF_9.B5f-4.1JqM0aZ"),
    ("basic credentials", "Authorization: Basic §", "YWxpY2U6b3BlbnNlc2FtZTE="),
    (
        "digest response",
        "Authorization: Digest username=\"Mufasa\", response=\"§\"",
        "e966c932a9242554e42c8ee200cec7f6",
    ),
    ("PagerDuty key", "Authorization: Token token=§", "y_NbAkKc66ryYTWUXYEu"),
    ("PagerDuty user key", "used §", "u+wqXBRPoZVLkQr4y-7A"),
    ("PagerDuty routing key", "\"routing_key\": \"§\"", "R028OAAAAAAAAAAAAAAAAAAAAAAAAAA0"),
    (
        "JWT",
        "id §",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ),
    ("AWS access key id", "key §", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS secret key", "aws_secret_access_key = §", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    (
        "AWS signature",
        "https://b.s3.example.com/x?X-Amz-Signature=§&X-Amz-Date=1",
        "733255ef022bec3f2a8701cd61d4b371f3f28c9f193a1f02279211d48d5193d7",
    ),
    ("GitHub token", "remote: §", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"),
    (
        "GitHub fine-grained token",
        "GITHUB=§",
        "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz0123456789",
    ),
    ("GitLab token", "with §", "glpat-XXXXzZ9yYyYyXxXxWwWw"),
    ("Slack token", "slack §", "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy"),
    (
        "Slack webhook",
        "https://hooks.slack.com/services/§",
        "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    ),
    ("Google key", "key=§", "AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe"),
    ("Google access token", "google §", "ya29.a0AfH6SMBx-0123456789abcdef"),
    ("Stripe key", "stripe §", "sk_live_4eC39HqLyjWDarjtT1zdp7dc"),
    (
        "Azure account key",
        "AccountName=x;AccountKey=§;EndpointSuffix=core",
        "lFGk+Zz0a1B2c3D4e5F6g7H8i9J0kLmNoPqRsTuVwXyZ==",
    ),
    ("Seven Bridges token", "X-SBG-Auth-Token: §", "3210a98c7b6d4e5f8091a2b3c4d5e6f7"),
    ("password in a URL", "postgres://app:§@db.example.com:5432/prod", "p4ss%w0rd!x"),
    ("password member", "\"userPassword\": \"§\"", "correct horse battery"),
    ("password in nested JSON", "\\\"password\\\":\\\"§\\\"", "Tr0ub4dor&3"),
    ("password in a form", "user=bob&password=§&x=1", "s3same-0pen"),
    (
        "client secret",
        "client_secret=§&grant_type=client_credentials",
        "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
    ),
    ("refresh token", "\"refresh_token\":\"§\"", "rt-8xLOxBtZp8"),
    ("curl user", "curl -u alice:§ https://api.example.com", "swordf1sh"),
    ("cookie", "Cookie: §", "SESSIONID=0a9b8c7d6e; theme=dark"),
    ("set-cookie", "Set-Cookie: §", "sid=s%3AKq7.ab; Path=/; HttpOnly"),
    ("session id", "/portal;jsessionid=§", "1A2B3C4D5E6F"),
    ("e-mail address", "Owner is § now", "jane.o'neil+oncall@mail.example.com"),
    ("long hex number", "sent §", "9e107d9d372bb6826bd81d3542a419d6"),
    (
        "private key",
        "§",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n-----END PRIVATE KEY-----",
    ),
    ("XML password", "<wsse:Password>§</wsse:Password>", "Wss3Secret"),
];

/// Bodies in which `¤` is replaced by a secret with its context.
const BODIES: &[&str] = &[
    "HTTP/1.1 400 Bad Request\nContent-Type: application/json\n¤\n\n{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}",
    "{\"message\":\"The name Invoices is already used.\",\"errorCode\":1001}\n¤",
    "2026-11-20T03:14:15Z worker failed\n¤\n{\"status\":404,\"code\":5002,\"message\":\"Requested file does not exist.\"}",
];

#[test]
fn masks_every_planted_secret_in_notes() {
    assert!(PLANTED.len() >= 25);
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    for (name, context, secret) in PLANTED {
        for body in BODIES {
            let text = body.replace('¤', &context.replace('§', secret));
            let report = decoder.decode(text.as_bytes(), None);
            let finding = report.findings.first().unwrap_or_else(|| panic!("{name} in {text}"));
            let subject =
                Subject::Response { text: &text, report: &report, finding: Some(finding) };
            let (mut out, mut redactor) = (Vec::new(), Redactor::new(&text));
            note::write(&mut out, subject, &mut redactor, "today").expect("a note");
            let note = String::from_utf8(out).expect("UTF-8");
            for line in secret.lines() {
                assert!(!note.contains(line), "{name} leaks\n{note}");
            }
            assert!(
                redactor.count() > 0 && note.contains("Masked: "),
                "{name} is not reported\n{note}"
            );
        }
    }
}

#[test]
fn masks_known_secrets_in_other_text() {
    let cases = [
        ("Cookie: session_id=abcdef123456; theme=x", "Session abcdef123456 expired", "session id"),
        (r#"{"password":"s3cr\"et99"}"#, "the word s3cr\"et99 is wrong", "password"),
        (r#"{"password":"s3cr\"et99"}"#, r#"the word s3cr\"et99 is wrong"#, "password"),
    ];
    for (source, text, kind) in cases {
        let masked = Redactor::new(source).mask(text);
        assert!(masked.contains(&format!("[masked {kind}]")), "{masked}");
        assert!(!masked.contains("abcdef") && !masked.contains("et99"), "{masked}");
    }
}

#[test]
fn masks_nothing_in_clean_samples() {
    let catalogs = Catalogs::builtin();
    let samples = catalogs.iter().flat_map(|catalog| {
        let bodies = catalog.samples.iter().map(|sample| sample.body);
        bodies.chain(catalog.counter_samples.iter().map(|sample| sample.body))
    });
    let (mut bodies, mut masked) = (0, Vec::new());
    for body in samples {
        bodies += 1;
        masked.extend(redact::find(body).into_iter().map(|secret| body[secret.span].to_owned()));
    }
    println!("{} masks in {bodies} bodies: {masked:?}", masked.len());
    assert!(bodies > 50);
    assert_eq!(masked, EXPECTED, "review each mask before adding it to the list");
}

/// Texts masked in the samples because they look like secrets.
const EXPECTED: &[&str] = &[];

#[test]
fn masks_nothing_in_catalog_text() {
    for entry in Catalogs::builtin().entry_refs() {
        let texts = entry.messages.iter().chain(&entry.description).chain(&entry.action);
        for text in texts {
            assert_eq!(redact::find(text), [], "{text}");
        }
    }
}

#[test]
fn masking_time_is_linear() {
    let seconds = |size: usize| {
        let texts = [
            "password=",
            "a.",
            "eyJ",
            "://u:",
            "\"token\":\"\\\\",
            "-----BEGIN PRIVATE KEY-----",
            "f0",
        ];
        let start = std::time::Instant::now();
        for text in texts {
            let _ = redact::find(&text.repeat(size / text.len()));
        }
        start.elapsed().as_secs_f64()
    };
    seconds(1_000); // compiles the patterns
    let (small, large) = (seconds(20_000), seconds(200_000));
    assert!(large < 40.0 * small + 0.5, "{small} s for 20 kB, {large} s for 200 kB");
}
