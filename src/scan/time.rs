//! When a record was written.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How much of a record is searched for its time.
const MAX_REACH: usize = 2048;

/// The names of members with the seconds, milliseconds or microseconds since 1970.
const EPOCH_NAMES: [&str; 6] =
    ["__REALTIME_TIMESTAMP", "@timestamp", "timestamp", "ts", "time", "epoch"];

/// The forms besides ISO 8601, as `strtime` has them.
const FORMS: [&str; 6] = [
    "%d/%b/%Y:%H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S",
    "%a, %d %b %Y %H:%M:%S GMT",
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S",
];

/// The time that the decoder found in a record, or another at its start. A time without a zone is
/// one of UTC, and one without a year the last before `latest`.
#[must_use]
pub fn of_record(found: Option<&str>, record: &str, latest: Timestamp) -> Option<Timestamp> {
    let record = crate::text::head(record, MAX_REACH);
    let found = found.and_then(|text| parse(text, latest));
    found.or_else(|| slashed(record)).or_else(|| epoch(record)).or_else(|| klog(record, latest))
}

/// A time as it is written in a log.
#[must_use]
pub fn parse(text: &str, latest: Timestamp) -> Option<Timestamp> {
    let text = text.trim().replace(',', if text.contains(", ") { "," } else { "." });
    let iso = || {
        let compact = match text.rfind([' ', '+']) {
            // The zone may be apart.
            Some(at) if at > 18 => text.replacen(' ', "T", 1).replace(' ', ""),
            _ => text.clone(),
        };
        compact.parse::<Timestamp>().ok().or_else(|| in_utc(compact.parse::<DateTime>().ok()?))
    };
    let other = || {
        FORMS.iter().find_map(|form| {
            let parsed = BrokenDownTime::parse(form, &text).ok()?;
            parsed.to_timestamp().ok().or_else(|| in_utc(parsed.to_datetime().ok()?))
        })
    };
    iso().or_else(other).or_else(|| without_year(&text, "%b %d %H:%M:%S", latest))
}

fn in_utc(time: DateTime) -> Option<Timestamp> {
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// A time without a year, as syslog writes it: the last one before `latest`.
fn without_year(text: &str, form: &str, latest: Timestamp) -> Option<Timestamp> {
    // A clock may be ahead, and a year is parsed for 29 February.
    let latest = latest.checked_add(SignedDuration::from_hours(24)).ok()?;
    let year = latest.to_zoned(TimeZone::UTC).year();
    (0..8).find_map(|ago| {
        let parsed =
            BrokenDownTime::parse(format!("%Y {form}"), format!("{} {text}", year - ago)).ok()?;
        in_utc(parsed.to_datetime().ok()?).filter(|time| *time <= latest)
    })
}

/// `2026/11/21 03:14:07`, as Go's `log` and nginx write it.
fn slashed(record: &str) -> Option<Timestamp> {
    let start = record.find(|c: char| c.is_ascii_digit())?;
    let text = record.get(start..start + 19)?;
    in_utc(BrokenDownTime::parse("%Y/%m/%d %H:%M:%S", text).ok()?.to_datetime().ok()?)
}

/// `E1121 03:14:07.123456`, as Kubernetes' own programs write it.
fn klog(record: &str, latest: Timestamp) -> Option<Timestamp> {
    let text = record.strip_prefix(['I', 'W', 'E', 'F'])?.get(..13)?;
    without_year(text, "%m%d %H:%M:%S", latest)
}

/// The value of a member such as `ts`, or the number at the start.
fn epoch(record: &str) -> Option<Timestamp> {
    let named = EPOCH_NAMES.iter().find_map(|name| {
        let value = record.split_once(&format!("\"{name}\""))?.1;
        Some(value.trim_start_matches([':', ' ', '"']))
    });
    let text = named.unwrap_or(record);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text[..digits].parse().ok()?;
    match digits {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}

/// A time as a user types it: any of a log, or a date.
#[must_use]
pub fn parse_typed(text: &str, latest: Timestamp) -> Option<Timestamp> {
    let date = || in_utc(text.parse::<Date>().ok()?.at(0, 0, 0, 0));
    parse(text, latest).or_else(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latest() -> Timestamp {
        "2026-11-22T00:00:00Z".parse().expect("a time")
    }

    #[test]
    fn the_usual_forms_are_read() {
        for (found, record) in [
            ("2026-11-21T03:14:07Z", ""),
            ("2026-11-21 03:14:07", ""),
            ("2026-11-21 03:14:07,000", ""),
            ("2026-11-21T04:14:07.000+01:00", ""),
            ("2026-11-21 04:14:07 +0100", ""),
            ("21/Nov/2026:03:14:07 +0000", ""),
            ("Sat, 21 Nov 2026 03:14:07 GMT", ""),
            ("Nov 21 03:14:07", ""),
            ("", "2026/11/21 03:14:07 [error] x"),
            ("", "E1121 03:14:07.000000 1 x.go:1] x"),
            ("", r#"{"ts":1795230847.25,"msg":"x"}"#),
            ("", r#"{"timestamp": 1795230847000}"#),
            ("", r#"{"__REALTIME_TIMESTAMP":"1795230847000000"}"#),
            ("", "1795230847 x"),
        ] {
            let time = of_record(Some(found).filter(|it| !it.is_empty()), record, latest());
            let expected = "2026-11-21T03:14:07Z".parse().ok();
            assert_eq!(
                time.map(jiff::Timestamp::as_second),
                expected.map(|it: Timestamp| it.as_second()),
                "{found}{record}"
            );
        }
        assert_eq!(
            of_record(Some("Dec 31 03:14:07"), "", latest()),
            "2025-12-31T03:14:07Z".parse().ok()
        );
        assert_eq!(of_record(None, "no time", latest()), None);
    }
}
