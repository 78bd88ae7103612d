//! The parts that presented text is made of.

use std::fmt;

use crate::text::string_enum;

/// Placeholder for a field without lines.
pub const NOT_DOCUMENTED: &str = "not documented";

string_enum! {
    /// The labels of fields. One label has one meaning, wherever it is shown.
    Label {
        /// The intermediary that responded instead of the API.
        AnsweredBy = "Answered by",
        /// Other spellings under which the entry is found.
        Aliases = "Aliases",
        /// Other claimed findings of the response.
        AlsoFound = "Also in this response",
        /// Findings that are not claimed.
        AlsoConsidered = "Also considered",
        /// The code in a response.
        Code = "Code",
        /// How sure a finding is.
        Confidence = "Confidence",
        /// When the text was written, and by which version.
        Created = "Created",
        /// The texts of the response that the signature's details point to.
        Details = "Details",
        /// An entry in the form of a catalog file.
        DraftEntry = "Draft entry",
        /// The endpoint of the request that failed.
        Endpoint = "Endpoint",
        /// The endpoints that return the code.
        Endpoints = "Endpoints",
        /// Reasons for and against a finding.
        Evidence = "Evidence",
        /// The members of a response that is not recognised.
        Fields = "Fields",
        /// The alias that led to an entry.
        FoundBy = "Found by",
        /// The group that the source files the code under.
        Group = "Group",
        /// The HTTP status.
        Http = "HTTP",
        /// Success or alert, where the code does not report an error.
        Kind = "Kind",
        /// What people call the error.
        Keywords = "Also found as",
        /// The meaning of the code.
        Meaning = "Meaning",
        /// The only message of the entry.
        Message = "Message",
        /// The messages of the entry.
        Messages = "Messages",
        /// The symbolic names that the heading does not show.
        Names = "Names",
        /// errdex's own advice.
        NextStep = "Next step",
        /// A defect of the source and how it was read.
        Note = "Note",
        /// When the error happened, and how often.
        Occurred = "Occurred",
        /// The repairs made to read the response.
        Repairs = "Repairs",
        /// The message as the response has it.
        ResponseMessage = "Response message",
        /// The ids of the request that failed.
        RequestIds = "Request ids",
        /// Whether a retry can help.
        Retry = "Retry",
        /// The source of the entry.
        Source = "Source",
        /// What the user's team wrote about the entry.
        TeamNotes = "Team notes",
        /// The values that the response has for the placeholders of a message.
        Values = "Values",
        /// Whose code it is.
        Vendor = "Vendor",
    }
}

impl Label {
    /// An annotation to show with the label, if there is room.
    #[must_use]
    pub fn annotation(self) -> Option<&'static str> {
        match self {
            Self::NextStep => Some("errdex's advice"),
            Self::DraftEntry => Some("for a catalog file of your own"),
            _ => None,
        }
    }
}

/// The role of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRole {
    /// errdex's own text.
    Plain,
    /// Prose of a catalog, such as a description.
    Prose,
    /// errdex's own advice.
    Advice,
    /// The vendor's name.
    Vendor,
    /// A code.
    Code,
    /// A symbolic name, a message, an endpoint: verbatim.
    Literal,
    /// The methods of an endpoint.
    Method,
    /// A text of the response.
    Captured,
    /// An HTTP status.
    Status(u16),
    /// The address of a page.
    Link,
    /// The mark before the message that was matched.
    Mark,
    /// Secondary text.
    Muted,
    /// Good, or evidence for a finding.
    Good,
    /// To be careful with.
    Warn,
    /// Bad, or evidence against a finding.
    Bad,
}

impl TextRole {
    /// Whether the text is searchable, so that matches of a query are highlighted.
    #[must_use]
    pub fn is_searchable(self) -> bool {
        matches!(self, Self::Prose | Self::Advice | Self::Code | Self::Literal)
    }

    /// Whether the text is verbatim, as an API sends it.
    #[must_use]
    pub fn is_literal(self) -> bool {
        matches!(self, Self::Code | Self::Literal | Self::Method | Self::Captured)
    }
}

/// A piece of text of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The role of the text.
    pub role: TextRole,
    /// The text as it is in the catalog or the response: not yet printable.
    pub text: String,
}

/// A line of text, to be wrapped as needed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// A prefix, in a column common to the lines of a field: the methods of an
    /// endpoint, the sign of evidence, the mark of the message that was matched.
    pub lead: Option<Run>,
    /// The text.
    pub runs: Vec<Run>,
}

impl Line {
    /// A line of one role.
    pub fn new(role: TextRole, text: impl Into<String>) -> Self {
        Self::default().with(role, text)
    }

    /// The line with `text` appended.
    #[must_use]
    pub fn with(mut self, role: TextRole, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run { role, text });
        }
        self
    }

    /// The line with the runs of another appended.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// The line with `text` as its prefix.
    #[must_use]
    pub fn led_by(mut self, role: TextRole, text: impl Into<String>) -> Self {
        self.lead = Some(Run { role, text: text.into() });
        self
    }
}

/// The text without its roles and without the prefix.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.runs.iter().try_for_each(|run| f.write_str(&run.text))
    }
}

/// A labelled part of an entry, a finding or a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The label.
    pub label: Label,
    /// The lines. Empty if the source documents nothing, which is shown as [`NOT_DOCUMENTED`].
    pub lines: Vec<Line>,
}

impl Field {
    /// A field that is shown even without lines.
    pub fn new(label: Label, lines: impl IntoIterator<Item = Line>) -> Self {
        Self { label, lines: lines.into_iter().collect() }
    }

    /// A field with one line for each text, all of one role.
    pub fn texts<T: Into<String>>(
        label: Label,
        role: TextRole,
        texts: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::new(label, texts.into_iter().map(|text| Line::new(role, text)))
    }

    /// The field, if it has lines.
    #[must_use]
    pub fn if_any(self) -> Option<Self> {
        Some(self).filter(Self::is_documented)
    }

    /// The label with its annotation, such as `Next step (errdex's advice)`.
    #[must_use]
    pub fn full_label(&self) -> String {
        match self.label.annotation() {
            Some(annotation) => format!("{} ({annotation})", self.label),
            None => self.label.to_string(),
        }
    }

    /// Whether there are lines to show.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        !self.lines.is_empty()
    }

    /// The columns of the widest lead, which is ASCII or one column wide.
    #[must_use]
    pub fn lead_width(&self) -> usize {
        let leads = self.lines.iter().filter_map(|line| line.lead.as_ref());
        leads.map(|lead| lead.text.chars().count()).max().unwrap_or(0)
    }
}
