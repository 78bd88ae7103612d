//! Runs of characters before and after a position. In tests, the characters that are looked at are
//! counted, to check that they grow no faster than the text.

/// The longest prefix of `text` of characters that are all `is_part`.
pub fn leading(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let run = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
    steps::add(run.len());
    run
}

/// The longest suffix of `text` of characters that are all `is_part`.
pub fn trailing(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let run = &text[text.trim_end_matches(is_part).len()..];
    steps::add(run.len());
    run
}

/// Counts steps of work in the thread.
#[cfg(test)]
pub mod steps {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// Adds steps, and one for the call.
    pub fn add(count: usize) {
        STEPS.set(STEPS.get() + count + 1);
    }

    /// The steps that `run` takes.
    pub fn of<T>(run: impl FnOnce() -> T) -> usize {
        let before = STEPS.get();
        run();
        STEPS.get() - before
    }
}

/// Counts nothing.
#[cfg(not(test))]
pub mod steps {
    pub const fn add(_: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_and_counted() {
        let is_digit = |c: char| c.is_ascii_digit();
        assert_eq!((leading("12é", is_digit), trailing("é12", is_digit)), ("12", "12"));
        assert_eq!((leading("é", is_digit), trailing("12", is_digit)), ("", "12"));
        assert_eq!(steps::of(|| leading("123a", is_digit)), 4);
    }
}
