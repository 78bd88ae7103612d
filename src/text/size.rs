//! Sizes as text.

/// A number of bytes in a short form.
pub(crate) fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    const GB: u64 = KB * MB;
    let with_tenth = |unit: u64| format!("{}.{}", bytes / unit, bytes % unit * 10 / unit);
    match bytes {
        ..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes / KB),
        MB..GB => format!("{} MB", with_tenth(MB)),
        GB.. => format!("{} GB", with_tenth(GB)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 1023, 1024, 65_000, 1024 * 1024, 1_600_000, 5 << 29].map(size);
        assert_eq!(sizes, ["0 bytes", "1023 bytes", "1 KB", "63 KB", "1.0 MB", "1.5 MB", "2.5 GB"]);
    }
}
