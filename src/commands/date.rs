//! The current date, as notes and catalogs have it.

use jiff::Timestamp;

/// The date and time, such as `2026-11-20 03:14 UTC`.
pub fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The date, such as `2026-11-20`.
pub fn today() -> String {
    Timestamp::now().strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_has_minutes_and_a_zone() {
        let now = now();
        assert_eq!(now.len(), "2026-11-20 03:14 UTC".len(), "{now}");
        assert!(now.starts_with("20") && now.ends_with(" UTC"), "{now}");
    }
}
