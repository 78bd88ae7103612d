//! The incident note: what a ticket needs to know of one error, as Markdown, without secrets.

use std::io::{self, Write};

use super::fields::{self, ADVICE};
use super::markdown::{backticks, code, prose};
use crate::catalog::{Catalog, Catalogs, EntryRef};
use crate::decode::{self, Finding, HttpStatus, Report};
use crate::redact::Redactor;
use crate::text::printable;

/// Fields of a response that a note names when nothing else is known of it.
const FIELDS: usize = 20;

/// Bytes of a response that a note quotes.
const QUOTE: usize = 4 * 1024;

/// What a note is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// An entry of a catalog.
    Entry(EntryRef),
    /// An error in a response.
    Response {
        /// The response.
        text: &'a str,
        /// What the decoder says of it.
        report: &'a Report,
        /// One of the report's findings.
        finding: &'a Finding,
    },
    /// A response in which nothing is recognised.
    Unrecognised {
        /// The response.
        text: &'a str,
        /// What the decoder says of it.
        report: &'a Report,
    },
}

impl<'a> Subject<'a> {
    /// The entry, when the code is listed.
    #[must_use]
    pub fn entry_ref(self) -> Option<EntryRef> {
        match self {
            Self::Entry(record) => Some(record),
            Self::Response { finding, .. } => finding.entry_ref(),
            Self::Unrecognised { .. } => None,
        }
    }

    /// The response, when there is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Entry(_) => None,
            Self::Response { text, .. } | Self::Unrecognised { text, .. } => Some(text),
        }
    }

    /// The code: the catalog's, else as the response has it.
    #[must_use]
    pub fn code(self) -> Option<&'a str> {
        match self {
            Self::Entry(record) => Some(record.entry.code),
            Self::Response { finding, .. } => {
                finding.entry.map(|entry| entry.code).or(finding.code.as_deref())
            }
            Self::Unrecognised { .. } => None,
        }
    }

    /// The vendor, when it is recognised.
    #[must_use]
    pub fn catalog(self) -> Option<&'static Catalog> {
        match self {
            Self::Entry(record) => Some(record.catalog),
            Self::Response { finding, .. } => Some(finding.catalog),
            Self::Unrecognised { .. } => None,
        }
    }
}

/// Writes the note, dated `date`. Of the response nothing gets in but through `redactor`, which
/// should have learnt its secrets.
///
/// # Errors
/// The writer's.
pub fn write(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    subject: Subject<'_>,
    redactor: &mut Redactor,
    date: &str,
) -> io::Result<()> {
    let masked = subject.text().map(|text| redactor.mask(text));
    match subject {
        Subject::Entry(record) => {
            writeln!(out, "# {} {}\n", prose(record.catalog.tab), prose(&fields::heading(record)))?;
            line(out, "Vendor", &prose(record.catalog.name))?;
            line(out, "Code", &code(record.entry.code))?;
            meaning(out, record)?;
            let http = record.http.map(|http| prose(&fields::status(catalogs, http)));
            line(out, "HTTP", http.as_deref().unwrap_or("*not documented*"))?;
            let messages: Vec<_> = record.messages.iter().map(|message| code(message)).collect();
            list(out, "Messages", &messages)?;
            if let Some(action) = record.entry.action {
                line(out, ADVICE, &prose(action))?;
            }
            line(out, "Retry", &prose(fields::retry(record.entry)))?;
        }
        Subject::Response { report, finding, .. } => {
            response(out, catalogs, report, finding, redactor)?;
        }
        Subject::Unrecognised { report, .. } => {
            unrecognised(out, masked.as_deref().unwrap_or_default(), report, redactor)?;
        }
    }
    if let Some(source) = subject.catalog().map(|catalog| catalog.source) {
        let (title, url) = (prose(source.title), printable(source.url));
        line(out, "Source", &format!("[{title}](<{url}>), read {}", prose(source.captured)))?;
    }
    line(out, "Noted", &format!("{}, with errdex {}", prose(date), env!("CARGO_PKG_VERSION")))?;
    if let Some(text) = &masked {
        quote(out, text)?;
    }
    if let Some(masked) = redactor.summary() {
        writeln!(out, "\nMasked: {masked}.")?;
    }
    Ok(())
}

fn response(
    out: &mut dyn Write,
    catalogs: &Catalogs,
    report: &Report,
    finding: &Finding,
    redactor: &mut Redactor,
) -> io::Result<()> {
    let mut masked = |text: &str| redactor.mask(text);
    let vendor = finding.catalog;
    let number = match (finding.entry, &finding.code) {
        (Some(entry), _) => entry.code.to_owned(),
        (None, Some(found)) => masked(found),
        (None, None) => String::new(),
    };
    let heading = [vendor.tab, &number].join(" ");
    let title = finding.title().map(|title| format!(": {}", prose(title))).unwrap_or_default();
    writeln!(out, "# {}{title}\n", prose(heading.trim()))?;

    line(out, "Vendor", &prose(vendor.name))?;
    let listed = match (finding.entry, &finding.code) {
        (Some(_), _) => code(&number),
        (None, Some(_)) => format!("{}, which the catalog does not list", code(&number)),
        (None, None) => "*none in the response*".to_owned(),
    };
    line(out, "Code", &listed)?;
    if let Some(record) = finding.entry_ref() {
        meaning(out, record)?;
    }
    if let Some(http) = &finding.http {
        line(out, "HTTP", &status_read(http))?;
    } else if let Some(http) = finding.entry.and_then(|entry| entry.http) {
        line(out, "HTTP", &prose(&fields::status(catalogs, http)))?;
    }
    if let Some(message) = finding.template_text() {
        line(out, "Message", &code(message))?;
    }
    if let Some(said) = &finding.message {
        line(out, "It says", &code(&masked(said)))?;
    }
    let values = finding.captures.iter();
    let values = values.map(|it| format!("{} = {}", prose(&it.name), code(&masked(&it.value))));
    let values: Vec<_> = values.collect();
    list(out, "Values", &values)?;
    let evidence = finding.evidence.iter();
    let evidence = evidence.map(|it| {
        prose(&format!(
            "{} ({} at {})",
            masked(&it.reason.to_string()),
            it.kind,
            masked(&it.location.to_string())
        ))
    });
    let evidence: Vec<_> = evidence.collect();
    list(out, &format!("Because ({})", finding.confidence), &evidence)?;
    let says: Vec<_> = finding.advised().map(|says| prose(&masked(&says))).collect();
    list(out, ADVICE, &says)?;
    if let Some(entry) = finding.entry {
        line(out, "Retry", &prose(fields::retry(entry)))?;
    }
    if let Some(layer) = report.intermediary {
        line(out, "Answered by", &prose(layer.name()))?;
    }
    Ok(())
}

/// What is there of a response that nobody knows, for whoever goes on from here. Its `text` is
/// masked already: a value alone doesn't tell that it is secret.
fn unrecognised(
    out: &mut dyn Write,
    text: &str,
    report: &Report,
    redactor: &mut Redactor,
) -> io::Result<()> {
    let mut masked = |text: &str| redactor.mask(text);
    writeln!(out, "# Unrecognised response\n")?;
    line(out, "Vendor", "*no catalog knows this text*")?;
    if let Some(http) = &report.http {
        line(out, "HTTP", &status_read(http))?;
    }
    if let Some(layer) = report.intermediary {
        line(out, "Answered by", &prose(layer.name()))?;
    }
    let fields = decode::fields(text, FIELDS);
    let fields = fields.iter().map(|it| format!("{} = {}", prose(it.at.as_str()), code(&it.value)));
    list(out, "Fields", &fields.collect::<Vec<_>>())?;
    let advice = report.advice.as_ref().map(|advice| prose(&masked(&advice.to_string())));
    list(out, ADVICE, advice.as_slice())
}

fn status_read(http: &HttpStatus) -> String {
    let status = fields::with_reason(http.status, http.reason);
    format!("{}, from the {}", prose(&status), http.from)
}

fn meaning(out: &mut dyn Write, record: EntryRef) -> io::Result<()> {
    let meaning = record.description.map(prose);
    line(out, "Meaning", meaning.as_deref().unwrap_or("*not documented*"))?;
    record.category.map_or(Ok(()), |group| line(out, "Group", &prose(group)))
}

fn line(out: &mut dyn Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(out, "- **{label}:** {text}")
}

/// A label with its texts; left out when there are none.
fn list(out: &mut dyn Write, label: &str, texts: &[String]) -> io::Result<()> {
    match texts {
        [] => Ok(()),
        [text] => line(out, label, text),
        texts => {
            writeln!(out, "- **{label}:**")?;
            texts.iter().try_for_each(|text| writeln!(out, "  - {text}"))
        }
    }
}

/// The response to the letter, its end cut where it is long.
fn quote(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let text = text.trim_end();
    let end = (0..=QUOTE.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    let (shown, cut) = text.split_at(end.unwrap_or(0));
    let fence = "`".repeat(backticks(shown).max(2) + 1);
    writeln!(out, "\n{fence}text")?;
    for line in shown.lines() {
        writeln!(out, "{}", printable(line))?;
    }
    writeln!(out, "{fence}")?;
    if cut.is_empty() { Ok(()) } else { writeln!(out, "\n{} more bytes are left out.", cut.len()) }
}
