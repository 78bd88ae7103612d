//! The next step, as data.

use std::fmt;

use super::Intermediary;
use super::evidence::possessive;
use crate::catalog::Retry;

/// What to do now. Unknown parts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Advice {
    /// What the advice is about, where that is not an entry.
    pub cause: Option<Cause>,
    /// The HTTP status of an error, where nothing better is known.
    pub status: Option<u16>,
    /// How long to wait before a retry.
    pub wait: Option<Wait>,
    /// Whether to retry, unless the action starts with that.
    pub retry: Option<Retry>,
    /// What to check or change.
    pub action: Option<&'static str>,
}

/// What is unusual about a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The catalog doesn't list the code.
    UnknownCode {
        /// The vendor, as on its tab.
        vendor: &'static str,
        /// The code.
        code: String,
    },
    /// There is no code.
    NoCode,
    /// Several codes of one vendor match.
    SeveralCodes,
    /// Several vendors match.
    SeveralVendors,
    /// An intermediary responded instead of the API.
    Intermediary(Intermediary),
}

/// How long to wait, and the header that specifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The header's name.
    pub header: &'static str,
    /// When the wait ends.
    pub until: Until,
}

/// When a wait ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// After that many seconds.
    Seconds(u64),
    /// At a Unix time.
    UnixTime(u64),
    /// At an HTTP date.
    Date(String),
}

impl Advice {
    /// Advice that is only its cause.
    #[must_use]
    pub fn on(cause: Cause) -> Self {
        Self { cause: Some(cause), ..Self::default() }
    }

    /// Whether the advice is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sentences = Vec::new();
        sentences.extend(self.cause.as_ref().map(Cause::to_string));
        sentences.extend(self.status.map(|status| {
            let side = if status < 500 { "client" } else { "server" };
            format!("HTTP {status} is a {side}-side error.")
        }));
        match (&self.wait, self.retry) {
            (Some(wait), _) => sentences.push(format!("Retry after {wait}.")),
            (None, Some(retry)) => sentences.extend(retry_sentence(retry).map(str::to_owned)),
            (None, None) => {}
        }
        sentences.extend(self.action.map(str::to_owned));
        f.write_str(&sentences.join(" "))
    }
}

fn retry_sentence(retry: Retry) -> Option<&'static str> {
    match retry {
        Retry::Never => Some("Don't retry."),
        Retry::AfterFix => Some("Don't retry unchanged."),
        Retry::Backoff => Some("Retry with exponential backoff."),
        Retry::Later => Some("Retry later."),
        Retry::Unknown => None,
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCode { vendor, code } => {
                let owner = possessive(vendor);
                write!(f, "{code} isn't in {owner} catalog; rely on the message and status.")
            }
            Self::NoCode => {
                f.write_str("No code in the paste. Try the full response, headers included.")
            }
            Self::SeveralCodes => f.write_str(
                "Several codes match. Paste the full body or the request to narrow it down.",
            ),
            Self::SeveralVendors => f.write_str(
                "Several vendors match. Paste the host, headers or full body to narrow it down.",
            ),
            Self::Intermediary(Intermediary::Server(name)) => {
                write!(f, "{name} answered instead of the API; the request probably never reached it.")
            }
            Self::Intermediary(Intermediary::LoginPage) => f.write_str(
                "A login page answered: the request was not authenticated and probably never reached the API.",
            ),
            Self::Intermediary(Intermediary::WebPage) => f.write_str(
                "A web page answered instead of the API; check the URL and any proxy in front of the API.",
            ),
            Self::Intermediary(Intermediary::EmptyBody) => {
                f.write_str("Empty body: only the status identifies the error.")
            }
        }
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.until {
            Until::Seconds(1) => f.write_str("1 second")?,
            Until::Seconds(seconds) => write!(f, "{seconds} seconds")?,
            Until::UnixTime(time) => write!(f, "the Unix time {time}")?,
            Until::Date(date) => f.write_str(date)?,
        }
        write!(f, " ({})", self.header)
    }
}
