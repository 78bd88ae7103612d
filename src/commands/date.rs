//! The date and time of now, in UTC, for what is written down.

use std::time::{SystemTime, UNIX_EPOCH};

/// The start of 2026, in seconds since 1970: no note is older than the program.
const EARLIEST: u64 = 1_767_225_600;

/// Such as `2026-11-20 03:14 UTC`; of a clock that can't be right it says so.
pub(super) fn now() -> String {
    told(SystemTime::now())
}

fn told(now: SystemTime) -> String {
    match now.duration_since(UNIX_EPOCH).map(|since| since.as_secs()) {
        Ok(seconds @ EARLIEST..) => text(seconds),
        Ok(seconds) => format!("at an unknown time (the clock says {})", text(seconds)),
        Err(_) => "at an unknown time (the clock stands before 1970)".to_owned(),
    }
}

fn text(seconds: u64) -> String {
    let (days, minutes) = (seconds / 86_400, seconds % 86_400 / 60);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// Year, month and day of a day counted from 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    const ERA: u64 = 146_097; // days in 400 years
    // Counted from the first of March of year 0, the leap day is the last of its year.
    let days = days + 719_468;
    let (era, day) = (days / ERA, days % ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + later, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_that_cannot_be_right_is_told() {
        let after = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let table = [
            (
                UNIX_EPOCH - Duration::from_secs(1),
                "at an unknown time (the clock stands before 1970)",
            ),
            (after(0), "at an unknown time (the clock says 1970-01-01 00:00 UTC)"),
            (after(EARLIEST - 1), "at an unknown time (the clock says 2025-12-31 23:59 UTC)"),
            (after(EARLIEST), "2026-01-01 00:00 UTC"),
        ];
        for (now, expected) in table {
            assert_eq!(told(now), expected);
        }
    }

    #[test]
    fn seconds_become_dates() {
        let table = [
            (0, "1970-01-01 00:00 UTC"),
            (951_782_399, "2000-02-28 23:59 UTC"),
            (951_782_400, "2000-02-29 00:00 UTC"),
            (951_868_800, "2000-03-01 00:00 UTC"),
            (1_795_230_840, "2026-11-21 03:14 UTC"),
            (4_107_542_400, "2100-03-01 00:00 UTC"),
        ];
        for (seconds, expected) in table {
            assert_eq!(text(seconds), expected);
        }
    }
}
