//! Error chains as one line of text.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter;

/// An error with its causes, separated by colons. Errors of the operating system are reworded
/// where that is shorter or clearer, and never show their number.
#[must_use]
pub fn describe(error: &(dyn Error + 'static)) -> String {
    let chain = iter::successors(Some(error), |&error| error.source());
    chain.map(describe_one).collect::<Vec<_>>().join(": ")
}

fn describe_one(error: &(dyn Error + 'static)) -> String {
    match error.downcast_ref::<io::Error>() {
        Some(error) if error.raw_os_error().is_some() => describe_os_error(error),
        _ => error.to_string(),
    }
}

fn describe_os_error(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "not a directory".to_owned(),
        ErrorKind::IsADirectory => "is a directory, expected a file".to_owned(),
        _ => {
            let mut text = error.to_string();
            text.truncate(text.find(" (os error").unwrap_or(text.len()));
            if let Some(first) = text.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read `x`")]
    struct Outer(#[source] io::Error);

    #[test]
    fn causes_follow_in_lower_case_without_numbers() {
        let not_found = Outer(ErrorKind::NotFound.into());
        assert_eq!(describe(&not_found), "cannot read `x`: entity not found");
        let custom = Outer(io::Error::other("longer than 1 MiB"));
        assert_eq!(describe(&custom), "cannot read `x`: longer than 1 MiB");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn errors_of_the_system_have_no_number() {
        let describe = |number| describe(&Outer(io::Error::from_raw_os_error(number)));
        assert_eq!(describe(2), "cannot read `x`: no such file");
        assert_eq!(describe(13), "cannot read `x`: permission denied");
        assert_eq!(describe(21), "cannot read `x`: is a directory, expected a file");
        assert_eq!(describe(28), "cannot read `x`: no space left on device");
    }
}
