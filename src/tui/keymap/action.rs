//! Actions that keys trigger. They have no fields, so the configuration can name each one.

use crate::text::string_enum;

string_enum! {
    /// An action that keys can be bound to; typed text is not an action.
    Action {
        /// Moves up one line or row.
        MoveUp = "move-up",
        /// Moves down one line or row.
        MoveDown = "move-down",
        /// Moves up one page.
        PageUp = "page-up",
        /// Moves down one page.
        PageDown = "page-down",
        /// Moves to the first line or row.
        GoToFirst = "go-to-first",
        /// Moves to the last line or row.
        GoToLast = "go-to-last",
        /// Opens or confirms the selection.
        Open = "open",
        /// Goes back one step; never quits.
        GoBack = "go-back",
        /// Quits.
        Quit = "quit",
        /// Selects the next vendor's tab.
        SelectNextTab = "select-next-tab",
        /// Selects the previous vendor's tab.
        SelectPreviousTab = "select-previous-tab",
        /// Selects the tab with the number on the key.
        SelectTab = "select-tab",
        /// Opens the next entry of the list.
        OpenNextEntry = "open-next-entry",
        /// Opens the previous entry of the list.
        OpenPreviousEntry = "open-previous-entry",
        /// Shows the open entry on the whole width, or beside the list again.
        Zoom = "zoom",
        /// Finds text in the open entry.
        Find = "find",
        /// Scrolls the preview up.
        ScrollPreviewUp = "scroll-preview-up",
        /// Scrolls the preview down.
        ScrollPreviewDown = "scroll-preview-down",
        /// Selects the next related entry.
        SelectNextRelated = "select-next-related",
        /// Selects the previous related entry.
        SelectPreviousRelated = "select-previous-related",
        /// Opens the previous entry in the history.
        HistoryBack = "history-back",
        /// Opens the next entry in the history.
        HistoryForward = "history-forward",
        /// Returns to the search line and keeps its text.
        FocusSearch = "focus-search",
        /// Opens the paste box.
        OpenPaste = "open-paste",
        /// Shows the previous paste.
        PreviousPaste = "previous-paste",
        /// Shows the next paste.
        NextPaste = "next-paste",
        /// Shows the key bindings.
        ShowHelp = "show-help",
        /// Searches the help.
        SearchHelp = "search-help",
        /// Lists the themes in the command palette.
        ChooseTheme = "choose-theme",
        /// Opens the command palette.
        OpenPalette = "open-palette",
        /// Moves the cursor left.
        CursorLeft = "cursor-left",
        /// Moves the cursor right.
        CursorRight = "cursor-right",
        /// Moves the cursor to the start of the line.
        CursorStart = "cursor-start",
        /// Moves the cursor to the end of the line.
        CursorEnd = "cursor-end",
        /// Deletes the character before the cursor.
        DeleteBackward = "delete-backward",
        /// Deletes the character at the cursor.
        DeleteForward = "delete-forward",
        /// Deletes the word before the cursor.
        DeleteWord = "delete-word",
        /// Clears the line or the paste box.
        Clear = "clear",
        /// Selects the next finding of the paste.
        SelectNextFinding = "select-next-finding",
        /// Selects the previous finding of the paste.
        SelectPreviousFinding = "select-previous-finding",
        /// Edits the text in the paste box.
        EditText = "edit-text",
        /// Pretty-prints the JSON in the paste box, or shows it as pasted.
        PrettyPrint = "pretty-print",
        /// Starts a new line in the paste box.
        InsertNewline = "insert-newline",
        /// Undoes the last change in the paste box.
        Undo = "undo",
        /// Redoes the last undone change.
        Redo = "redo",
        /// Opens the log page: the text of the paste box, or the log that was open last.
        BrowseLog = "browse-log",
        /// Opens the entry of the selected code of a log.
        OpenEntry = "open-entry",
        /// Moves the selected time of a log to an earlier one.
        MoveRangeEarlier = "move-range-earlier",
        /// Moves the selected time of a log to a later one.
        MoveRangeLater = "move-range-later",
        /// Selects a longer time of a log.
        ExtendRange = "extend-range",
        /// Selects a shorter time of a log.
        ShrinkRange = "shrink-range",
        /// Shows the whole time of a log.
        ClearRange = "clear-range",
        /// Opens the copy and save menu.
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
        /// Shows the incident note as plain text outside the alternate screen.
        ShowPlainText = "show-plain-text",
        /// Opens the vendor's page in the web browser.
        OpenUrl = "open-url",
        /// Asks for a file name and saves the incident note.
        SaveNote = "save-note",
        /// Shows the incident note with the response, to be copied or saved.
        PreviewNote = "preview-note",
        /// Writes a note on the entry.
        AddNote = "add-note",
        /// Drafts an entry for a code that its catalog does not list.
        DraftEntry = "draft-entry",
        /// Saves the text of the editor.
        Save = "save",
        /// Goes to the other pane.
        SwitchPane = "switch-pane",
        /// Uses the selected table or row of a reviewed page, or leaves it out.
        Toggle = "toggle",
        /// Gives the selected column of a reviewed page the next role.
        NextRole = "next-role",
        /// Gives the selected column of a reviewed page the previous role.
        PreviousRole = "previous-role",
        /// Loads the user's catalogs again.
        ReloadCatalogs = "reload-catalogs",
        /// Suspends the program.
        Suspend = "suspend",
    }
}

impl Action {
    /// Whether it copies, saves or opens the selection. These actions are declared in a row.
    pub(crate) fn shares_selection(self) -> bool {
        (Self::CopyCode..=Self::SaveNote).contains(&self)
    }

    /// Whether it moves through lines or rows.
    pub(crate) fn is_motion(self) -> bool {
        self.move_from(0, 0, 0).is_some()
    }

    /// The position after moving from `at`, where `page` rows are visible and `last` is the end;
    /// `None` if the action does not move.
    pub(crate) fn move_from(self, at: usize, page: usize, last: usize) -> Option<usize> {
        // Keep one row visible for orientation.
        let page = page.saturating_sub(1).max(1);
        // The screen may have grown since the last move.
        let at = at.min(last);
        let to = match self {
            Self::MoveUp => at.saturating_sub(1),
            Self::MoveDown => at.saturating_add(1),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => at.saturating_add(page),
            Self::GoToFirst => 0,
            Self::GoToLast => last,
            _ => return None,
        };
        Some(to.min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::Action::{self, GoToFirst, GoToLast, MoveDown, MoveUp, PageDown, PageUp};

    #[test]
    fn motions_stay_in_bounds() {
        let table: &[(Action, usize, usize)] = &[
            (MoveUp, 0, 0),
            (MoveUp, 5, 4),
            (MoveUp, 12, 8),
            (MoveDown, 5, 6),
            (MoveDown, 9, 9),
            (PageUp, 5, 2),
            (PageUp, 1, 0),
            (PageDown, 5, 8),
            (PageDown, 8, 9),
            (GoToFirst, 7, 0),
            (GoToLast, 2, 9),
        ];
        for &(motion, from, to) in table {
            assert_eq!(motion.move_from(from, 4, 9), Some(to), "{motion:?} from {from}");
        }
    }

    #[test]
    fn a_page_moves_at_least_one_row() {
        for page in 0..=2 {
            assert_eq!(PageDown.move_from(0, page, 9), Some(1));
        }
        assert_eq!(GoToLast.move_from(0, 0, 0), Some(0));
    }
}
