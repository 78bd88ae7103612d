//! The steps that changed or skipped something of a paste in order to read it. The reader is told
//! of each, since a wrong repair is the first suspect when an answer looks odd.

/// A step that changed or skipped something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    Utf16,
    InvalidBytes,
    ZeroWidth,
    Escapes,
    BoxDrawing,
    NoBreakSpaces,
    Surroundings,
    Unescaped,
    Dialect,
    Cut,
    Rejoined,
    Unprefixed,
    Percent,
}

/// The steps taken on a paste, each once, in the order in which they were first taken.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    done: Vec<Repair>,
}

impl Repairs {
    pub(super) fn note(&mut self, repair: Repair) {
        if !self.done.contains(&repair) {
            self.done.push(repair);
        }
    }

    /// Whether a body was read that is damaged, so that another reading may be better.
    pub(super) fn doubtful(&self) -> bool {
        self.done.iter().any(|repair| matches!(repair, Repair::Dialect | Repair::Cut))
    }

    pub(super) fn extend(&mut self, others: &Self) {
        others.done.iter().for_each(|&repair| self.note(repair));
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        self.done.iter().map(|repair| repair.sentence().to_owned()).collect()
    }
}

impl Repair {
    const fn sentence(self) -> &'static str {
        match self {
            Self::Utf16 => "read as UTF-16",
            Self::InvalidBytes => "bytes that are no UTF-8 replaced",
            Self::ZeroWidth => "byte order mark and invisible characters skipped",
            Self::Escapes => "terminal colours and control characters skipped",
            Self::BoxDrawing => "box drawing skipped",
            Self::NoBreakSpaces => "no-break spaces read as spaces",
            Self::Surroundings => "text around the body skipped",
            Self::Unescaped => "body unescaped from a string",
            Self::Dialect => "body read although it is no strict JSON",
            Self::Cut => "cut-off body read as far as it goes",
            Self::Rejoined => "wrapped lines rejoined",
            Self::Percent => "percent-encoding undone",
            Self::Unprefixed => "the same beginning of all lines skipped",
        }
    }
}
