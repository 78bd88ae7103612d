//! The binding table.

use std::borrow::Cow;

use ratatui::crossterm::event::KeyCode;

use super::{Binding, Key, Scope};
use crate::tui::keymap::action::Action;

/// Every default binding.
pub const BINDINGS: &[Binding] = {
    use KeyCode::{
        BackTab, Backspace, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right,
        Tab, Up,
    };
    use Scope::{EmptySearch, Entry, Global, Help, List, Palette, Paste, SavePrompt, Share};

    const fn key(code: KeyCode) -> Key {
        Key::plain(code)
    }
    const fn alt(c: char) -> Key {
        Key::alt(KeyCode::Char(c))
    }
    const fn bind(
        scope: Scope,
        keys: &'static [Key],
        action: Action,
        (label, priority): (&'static str, u8),
        help: &'static str,
    ) -> Binding {
        Binding { scope, keys: Cow::Borrowed(keys), action, label, help, priority }
    }
    const HIDDEN: (&str, u8) = ("", 0);

    #[rustfmt::skip]
    const TABLE: &[Binding] = &[
        bind(EmptySearch, &[Key::char('?')], Action::ShowHelp, ("help", 6), "Show the key bindings"),

        bind(List, &[key(Up)], Action::MoveUp, HIDDEN, "Select the previous entry"),
        bind(List, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::MoveDown, HIDDEN, "Select the next entry"),
        bind(List, &[key(PageUp)], Action::PageUp, HIDDEN, "Page up"),
        bind(List, &[key(PageDown)], Action::PageDown, HIDDEN, "Page down"),
        bind(List, &[key(Home)], Action::GoToFirst, HIDDEN, "Select the first entry"),
        bind(List, &[key(End)], Action::GoToLast, HIDDEN, "Select the last entry"),
        bind(List, &[key(Enter)], Action::Open, ("open", 7), "Open the entry"),
        bind(List, &[key(Tab)], Action::SelectNextTab, ("vendor", 5), "Go to the next vendor with matches"),
        bind(List, &[key(BackTab)], Action::SelectPreviousTab, HIDDEN, "Go to the previous vendor with matches"),
        bind(List, &[alt('1'), alt('2'), alt('3'), alt('4'), alt('5'), alt('6'), alt('7'), alt('8'), alt('9')], Action::SelectTab, HIDDEN, "Go to the tab with this number"),
        bind(List, &[Key::alt(Left)], Action::HistoryBack, HIDDEN, "Previous entry in history"),
        bind(List, &[Key::alt(Right)], Action::HistoryForward, HIDDEN, "Next entry in history"),
        bind(List, &[Key::ctrl('p'), Key::ctrl('v')], Action::OpenPaste, ("paste", 4), "Open the paste box (or just paste a response)"),
        bind(List, &[key(Esc)], Action::GoBack, ("back", 3), "Clear the search, then show all vendors"),
        bind(List, &[key(Left), Key::ctrl('b')], Action::CursorLeft, HIDDEN, "Move the cursor left"),
        bind(List, &[key(Right), Key::ctrl('f')], Action::CursorRight, HIDDEN, "Move the cursor right"),
        bind(List, &[Key::ctrl('a')], Action::CursorStart, HIDDEN, "Move the cursor to the start"),
        bind(List, &[Key::ctrl('e')], Action::CursorEnd, HIDDEN, "Move the cursor to the end"),
        bind(List, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, HIDDEN, "Delete the character before the cursor"),
        bind(List, &[key(Delete), Key::ctrl('d')], Action::DeleteForward, HIDDEN, "Delete the character at the cursor"),
        bind(List, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, HIDDEN, "Delete the word before the cursor"),
        bind(List, &[Key::ctrl('u')], Action::Clear, HIDDEN, "Clear the search"),
        bind(List, &[Key::ctrl('t')], Action::Share, ("copy", 2), "Copy or save the entry, or open its page"),
        bind(List, &[Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "Open the command palette"),
        bind(List, &[key(F(1))], Action::ShowHelp, ("help", 6), "Show the key bindings"),

        bind(Entry, &[key(Down), Key::char('j')], Action::MoveDown, ("scroll", 4), "Scroll down"),
        bind(Entry, &[key(Up), Key::char('k')], Action::MoveUp, HIDDEN, "Scroll up"),
        bind(Entry, &[key(PageDown), Key::char(' '), Key::ctrl('d'), Key::ctrl('f')], Action::PageDown, HIDDEN, "Page down"),
        bind(Entry, &[key(PageUp), Key::ctrl('u'), Key::ctrl('b')], Action::PageUp, HIDDEN, "Page up"),
        bind(Entry, &[key(Home), Key::char('g')], Action::GoToFirst, HIDDEN, "Go to the top"),
        bind(Entry, &[key(End), Key::char('G')], Action::GoToLast, HIDDEN, "Go to the end"),
        bind(Entry, &[key(Tab)], Action::SelectNextRelated, ("related", 6), "Select the next related entry"),
        bind(Entry, &[key(BackTab)], Action::SelectPreviousRelated, HIDDEN, "Select the previous related entry"),
        bind(Entry, &[key(Enter), Key::char('l'), key(Right)], Action::Open, ("jump", 4), "Open the selected related entry"),
        bind(Entry, &[Key::char('n')], Action::OpenNextEntry, ("next", 3), "Open the next entry of the list"),
        bind(Entry, &[Key::char('N'), Key::char('p')], Action::OpenPreviousEntry, HIDDEN, "Open the previous entry of the list"),
        bind(Entry, &[Key::alt(Left), Key::char('[')], Action::HistoryBack, HIDDEN, "Previous entry in history"),
        bind(Entry, &[Key::alt(Right), Key::char(']')], Action::HistoryForward, HIDDEN, "Next entry in history"),
        bind(Entry, &[key(Esc), key(Left), Key::char('h'), Key::char('q')], Action::GoBack, ("back", 7), "Go back"),
        bind(Entry, &[Key::char('/')], Action::FocusSearch, ("search", 5), "Go to the search"),
        bind(Entry, &[Key::char('1'), Key::char('2'), Key::char('3'), Key::char('4'), Key::char('5'), Key::char('6'), Key::char('7'), Key::char('8'), Key::char('9')], Action::SelectTab, HIDDEN, "Go to the tab with this number"),
        bind(Entry, &[Key::ctrl('p'), Key::ctrl('v')], Action::OpenPaste, ("paste", 3), "Open the paste box"),
        bind(Entry, &[Key::char('y'), Key::ctrl('t')], Action::Share, ("copy", 4), "Copy or save the entry, or open its page"),
        bind(Entry, &[Key::char(':'), Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "Open the command palette"),
        bind(Entry, &[Key::char('?'), key(F(1))], Action::ShowHelp, ("help", 6), "Show the key bindings"),

        bind(Paste, &[key(Enter)], Action::Open, ("open", 7), "Open the finding's entry, filled in with values from the paste"),
        bind(Paste, &[key(Tab)], Action::SelectNextFinding, ("next finding", 5), "Select the next finding and highlight its evidence"),
        bind(Paste, &[key(BackTab)], Action::SelectPreviousFinding, HIDDEN, "Select the previous finding"),
        bind(Paste, &[key(PageDown)], Action::PageDown, ("scroll", 3), "Scroll the findings down"),
        bind(Paste, &[key(PageUp)], Action::PageUp, HIDDEN, "Scroll the findings up"),
        bind(Paste, &[Key::alt(Up)], Action::PreviousPaste, ("earlier paste", 2), "Show the previous paste (pastes are never written to disk)"),
        bind(Paste, &[Key::alt(Down)], Action::NextPaste, HIDDEN, "Show the next paste"),
        bind(Paste, &[Key::alt(Enter), Key::ctrl('j')], Action::InsertNewline, HIDDEN, "Insert a line break"),
        bind(Paste, &[Key::ctrl('u')], Action::Clear, HIDDEN, "Clear the text"),
        bind(Paste, &[alt('z'), Key::ctrl('_')], Action::Undo, HIDDEN, "Undo"),
        bind(Paste, &[Key::ctrl('y')], Action::Redo, HIDDEN, "Redo"),
        bind(Paste, &[Key::ctrl('t')], Action::Share, ("copy", 5), "Copy or save the finding's incident note"),
        bind(Paste, &[key(Esc)], Action::GoBack, ("back", 6), "Close the paste box"),
        bind(Paste, &[Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "Open the command palette"),
        bind(Paste, &[key(F(1))], Action::ShowHelp, ("help", 4), "Show the key bindings"),

        bind(Help, &[key(Esc), Key::char('q'), key(Enter), Key::char('?'), key(F(1))], Action::GoBack, ("close", 7), "Close the help"),
        bind(Help, &[key(Down), Key::char('j')], Action::MoveDown, ("scroll", 3), "Scroll down"),
        bind(Help, &[key(Up), Key::char('k')], Action::MoveUp, HIDDEN, "Scroll up"),
        bind(Help, &[key(PageDown), Key::char(' ')], Action::PageDown, HIDDEN, "Page down"),
        bind(Help, &[key(PageUp)], Action::PageUp, HIDDEN, "Page up"),
        bind(Help, &[key(Home), Key::char('g')], Action::GoToFirst, HIDDEN, "Go to the top"),
        bind(Help, &[key(End), Key::char('G')], Action::GoToLast, HIDDEN, "Go to the end"),

        bind(Palette, &[key(Enter)], Action::Open, ("run", 7), "Run the selected command"),
        bind(Palette, &[key(Esc), Key::ctrl('k')], Action::GoBack, ("close", 6), "Close the command palette"),
        bind(Palette, &[key(Up), Key::ctrl('p')], Action::MoveUp, HIDDEN, "Select the previous command"),
        bind(Palette, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::MoveDown, HIDDEN, "Select the next command"),
        bind(Palette, &[key(PageUp)], Action::PageUp, HIDDEN, "Page up"),
        bind(Palette, &[key(PageDown)], Action::PageDown, HIDDEN, "Page down"),
        bind(Palette, &[key(Left)], Action::CursorLeft, HIDDEN, "Move the cursor left"),
        bind(Palette, &[key(Right)], Action::CursorRight, HIDDEN, "Move the cursor right"),
        bind(Palette, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, HIDDEN, "Delete the character before the cursor"),
        bind(Palette, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, HIDDEN, "Delete the word before the cursor"),
        bind(Palette, &[Key::ctrl('u')], Action::Clear, HIDDEN, "Clear the line"),

        bind(Share, &[Key::char('n'), key(Enter)], Action::CopyNote, ("note", 7), "Copy the incident note (secrets masked)"),
        bind(Share, &[Key::char('c')], Action::CopyCode, ("code", 5), "Copy the code"),
        bind(Share, &[Key::char('m')], Action::CopyMessage, ("message", 4), "Copy the message"),
        bind(Share, &[Key::char('e')], Action::CopyEntry, HIDDEN, "Copy the entry as Markdown"),
        bind(Share, &[Key::char('j')], Action::CopyJson, HIDDEN, "Copy as JSON"),
        bind(Share, &[Key::char('s')], Action::SaveNote, ("save", 4), "Save to a file (.md or .json)"),
        bind(Share, &[Key::char('o')], Action::OpenUrl, ("page", 3), "Open the vendor's page in the web browser"),
        bind(Share, &[Key::char('v')], Action::ShowPlainText, ("view", 3), "Show the note as plain text (for mouse selection)"),
        bind(Share, &[Key::char('?'), key(F(1))], Action::ShowHelp, HIDDEN, "Show the key bindings"),
        bind(Share, &[key(Esc), Key::char('q'), Key::ctrl('t')], Action::GoBack, ("close", 6), "Close"),

        bind(SavePrompt, &[key(Enter)], Action::Open, ("save", 7), "Save (press Enter twice to overwrite an existing file)"),
        bind(SavePrompt, &[key(Esc)], Action::GoBack, ("cancel", 6), "Cancel"),
        bind(SavePrompt, &[key(Left), Key::ctrl('b')], Action::CursorLeft, HIDDEN, "Move the cursor left"),
        bind(SavePrompt, &[key(Right), Key::ctrl('f')], Action::CursorRight, HIDDEN, "Move the cursor right"),
        bind(SavePrompt, &[key(Home), Key::ctrl('a')], Action::CursorStart, HIDDEN, "Move the cursor to the start"),
        bind(SavePrompt, &[key(End), Key::ctrl('e')], Action::CursorEnd, HIDDEN, "Move the cursor to the end"),
        bind(SavePrompt, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, HIDDEN, "Delete the character before the cursor"),
        bind(SavePrompt, &[key(Delete), Key::ctrl('d')], Action::DeleteForward, HIDDEN, "Delete the character at the cursor"),
        bind(SavePrompt, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, HIDDEN, "Delete the word before the cursor"),
        bind(SavePrompt, &[Key::ctrl('u')], Action::Clear, HIDDEN, "Clear the name"),

        bind(Global, &[Key::ctrl('z')], Action::Suspend, HIDDEN, "Suspend (resume with fg)"),
        bind(Global, &[Key::ctrl('c')], Action::Quit, ("quit", 8), "Quit"),
    ];
    TABLE
};
