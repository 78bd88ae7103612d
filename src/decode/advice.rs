//! What to do now, in one line: whose side it is, whether to retry, after how long. What nobody
//! says stays unsaid.

use super::http::Message;
use super::verdict::{Finding, HttpStatus, Intermediary};
use crate::catalog::{Catalog, Catalogs, Retry};

/// The advice on a finding, in the response `message`; none when nothing is known.
pub(super) fn on_finding(
    catalogs: &Catalogs,
    finding: &Finding,
    message: Option<&Message>,
) -> Option<String> {
    let wait = message.and_then(wait);
    let wait = wait.as_deref();
    let by_status = || match &finding.http {
        Some(http) => by_status(catalogs, Some(finding.catalog), http.status, wait),
        None => Vec::new(),
    };
    let parts = match (finding.entry, &finding.code) {
        (Some(entry), _) => {
            let when = when(wait, entry.retry, entry.action);
            when.into_iter().chain(entry.action.map(str::to_owned)).collect()
        }
        (None, Some(code)) => {
            let vendor = finding.catalog.tab;
            let unlisted =
                format!("{vendor}'s catalog doesn't list {code}; go by its message and status.");
            [vec![unlisted], by_status()].concat()
        }
        (None, None) => match by_status() {
            parts if parts.is_empty() => vec![NO_CODE.to_owned()],
            parts => parts,
        },
    };
    joined(&parts)
}

/// The advice where nothing is recognised: what the status says, and who answered.
pub(super) fn on_status(
    catalogs: &Catalogs,
    http: Option<&HttpStatus>,
    intermediary: Option<Intermediary>,
    message: Option<&Message>,
) -> Option<String> {
    let wait = message.and_then(wait);
    let says = http.map(|http| by_status(catalogs, None, http.status, wait.as_deref()));
    let parts: Vec<_> =
        intermediary.map(behind).into_iter().chain(says.unwrap_or_default()).collect();
    joined(&parts)
}

const NO_CODE: &str =
    "The paste carries no code; the whole response with its headers would show one.";

fn joined(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(" "))
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

fn by_status(
    catalogs: &Catalogs,
    vendor: Option<&'static Catalog>,
    status: u16,
    wait: Option<&str>,
) -> Vec<String> {
    // What the vendor itself says of the status goes before what everybody means by it.
    let own =
        vendor.and_then(|vendor| vendor.entry_refs().find(|it| it.code == status.to_string()));
    let Some(record) = own.or_else(|| catalogs.status(status)) else { return Vec::new() };
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
pub(super) fn apart(findings: &[Finding]) -> &'static str {
    let one_vendor = findings.windows(2).all(|pair| pair[0].catalog == pair[1].catalog);
    if one_vendor {
        "Several codes fit; the code in the whole response body or the request would decide."
    } else {
        "Several vendors fit; the host, the response headers or the whole body would decide."
    }
}

fn behind(intermediary: Intermediary) -> String {
    match intermediary {
        Intermediary::EmptyBody => "The body is empty, so nothing tells the error but the status.".to_owned(),
        Intermediary::LoginPage => "A login page answered: the request was not authenticated, and probably never reached the API.".to_owned(),
        Intermediary::WebPage => "A web page answered, not the API: check the address and what stands before the API.".to_owned(),
        Intermediary::Server(name) => format!("{name} answered in the API's place: the request probably never reached it."),
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
