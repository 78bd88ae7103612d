//! Masks every text of the paste in a report. Texts of catalogs are `&'static str` and stay.
//!
//! All fields and variants are named, so that the compiler reports where a new one is not handled.

use super::{MASK, Redactor};
use crate::catalog::Pointer;
use crate::decode::{
    Advice, Capture, Cause, Detail, DraftEntry, Evidence, Finding, Location, Reason, Report, Until,
    Wait,
};

impl Redactor {
    /// The report without what may be secret.
    #[must_use]
    pub fn report(&self, report: &Report) -> Report {
        let mut masked = report.clone();
        let Report {
            findings,
            alternatives,
            advice,
            draft_entry,
            verdict: _,
            http: _,
            intermediary: _,
            repairs: _,
        } = &mut masked;
        for finding in findings.iter_mut().chain(alternatives) {
            self.mask_finding(finding);
        }
        if let Some(advice) = advice {
            self.mask_advice(advice);
        }
        if let Some(draft) = draft_entry {
            let DraftEntry { code, message, catalog: _, section: _, status: _ } = draft;
            self.mask_texts([code].into_iter().chain(message), "");
        }
        masked
    }

    /// The finding without what may be secret.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> Finding {
        let mut masked = finding.clone();
        self.mask_finding(&mut masked);
        masked
    }

    fn mask_finding(&self, finding: &mut Finding) {
        let template = finding.template_text().unwrap_or_default();
        let listed = finding.entry.map_or("", |entry| entry.code);
        let Finding {
            code,
            message,
            details,
            captures,
            time,
            advice,
            evidence,
            catalog: _,
            entry: _,
            confidence: _,
            score: _,
            template: _,
            span: _,
            count: _,
            http: _,
        } = finding;
        // The spelling of the paste may differ, the catalog's is public.
        let unlisted = code.iter_mut().filter(|code| !code.eq_ignore_ascii_case(listed));
        self.mask_texts(unlisted.chain(time), "");
        self.mask_texts(message, template);
        self.mask_texts(details.iter_mut().map(|Detail { text, span: _ }| text), "");
        for capture in captures {
            self.mask_capture(capture);
        }
        if let Some(advice) = advice {
            self.mask_advice(advice);
        }
        for evidence in evidence {
            self.mask_evidence(evidence, listed);
        }
    }

    fn mask_texts<'t>(&self, texts: impl IntoIterator<Item = &'t mut String>, public: &str) {
        for text in texts {
            *text = self.mask(text, public);
        }
    }

    /// Masks a value for a placeholder, whose name may be that of a secret.
    fn mask_capture(&self, Capture { name, value, span: _ }: &mut Capture) {
        let prefix = format!("{name}: ");
        let named = self.mask(&format!("{prefix}{value}"), name);
        named.strip_prefix(&prefix).unwrap_or(MASK).clone_into(value);
    }

    fn mask_advice(&self, advice: &mut Advice) {
        let Advice { cause, wait, status: _, retry: _, action: _ } = advice;
        match cause {
            Some(Cause::UnknownCode { vendor: _, code }) => self.mask_texts([code], ""),
            Some(
                Cause::NoCode
                | Cause::SeveralCodes
                | Cause::SeveralVendors
                | Cause::Intermediary(_),
            )
            | None => {}
        }
        match wait {
            Some(Wait { header: _, until: Until::Date(date) }) => self.mask_texts([date], ""),
            Some(Wait { header: _, until: Until::Seconds(_) | Until::UnixTime(_) }) | None => {}
        }
    }

    fn mask_evidence(&self, evidence: &mut Evidence, listed: &str) {
        match &mut evidence.location {
            Location::Pointer(pointer) => {
                let names = pointer.tokens().map(|name| self.mask(&name, listed));
                *pointer = names.fold(Pointer::default(), |at, name| at.child(&name));
            }
            Location::Header(name) => self.mask_texts([name], listed),
            Location::Text => {}
        }
        self.mask_texts(pasted_text(&mut evidence.reason), listed);
    }
}

/// The text of the paste in a reason.
fn pasted_text(reason: &mut Reason) -> Option<&mut String> {
    match reason {
        Reason::UnexpectedMember { signature: _, member: text }
        | Reason::OtherVendor { vendor: _, host: text }
        | Reason::KnownCode(text)
        | Reason::Hint(text)
        | Reason::OtherProduct(text)
        | Reason::NamedByCode(text)
        | Reason::VendorException(text)
        | Reason::Failure(text)
        | Reason::Prose(text)
        | Reason::SourceCode(text)
        | Reason::Package(text)
        | Reason::Request(text)
        | Reason::Corroboration(Some(text)) => Some(text),
        Reason::Signature(_)
        | Reason::Truncated
        | Reason::Reordered
        | Reason::Respelled
        | Reason::Wrapped
        | Reason::JoinedLines
        | Reason::StatusAsCode
        | Reason::UnknownCode
        | Reason::ZeroCode
        | Reason::UnlikeCode
        | Reason::BareCode
        | Reason::KnownMessage(_)
        | Reason::MessageAlone
        | Reason::MentionAlone
        | Reason::MessageOfOtherCode(_)
        | Reason::UnknownMessage
        | Reason::NoMessage
        | Reason::NoKnownMessage
        | Reason::ExpectedStatus(_)
        | Reason::OtherStatus { .. }
        | Reason::FailureStatus(_)
        | Reason::AnnouncedCode
        | Reason::CodeWordAlone
        | Reason::OptionalMembers(_)
        | Reason::ForeignHost
        | Reason::OtherBody
        | Reason::CloserHost
        | Reason::Corroboration(None)
        | Reason::RequestedVendor => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalogs;
    use crate::decode::Decoder;

    /// A report in which every text of the paste is `secret`.
    fn report(secret: &str) -> Report {
        let text = || secret.to_owned();
        let body = br#"{"error":{"message":"Invalid Input Provided","code":2001}}"#;
        let mut report = Decoder::new(&Catalogs::builtin()).decode(body, None);
        let advice = Advice {
            cause: Some(Cause::UnknownCode { vendor: "x", code: text() }),
            wait: Some(Wait { header: "x", until: Until::Date(text()) }),
            ..Advice::default()
        };
        let finding = &mut report.findings[0];
        let evidence = finding.evidence[0].clone();
        let reasons = [
            Reason::UnexpectedMember { signature: "x", member: text() },
            Reason::KnownCode(text()),
            Reason::Hint(text()),
            Reason::OtherProduct(text()),
            Reason::OtherVendor { vendor: "x", host: text() },
            Reason::NamedByCode(text()),
            Reason::VendorException(text()),
            Reason::Failure(text()),
            Reason::Prose(text()),
            Reason::SourceCode(text()),
            Reason::Package(text()),
            Reason::Request(text()),
            Reason::Corroboration(Some(text())),
        ];
        let locations =
            [Location::Header(text()), Location::Pointer(Pointer::default().child(secret))];
        finding.evidence.clear();
        for reason in reasons {
            finding.evidence.push(Evidence { reason, ..evidence.clone() });
        }
        for location in locations {
            finding.evidence.push(Evidence { location, ..evidence.clone() });
        }
        (finding.code, finding.entry, finding.template) = (Some(text()), None, None);
        (finding.message, finding.time) = (Some(text()), Some(text()));
        finding.details.push(Detail { text: text(), span: 0..0 });
        finding.captures.push(Capture { name: "Name".to_owned(), value: text(), span: 0..0 });
        finding.advice = Some(advice.clone());
        report.draft_entry = DraftEntry::new(finding);
        report.alternatives = report.findings.clone();
        report.advice = Some(advice);
        report
    }

    #[test]
    fn every_text_of_the_paste_is_masked() {
        let secret = "Tr0ub4dor3xyz";
        let report = report(secret);
        let count = |report: &Report, text: &str| format!("{report:?}").matches(text).count();
        let masked = Redactor::default().report(&report);
        assert_eq!(count(&masked, secret), 0);
        assert_eq!(count(&masked, MASK), count(&report, secret));
        assert!(count(&report, secret) > 40);
    }
}
