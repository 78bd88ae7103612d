//! What to do now, in one line: whose side it is, whether to retry, after how long. What nobody
//! says stays unsaid.

use super::http::Message;
use super::verdict::{Finding, Verdict};
use crate::catalog::{Catalogs, Retry};

/// What the advice rests on.
pub(super) struct Facts<'a> {
    pub(super) catalogs: &'a Catalogs,
    pub(super) verdict: Verdict,
    pub(super) findings: &'a [Finding],
    pub(super) status: Option<u16>,
    pub(super) layer: Option<&'a str>,
    pub(super) message: &'a Message,
}

/// The advice; none when nothing is known.
pub(super) fn advice(facts: &Facts<'_>) -> Option<String> {
    let wait = wait(facts.message);
    let parts = match facts.verdict {
        Verdict::Identified => identified(facts, wait.as_deref()),
        Verdict::Ambiguous => vec![apart(facts.findings)],
        Verdict::UnknownCode => {
            let code = facts
                .findings
                .iter()
                .find_map(|finding| finding.code.as_deref())
                .unwrap_or("the code");
            let vendor = facts.findings.first().map_or("the vendor", |finding| finding.catalog.tab);
            let mut parts = vec![format!(
                "{vendor}'s catalog doesn't list {code}; go by its message and status."
            )];
            parts.extend(by_status(facts, wait.as_deref()));
            parts
        }
        Verdict::VendorOnly => {
            let mut parts = by_status(facts, wait.as_deref());
            if parts.is_empty() {
                parts.push("The paste carries no code; the whole response with its headers would show one.".to_owned());
            }
            parts
        }
        Verdict::NotRecognised => match facts.layer {
            Some(layer) => {
                let mut parts = vec![behind(layer)];
                parts.extend(by_status(facts, wait.as_deref()));
                parts
            }
            None => by_status(facts, wait.as_deref()),
        },
    };
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn identified(facts: &Facts<'_>, wait: Option<&str>) -> Vec<String> {
    let Some(entry) = facts.findings.iter().find_map(|finding| finding.entry) else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    parts.extend(when(wait, entry.retry, entry.action));
    parts.extend(entry.action.map(str::to_owned));
    parts
}

/// Whether and when to retry; nothing where the action says so itself.
fn when(wait: Option<&str>, advised: Retry, action: Option<&str>) -> Option<String> {
    const SAID: [&str; 4] = ["Retry", "Wait", "Do not retry", "Don't retry"];
    if let Some(wait) = wait {
        return Some(format!("Retry after {wait}."));
    }
    let said = action.is_some_and(|action| SAID.iter().any(|begin| action.starts_with(begin)));
    retry(advised).filter(|_| !said).map(str::to_owned)
}

fn by_status(facts: &Facts<'_>, wait: Option<&str>) -> Vec<String> {
    let Some(status) = facts.status else { return Vec::new() };
    // What the vendor itself says of the status goes before what everybody means by it.
    let vendor = facts.findings.first().and_then(|finding| {
        finding.catalog.records().find(|record| record.code == status.to_string())
    });
    let Some(record) = vendor.or_else(|| facts.catalogs.status(status)) else { return Vec::new() };
    let side = match status.to_string().as_bytes().first() {
        Some(b'4') => " speaks of the request",
        Some(b'5') => " speaks of the server's side",
        _ => return Vec::new(),
    };
    let mut parts = vec![format!("HTTP {status}{side}.")];
    parts.extend(when(wait, record.retry, record.action));
    parts.extend(record.action.map(str::to_owned));
    parts
}

fn retry(retry: Retry) -> Option<&'static str> {
    match retry {
        Retry::Never => Some("Don't retry."),
        Retry::AfterFix => Some("Don't retry unchanged."),
        Retry::Backoff => Some("Retry with growing waits."),
        Retry::Later => Some("Retry later."),
        Retry::Unknown => None,
    }
}

/// What would tell several readings apart.
fn apart(findings: &[Finding]) -> String {
    let one_vendor = findings.windows(2).all(|pair| pair[0].catalog == pair[1].catalog);
    if one_vendor {
        "Several codes fit; the code in the whole response body or the request would decide."
            .to_owned()
    } else {
        "Several vendors fit; the host, the response headers or the whole body would decide."
            .to_owned()
    }
}

fn behind(layer: &str) -> String {
    match layer {
        "empty body" => "The body is empty, so nothing tells the error but the status.".to_owned(),
        "login page" => "A login page answered: the request was not authenticated, and probably never reached the API.".to_owned(),
        "web page" => "A web page answered, not the API: check the address and what stands before the API.".to_owned(),
        layer => format!("{layer} answered in the API's place: the request probably never reached it."),
    }
}

/// Headers that tell how long to wait, in the order in which they are believed.
pub(super) const WAIT_HEADERS: [&str; 3] = ["retry-after", "ratelimit-reset", "x-ratelimit-reset"];

/// A number of seconds from here on is a point in time, not a span.
const EPOCH: u64 = 1_000_000_000;

/// How long to wait, as the response says.
fn wait(message: &Message) -> Option<String> {
    WAIT_HEADERS.iter().find_map(|name| {
        let value = message.header(name)?.value.as_str();
        match value.parse::<u64>() {
            Ok(seconds) if seconds >= EPOCH => Some(format!("the Unix time {seconds} ({name})")),
            Ok(1) => Some(format!("1 second ({name})")),
            Ok(seconds) => Some(format!("{seconds} seconds ({name})")),
            Err(_) if *name == "retry-after" && value.ends_with("GMT") => {
                Some(format!("{value} ({name})"))
            }
            Err(_) => None,
        }
    })
}
