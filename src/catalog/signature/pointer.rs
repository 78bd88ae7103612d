//! JSON pointers (RFC 6901), parsed and printed in one place.

use std::borrow::Cow;
use std::fmt;

/// The path from a JSON value to one inside it, such as `/error/code`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pointer(Cow<'static, str>);

/// Why a text is not a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PointerError {
    /// Non-empty and without a leading slash.
    #[error("expected it to begin with `/`")]
    NoSlash,
    /// A tilde is not part of `~0` or `~1`.
    #[error("expected `0` or `1` after `~`")]
    BadEscape,
}

impl Pointer {
    /// The pointer that the build script has checked.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Parses a pointer.
    ///
    /// # Errors
    /// Fails if the text violates RFC 6901.
    pub fn parse(text: &str) -> Result<Self, PointerError> {
        if !text.is_empty() && !text.starts_with('/') {
            return Err(PointerError::NoSlash);
        }
        if text.split('~').skip(1).any(|rest| !rest.starts_with(['0', '1'])) {
            return Err(PointerError::BadEscape);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }

    /// The pointer as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names on the path, without escapes.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                // `~01` is `~1`, so `~1` goes first.
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }

    /// The pointer to the member of that name, or to the item of that index.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        Self(Cow::Owned(format!("{self}/{}", token.replace('~', "~0").replace('/', "~1"))))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_rfc_6901() {
        for (token, text) in [("a/b", "/a~1b"), ("m~n", "/m~0n"), ("~1", "/~01"), ("", "/")] {
            let pointer = Pointer::default().child(token);
            assert_eq!(pointer.to_string(), text);
            assert_eq!(Pointer::parse(text), Ok(pointer.clone()));
            assert_eq!(pointer.tokens().collect::<Vec<_>>(), [token]);
        }
        assert_eq!(Pointer::default().tokens().count(), 0);
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(Pointer::parse("error/code"), Err(PointerError::NoSlash));
        assert_eq!(Pointer::parse("/a~2"), Err(PointerError::BadEscape));
        assert_eq!(Pointer::parse("/a~"), Err(PointerError::BadEscape));
    }
}
