//! The next step: client or server error, whether to retry, after how long. Unknown parts are left
//! out.

use crate::catalog::{Catalog, Catalogs, Retry};
use crate::decode::parse::http::HttpMessage;
use crate::decode::report::{Advice, Cause, Finding, HttpStatus, Intermediary, Until, Wait};

/// The headers with the time to wait, most reliable first.
pub const WAIT_HEADERS: [&str; 3] = ["retry-after", "ratelimit-reset", "x-ratelimit-reset"];

/// A number of seconds from here on is a point in time, not a duration.
const EPOCH: u64 = 1_000_000_000;

/// The advice on a finding in the response `message`. `None` if nothing is known.
pub fn for_finding(
    catalogs: &Catalogs,
    finding: &Finding,
    message: Option<&HttpMessage>,
) -> Option<Advice> {
    let wait = message.and_then(wait);
    let vendor = finding.catalog;
    if let Some(entry) = finding.entry {
        return non_empty(retry_and_action(wait, entry.retry, entry.action_for(finding.template)));
    }
    let by_status = by_status(catalogs, Some(vendor), finding.http.as_ref(), wait);
    Some(match &finding.code {
        Some(code) => {
            let cause = Cause::UnknownCode { vendor: vendor.tab, code: code.clone() };
            Advice { cause: Some(cause), ..by_status }
        }
        None => non_empty(by_status).unwrap_or_else(|| Advice::on(Cause::NoCode)),
    })
}

/// The advice where no vendor is recognised, by status and intermediary.
pub fn for_status(
    catalogs: &Catalogs,
    http: Option<&HttpStatus>,
    intermediary: Option<Intermediary>,
    message: Option<&HttpMessage>,
) -> Option<Advice> {
    let by_status = by_status(catalogs, None, http, message.and_then(wait));
    non_empty(Advice { cause: intermediary.map(Cause::Intermediary), ..by_status })
}

/// What would decide between findings that match equally well.
pub fn for_ambiguous(findings: &[Finding]) -> Advice {
    let is_one_vendor = findings.windows(2).all(|pair| pair[0].catalog == pair[1].catalog);
    Advice::on(if is_one_vendor { Cause::SeveralCodes } else { Cause::SeveralVendors })
}

fn non_empty(advice: Advice) -> Option<Advice> {
    (!advice.is_empty()).then_some(advice)
}

fn retry_and_action(wait: Option<Wait>, retry: Retry, action: Option<&'static str>) -> Advice {
    const RETRY_ADVICE: [&str; 4] = ["Retry", "Wait", "Do not retry", "Don't retry"];
    let is_in_action =
        action.is_some_and(|action| RETRY_ADVICE.iter().any(|start| action.starts_with(start)));
    let retry =
        Some(retry).filter(|retry| *retry != Retry::Unknown && wait.is_none() && !is_in_action);
    Advice { wait, retry, action, ..Advice::default() }
}

fn by_status(
    catalogs: &Catalogs,
    vendor: Option<&'static Catalog>,
    http: Option<&HttpStatus>,
    wait: Option<Wait>,
) -> Advice {
    let Some(&HttpStatus { status, .. }) = http.filter(|http| http.status >= 400) else {
        return Advice::default();
    };
    // The vendor's own advice on the status precedes the general one.
    let own =
        vendor.and_then(|vendor| vendor.entry_refs().find(|it| it.code == status.to_string()));
    own.or_else(|| catalogs.status(status)).map_or_else(Advice::default, |entry| Advice {
        status: Some(status),
        ..retry_and_action(wait, entry.retry, entry.action)
    })
}

/// How long to wait, by the headers of a response.
fn wait(message: &HttpMessage) -> Option<Wait> {
    WAIT_HEADERS.iter().find_map(|header| {
        let value = message.header(header)?.value.as_str();
        let until = match value.parse::<u64>() {
            Ok(seconds) if seconds >= EPOCH => Until::UnixTime(seconds),
            Ok(seconds) => Until::Seconds(seconds),
            Err(_) if *header == "retry-after" && value.ends_with("GMT") => {
                Until::Date(value.to_owned())
            }
            Err(_) => return None,
        };
        Some(Wait { header, until })
    })
}
