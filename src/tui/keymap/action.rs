//! What a key can ask for. Fieldless, so that bindings, help and configuration can name each.

use crate::text::string_enum;

string_enum! {
    /// What a key can ask for; typed text is not an action.
    Action {
        /// One line or row up.
        MoveUp = "move-up",
        /// One line or row down.
        MoveDown = "move-down",
        /// One screen up.
        PageUp = "page-up",
        /// One screen down.
        PageDown = "page-down",
        /// To the first line or row.
        GoToFirst = "go-to-first",
        /// To the last line or row.
        GoToLast = "go-to-last",
        /// Into what is selected.
        Open = "open",
        /// One step back; never out of the program.
        GoBack = "go-back",
        /// Out of the program.
        Quit = "quit",
        /// The next vendor's tab.
        SelectNextTab = "select-next-tab",
        /// The previous vendor's tab.
        SelectPreviousTab = "select-previous-tab",
        /// The tab with the number of the key.
        SelectTab = "select-tab",
        /// The next entry of the list, to read it.
        OpenNextEntry = "open-next-entry",
        /// The previous entry of the list, to read it.
        OpenPreviousEntry = "open-previous-entry",
        /// The next of the related entries.
        SelectNextRelated = "select-next-related",
        /// The previous of the related entries.
        SelectPreviousRelated = "select-previous-related",
        /// To the entry that was read before.
        HistoryBack = "history-back",
        /// To the entry that was read after.
        HistoryForward = "history-forward",
        /// To the search line, with its text.
        FocusSearch = "focus-search",
        /// The paste box.
        OpenPaste = "open-paste",
        /// The text that was pasted before.
        PreviousPaste = "previous-paste",
        /// The text that was pasted after.
        NextPaste = "next-paste",
        /// The list of keys.
        ShowHelp = "show-help",
        /// Everything that can be done.
        OpenPalette = "open-palette",
        /// The cursor of the search line to the left.
        CursorLeft = "cursor-left",
        /// The cursor of the search line to the right.
        CursorRight = "cursor-right",
        /// The cursor of the search line to its start.
        CursorStart = "cursor-start",
        /// The cursor of the search line to its end.
        CursorEnd = "cursor-end",
        /// Deletes the character before the cursor of the search line.
        DeleteBackward = "delete-backward",
        /// Deletes the character at the cursor of the search line.
        DeleteForward = "delete-forward",
        /// Deletes the word before the cursor of the search line.
        DeleteWord = "delete-word",
        /// Empties the search line, or the paste box.
        Clear = "clear",
        /// The next finding of the paste.
        SelectNextFinding = "select-next-finding",
        /// The previous finding of the paste.
        SelectPreviousFinding = "select-previous-finding",
        /// A new line in the paste box.
        InsertNewline = "insert-newline",
        /// Takes back the last change of the paste box.
        Undo = "undo",
        /// Makes the last change that was taken back.
        Redo = "redo",
        /// The ways to take away what is chosen.
        Share = "share",
        /// Copies the code.
        CopyCode = "copy-code",
        /// Copies the message.
        CopyMessage = "copy-message",
        /// Copies the entry as Markdown.
        CopyEntry = "copy-entry",
        /// Copies the incident note.
        CopyNote = "copy-note",
        /// Copies the entry, or the report on the paste, as JSON.
        CopyJson = "copy-json",
        /// Shows the incident note as plain text on a screen without anything else.
        ShowPlainText = "show-plain-text",
        /// Opens the vendor's page in the web browser.
        OpenUrl = "open-url",
        /// Asks for a file to save the incident note to.
        SaveNote = "save-note",
        /// Stops the program until the shell lets it go on.
        Suspend = "suspend",
    }
}

impl Action {
    /// Whether it takes away what is chosen.
    pub(crate) fn takes(self) -> bool {
        matches!(
            self,
            Self::CopyCode
                | Self::CopyMessage
                | Self::CopyEntry
                | Self::CopyNote
                | Self::CopyJson
                | Self::ShowPlainText
                | Self::OpenUrl
                | Self::SaveNote
        )
    }

    /// Whether what it does on the list depends on what matches.
    pub(crate) fn needs_matches(self) -> bool {
        self.takes()
            || matches!(
                self,
                Self::MoveUp
                    | Self::MoveDown
                    | Self::PageUp
                    | Self::PageDown
                    | Self::GoToFirst
                    | Self::GoToLast
                    | Self::Open
                    | Self::SelectNextTab
                    | Self::SelectPreviousTab
                    | Self::SelectTab
                    | Self::OpenNextEntry
                    | Self::OpenPreviousEntry
                    | Self::HistoryBack
                    | Self::HistoryForward
                    | Self::Share
            )
    }
}

/// A move along lines or rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Motion {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl Motion {
    /// Where the move leads from `at`, with `page` rows on the screen, not beyond `last`.
    pub(crate) fn apply(self, at: usize, page: usize, last: usize) -> usize {
        // One row stays in sight, so that the eye finds its place again.
        let page = page.saturating_sub(1).max(1);
        // The screen may have grown since `at` was reached.
        let at = at.min(last);
        let to = match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => at.saturating_add(1),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => at.saturating_add(page),
            Self::First => 0,
            Self::Last => last,
        };
        to.min(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Motion::{self, Down, First, Last, PageDown, PageUp, Up};

    #[test]
    fn moves_stay_inside() {
        let table: &[(Motion, usize, usize)] = &[
            (Up, 0, 0),
            (Up, 5, 4),
            (Up, 12, 8),
            (Down, 5, 6),
            (Down, 9, 9),
            (PageUp, 5, 2),
            (PageUp, 1, 0),
            (PageDown, 5, 8),
            (PageDown, 8, 9),
            (First, 7, 0),
            (Last, 2, 9),
        ];
        for &(motion, from, to) in table {
            assert_eq!(motion.apply(from, 4, 9), to, "{motion:?} from {from}");
        }
    }

    #[test]
    fn a_page_moves_even_where_nothing_fits() {
        for page in 0..=2 {
            assert_eq!(PageDown.apply(0, page, 9), 1);
        }
        assert_eq!(Last.apply(0, 0, 0), 0);
    }
}
