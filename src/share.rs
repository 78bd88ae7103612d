//! Texts that leave the program: an entry or a response as it is copied, saved or shown, without
//! secrets. The browser uses this module, so that it does not depend on `report`.

use crate::present::Subject;
use crate::redact::{self, Redactor};
use crate::report::{json, markdown, note};
use crate::text::{printable_lines, string_enum};

string_enum! {
    /// What can be shared.
    Payload {
        /// The code.
        Code = "code",
        /// The message as the response has it, else the messages of the entry.
        Message = "message",
        /// The entry as Markdown.
        Entry = "entry",
        /// The incident note.
        Note = "incident note",
        /// The incident note with the response, in which everything is masked that may be a secret.
        NoteWithPaste = "incident note with response",
        /// The entry, or the report on the response.
        Json = "JSON",
    }
}

/// A text to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// A description, with the number of masked values.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Whether the subject has this payload.
#[must_use]
pub fn has(payload: Payload, subject: Subject<'_>) -> bool {
    match payload {
        Payload::Code => subject.code().is_some(),
        Payload::Message => message(subject).is_some(),
        Payload::Entry => subject.entry_ref().is_some(),
        Payload::NoteWithPaste => subject.text().is_some(),
        Payload::Note | Payload::Json => true,
    }
}

/// The text of a payload, if the subject has it. `date` is for the incident note.
#[must_use]
pub fn share(payload: Payload, subject: Subject<'_>, date: &str) -> Option<Shared> {
    let text = match subject {
        Subject::Entry(_) => write(payload, subject, date)?,
        Subject::Response { text, report, finding } => {
            let paste = redact::excerpt(text, finding.map_or(0, |finding| finding.span.start));
            let redactor = Redactor::new(paste);
            let (paste, report) = (redactor.mask(paste, ""), redactor.report(report));
            let finding = finding.map(|finding| redactor.finding(finding));
            // Nothing below has the response as it was pasted.
            let masked =
                Subject::Response { text: &paste, report: &report, finding: finding.as_ref() };
            write(payload, masked, date)?
        }
    };
    let name = match redact::count(&text) {
        0 => payload.to_string(),
        1 => format!("{payload} (1 value masked)"),
        count => format!("{payload} ({count} values masked)"),
    };
    Some(Shared { name, text })
}

/// The text of a payload of a subject without secrets.
fn write(payload: Payload, subject: Subject<'_>, date: &str) -> Option<String> {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    match (payload, subject) {
        (Payload::Code, _) => return subject.code().map(printable_lines),
        (Payload::Message, _) => return message(subject).map(|text| printable_lines(&text)),
        (Payload::Entry, _) => markdown::entry(&mut out, subject.entry_ref()?),
        (Payload::Json, Subject::Entry(entry)) => json::entries(&mut out, [entry]),
        (Payload::Json, Subject::Response { report, .. }) => json::report(&mut out, report),
        (Payload::Note, _) => note::write(&mut out, subject, date),
        (Payload::NoteWithPaste, _) => {
            let response = subject.text()?;
            note::write(&mut out, subject, date).and_then(|()| note::quote(&mut out, response))
        }
    }
    .ok()?;
    String::from_utf8(out).ok()
}

/// The message as the response has it, else the messages of the entry.
fn message(subject: Subject<'_>) -> Option<String> {
    let listed = || subject.entry_ref().map(|entry| entry.messages.join("\n"));
    subject.response_message().map(str::to_owned).or_else(listed).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::decode::Decoder;

    #[test]
    fn masked_json_stays_json() {
        let catalogs = Catalogs::builtin();
        let errors = r#"{"error":{"message":"Invalid Input Provided","code":2001,"errors":[
            "-----BEGIN PRIVATE KEY----- MIIEvQ", "sent by joe@example.com"]}}"#;
        let message = r#"{"message":"The name -----BEGIN PRIVATE KEY----- MIIEvQ is already used.",
            "errorCode":1001}"#;
        for text in [errors, message] {
            let report = Decoder::new(&catalogs).decode(text.as_bytes(), None);
            let subject =
                Subject::Response { text, report: &report, finding: report.findings.first() };
            let shared = share(Payload::Json, subject, "today").unwrap();
            assert!(!shared.text.contains("MIIEvQ"), "{}", shared.text);
            let json: serde_json::Value = serde_json::from_str(&shared.text).unwrap();
            assert_eq!(json["verdict"], "identified");
        }
    }

    #[test]
    fn each_payload_is_there_when_it_is_offered() {
        let catalogs = Catalogs::builtin();
        let decoder = Decoder::new(&catalogs);
        let bodies = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
        for text in bodies.chain(["nothing of the kind"]) {
            let report = &decoder.decode(text.as_bytes(), None);
            let subject = Subject::Response { text, report, finding: report.findings.first() };
            for &payload in Payload::ALL {
                let shared = share(payload, subject, "today");
                assert_eq!(shared.is_some(), has(payload, subject), "{payload}: {text}");
            }
        }
    }
}
