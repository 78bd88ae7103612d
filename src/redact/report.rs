//! A report without what may be secret: every text of the paste in it is masked. Texts of catalogs
//! are `&'static str` and stay.

use super::Redactor;
use crate::catalog::Pointer;
use crate::decode::{
    Advice, Capture, Cause, Detail, DraftEntry, Evidence, Finding, Location, Reason, Report, Until,
    Wait,
};

impl Redactor {
    /// The report without what may be secret.
    #[must_use]
    pub fn report(&self, report: &Report) -> Report {
        // All fields are named, so that a new one is not forgotten.
        let Report {
            verdict,
            findings,
            alternatives,
            http,
            intermediary,
            repairs,
            advice,
            draft_entry,
        } = report.clone();
        let masked = |findings: Vec<Finding>| findings.iter().map(|it| self.finding(it)).collect();
        Report {
            verdict,
            findings: masked(findings),
            alternatives: masked(alternatives),
            http,
            intermediary,
            repairs,
            advice: advice.map(|advice| self.advice(advice)),
            draft_entry: draft_entry.map(|draft| {
                let DraftEntry { catalog, section, code, message, status } = draft;
                let message = message.map(|message| self.mask(&message, ""));
                DraftEntry { catalog, section, code: self.mask(&code, ""), message, status }
            }),
        }
    }

    /// The finding without what may be secret.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> Finding {
        let template = finding.template_text().unwrap_or_default();
        let listed = finding.entry.map(|entry| entry.code);
        let Finding {
            catalog,
            code,
            entry,
            confidence,
            score,
            template: matched,
            message,
            details,
            captures,
            span,
            count,
            time,
            http,
            advice,
            evidence,
        } = finding.clone();
        let code = code.map(|code| match listed {
            // The spelling of the paste may differ, the catalog's is public.
            Some(listed) if code.eq_ignore_ascii_case(listed) => code,
            _ => self.mask(&code, ""),
        });
        Finding {
            catalog,
            code,
            entry,
            confidence,
            score,
            template: matched,
            message: message.map(|message| self.mask(&message, template)),
            details: (details.into_iter())
                .map(|Detail { text, span }| Detail { text: self.mask(&text, ""), span })
                .collect(),
            captures: (captures.into_iter()).map(|capture| self.capture(capture)).collect(),
            span,
            count,
            time: time.map(|time| self.mask(&time, "")),
            http,
            advice: advice.map(|advice| self.advice(advice)),
            evidence: evidence.into_iter().map(|it| self.evidence(it, listed)).collect(),
        }
    }

    /// A value for a placeholder, whose name may be that of a secret.
    fn capture(&self, Capture { name, value, span }: Capture) -> Capture {
        let named = self.mask(&format!("{name}: {value}"), &name);
        let value = named.strip_prefix(&format!("{name}: ")).unwrap_or(super::MASK).to_owned();
        Capture { name, value, span }
    }

    fn advice(&self, advice: Advice) -> Advice {
        let Advice { cause, status, wait, retry, action } = advice;
        let cause = cause.map(|cause| match cause {
            Cause::UnknownCode { vendor, code } => {
                Cause::UnknownCode { vendor, code: self.mask(&code, "") }
            }
            Cause::NoCode
            | Cause::SeveralCodes
            | Cause::SeveralVendors
            | Cause::Intermediary(_) => cause,
        });
        let wait = wait.map(|Wait { header, until }| Wait {
            header,
            until: match until {
                Until::Date(date) => Until::Date(self.mask(&date, "")),
                Until::Seconds(_) | Until::UnixTime(_) => until,
            },
        });
        Advice { cause, status, wait, retry, action }
    }

    fn evidence(&self, evidence: Evidence, listed: Option<&str>) -> Evidence {
        let mask = |text: String| self.mask(&text, listed.unwrap_or_default());
        let location = match evidence.location {
            Location::Pointer(pointer) => {
                let names = pointer.tokens().map(|name| mask(name.into_owned()));
                Location::Pointer(names.fold(Pointer::default(), |at, name| at.child(&name)))
            }
            Location::Header(name) => Location::Header(mask(name)),
            Location::Text => Location::Text,
        };
        let reason = match evidence.reason {
            Reason::UnexpectedMember { signature, member } => {
                Reason::UnexpectedMember { signature, member: mask(member) }
            }
            Reason::KnownCode(code) => Reason::KnownCode(mask(code)),
            Reason::Hint(hint) => Reason::Hint(mask(hint)),
            Reason::OtherProduct(name) => Reason::OtherProduct(mask(name)),
            Reason::OtherVendor { vendor, host } => {
                Reason::OtherVendor { vendor, host: mask(host) }
            }
            Reason::NamedByCode(name) => Reason::NamedByCode(mask(name)),
            Reason::VendorException(name) => Reason::VendorException(mask(name)),
            Reason::Failure(words) => Reason::Failure(mask(words)),
            Reason::Prose(words) => Reason::Prose(mask(words)),
            Reason::SourceCode(words) => Reason::SourceCode(mask(words)),
            Reason::Package(words) => Reason::Package(mask(words)),
            Reason::Request(request) => Reason::Request(mask(request)),
            Reason::Corroboration(code) => Reason::Corroboration(code.map(mask)),
            other @ (Reason::Signature(_)
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
            | Reason::RequestedVendor) => other,
        };
        Evidence { location, reason, ..evidence }
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
        assert_eq!(count(&masked, super::super::MASK), count(&report, secret));
        assert!(count(&report, secret) > 40);
    }
}
