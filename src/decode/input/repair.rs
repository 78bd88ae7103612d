//! What had to be changed or ignored to read a paste. Every repair is reported, since a wrong
//! repair can explain a wrong result.

use crate::text::string_enum;

string_enum! {
    /// A step that changed or ignored a part of the paste.
    Repair {
        /// The bytes are UTF-16.
        Utf16 = "decoded as UTF-16",
        /// Some bytes are not UTF-8.
        InvalidUtf8 = "replaced invalid UTF-8",
        /// There were characters that a terminal does not show.
        Invisible = "removed invisible characters",
        /// There were terminal escape sequences or control characters.
        ControlSequences = "removed terminal escape sequences",
        /// There was a frame around the text.
        BoxDrawing = "removed box drawing",
        /// There were spaces other than U+0020.
        NoBreakSpaces = "replaced no-break spaces",
        /// There was text before the body, or quotes around it.
        OuterText = "ignored text around the body",
        /// The body was escaped, such as inside a string.
        Unescaped = "unescaped the body",
        /// The body uses other quotes, words or separators than JSON.
        NonStrictJson = "not strict JSON",
        /// The body ends early.
        Truncated = "body truncated",
        /// Lines were wrapped.
        Rejoined = "rejoined wrapped lines",
        /// Every line began with a log prefix.
        PrefixesRemoved = "removed line prefixes",
        /// Lines began with the marks of a quotation in mail or Markdown.
        QuoteMarks = "removed quote marks",
        /// Lines began with the marks of a diff.
        DiffMarks = "removed diff marks",
        /// Line breaks were written as words or numbers.
        LineBreaks = "restored line breaks",
        /// The text, or a part of it, was in base64.
        Base64 = "decoded base64",
        /// The text was in the quoted-printable encoding of mail.
        QuotedPrintable = "decoded quoted-printable",
        /// The text was percent-encoded.
        PercentDecoded = "decoded percent-encoding",
        /// There were more errors than are kept.
        Shortened = "left out all but the first 1,000 errors",
    }
}

/// The repairs of a paste, each once, in the order of their first use.
#[derive(Debug, Default, Clone)]
pub struct Repairs {
    done: Vec<Repair>,
}

impl Repairs {
    /// Adds a repair unless it is already there.
    pub fn add(&mut self, repair: Repair) {
        if !self.done.contains(&repair) {
            self.done.push(repair);
        }
    }

    /// Adds the repairs of `others`.
    pub fn extend(&mut self, others: &Self) {
        others.done.iter().for_each(|&repair| self.add(repair));
    }

    /// Whether a damaged body was read, so that another layout of the text may be better.
    pub fn is_doubtful(&self) -> bool {
        self.done.iter().any(|repair| matches!(repair, Repair::NonStrictJson | Repair::Truncated))
    }

    /// Whether they only concern what is put around lines and where lines end.
    pub fn are_of_lines(&self) -> bool {
        let is_of_lines = |repair: &Repair| {
            matches!(
                repair,
                Repair::PrefixesRemoved | Repair::QuoteMarks | Repair::DiffMarks | Repair::Rejoined
            )
        };
        self.done.iter().all(is_of_lines)
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Repair> {
        self.done
    }
}
