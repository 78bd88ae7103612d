//! The table itself.

use std::borrow::Cow;

use ratatui::crossterm::event::KeyCode;

use super::{Binding, Key, Scope};
use crate::tui::keymap::action::Action;

/// The table.
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
    const QUIET: (&str, u8) = ("", 0);

    #[rustfmt::skip]
    const TABLE: &[Binding] = &[
        bind(EmptySearch, &[Key::char('?')], Action::ShowHelp, ("help", 6), "Show the keys."),

        bind(List, &[key(Up)], Action::MoveUp, QUIET, "Select the entry above."),
        bind(List, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::MoveDown, QUIET, "Select the entry below."),
        bind(List, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(List, &[key(PageDown)], Action::PageDown, QUIET, "Go one screen down."),
        bind(List, &[key(Home)], Action::GoToFirst, QUIET, "Select the first entry."),
        bind(List, &[key(End)], Action::GoToLast, QUIET, "Select the last entry."),
        bind(List, &[key(Enter)], Action::Open, ("read", 7), "Read the selected entry; the keys then scroll it."),
        bind(List, &[key(Tab)], Action::SelectNextTab, ("vendor", 5), "Go to the next vendor with a match."),
        bind(List, &[key(BackTab)], Action::SelectPreviousTab, QUIET, "Go to the previous vendor with a match."),
        bind(List, &[alt('1'), alt('2'), alt('3'), alt('4'), alt('5'), alt('6'), alt('7'), alt('8'), alt('9')], Action::SelectTab, QUIET, "Go to the tab with that number."),
        bind(List, &[Key::alt(Left)], Action::HistoryBack, QUIET, "Go back to the entry that was read last."),
        bind(List, &[Key::alt(Right)], Action::HistoryForward, QUIET, "Go forward again."),
        bind(List, &[Key::ctrl('p'), Key::ctrl('v')], Action::OpenPaste, ("paste", 4), "Open the paste box. A pasted response opens it by itself."),
        bind(List, &[key(Esc)], Action::GoBack, ("back", 3), "Clear the search, then go back to all vendors. It never quits."),
        bind(List, &[key(Left), Key::ctrl('b')], Action::CursorLeft, QUIET, "Move the cursor left in the search."),
        bind(List, &[key(Right), Key::ctrl('f')], Action::CursorRight, QUIET, "Move the cursor right in the search."),
        bind(List, &[Key::ctrl('a')], Action::CursorStart, QUIET, "Move to the start of the search."),
        bind(List, &[Key::ctrl('e')], Action::CursorEnd, QUIET, "Move to the end of the search."),
        bind(List, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, QUIET, "Delete the character before the cursor."),
        bind(List, &[key(Delete), Key::ctrl('d')], Action::DeleteForward, QUIET, "Delete the character at the cursor."),
        bind(List, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, QUIET, "Delete the word before the cursor."),
        bind(List, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the search line."),
        bind(List, &[Key::ctrl('t')], Action::Share, ("take", 2), "Take the entry away: copy it, save it, or open its page."),
        bind(List, &[Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(List, &[key(F(1))], Action::ShowHelp, ("help", 6), "Show the keys."),

        bind(Entry, &[key(Down), Key::char('j')], Action::MoveDown, ("scroll", 4), "Scroll down."),
        bind(Entry, &[key(Up), Key::char('k')], Action::MoveUp, QUIET, "Scroll up."),
        bind(Entry, &[key(PageDown), Key::char(' '), Key::ctrl('d'), Key::ctrl('f')], Action::PageDown, QUIET, "Go one screen down."),
        bind(Entry, &[key(PageUp), Key::ctrl('u'), Key::ctrl('b')], Action::PageUp, QUIET, "Go one screen up."),
        bind(Entry, &[key(Home), Key::char('g')], Action::GoToFirst, QUIET, "Go to the top."),
        bind(Entry, &[key(End), Key::char('G')], Action::GoToLast, QUIET, "Go to the end."),
        bind(Entry, &[key(Tab)], Action::SelectNextRelated, ("related", 6), "Choose the next related entry."),
        bind(Entry, &[key(BackTab)], Action::SelectPreviousRelated, QUIET, "Choose the previous related entry."),
        bind(Entry, &[key(Enter), Key::char('l'), key(Right)], Action::Open, ("jump", 4), "Go to the chosen related entry."),
        bind(Entry, &[Key::char('n')], Action::OpenNextEntry, ("next", 3), "Read the next entry of the list."),
        bind(Entry, &[Key::char('N'), Key::char('p')], Action::OpenPreviousEntry, QUIET, "Read the previous entry of the list."),
        bind(Entry, &[Key::alt(Left), Key::char('[')], Action::HistoryBack, QUIET, "Go back to the entry that was read before."),
        bind(Entry, &[Key::alt(Right), Key::char(']')], Action::HistoryForward, QUIET, "Go forward again."),
        bind(Entry, &[key(Esc), key(Left), Key::char('h'), Key::char('q')], Action::GoBack, ("back", 7), "Go back to where you came from."),
        bind(Entry, &[Key::char('/')], Action::FocusSearch, ("search", 5), "Go to the search line."),
        bind(Entry, &[Key::char('1'), Key::char('2'), Key::char('3'), Key::char('4'), Key::char('5'), Key::char('6'), Key::char('7'), Key::char('8'), Key::char('9')], Action::SelectTab, QUIET, "Go to the tab with that number."),
        bind(Entry, &[Key::ctrl('p'), Key::ctrl('v')], Action::OpenPaste, ("paste", 3), "Open the paste box."),
        bind(Entry, &[Key::char('y'), Key::ctrl('t')], Action::Share, ("take", 4), "Take the entry away: copy it, save it, or open its page."),
        bind(Entry, &[Key::char(':'), Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(Entry, &[Key::char('?'), key(F(1))], Action::ShowHelp, ("help", 6), "Show the keys."),

        bind(Paste, &[key(Enter)], Action::Open, ("open", 7), "Read the chosen finding's entry, with the values of the paste in place."),
        bind(Paste, &[key(Tab)], Action::SelectNextFinding, ("next finding", 5), "Choose the next finding; its evidence is marked in the text."),
        bind(Paste, &[key(BackTab)], Action::SelectPreviousFinding, QUIET, "Choose the previous finding."),
        bind(Paste, &[key(PageDown)], Action::PageDown, ("scroll", 3), "Scroll the findings down."),
        bind(Paste, &[key(PageUp)], Action::PageUp, QUIET, "Scroll the findings up."),
        bind(Paste, &[Key::alt(Up)], Action::PreviousPaste, ("earlier paste", 2), "Show the text that was pasted before this. None is written to disk."),
        bind(Paste, &[Key::alt(Down)], Action::NextPaste, QUIET, "Show the text that was pasted after this."),
        bind(Paste, &[Key::alt(Enter), Key::ctrl('j')], Action::InsertNewline, QUIET, "Start a new line in the text."),
        bind(Paste, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the text."),
        bind(Paste, &[alt('z'), Key::ctrl('_')], Action::Undo, QUIET, "Take back the last change of the text, or the last paste."),
        bind(Paste, &[Key::ctrl('y')], Action::Redo, QUIET, "Make it again."),
        bind(Paste, &[Key::ctrl('t')], Action::Share, ("take", 5), "Take the finding away: copy its incident note, or save it."),
        bind(Paste, &[key(Esc)], Action::GoBack, ("back", 6), "Close the paste box."),
        bind(Paste, &[Key::ctrl('k')], Action::OpenPalette, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(Paste, &[key(F(1))], Action::ShowHelp, ("help", 4), "Show the keys."),

        bind(Help, &[key(Esc), Key::char('q'), key(Enter), Key::char('?'), key(F(1))], Action::GoBack, ("close", 7), "Close the help."),
        bind(Help, &[key(Down), Key::char('j')], Action::MoveDown, ("scroll", 3), "Scroll down."),
        bind(Help, &[key(Up), Key::char('k')], Action::MoveUp, QUIET, "Scroll up."),
        bind(Help, &[key(PageDown), Key::char(' ')], Action::PageDown, QUIET, "Go one screen down."),
        bind(Help, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(Help, &[key(Home), Key::char('g')], Action::GoToFirst, QUIET, "Go to the top."),
        bind(Help, &[key(End), Key::char('G')], Action::GoToLast, QUIET, "Go to the end."),

        bind(Palette, &[key(Enter)], Action::Open, ("do it", 7), "Do what is selected."),
        bind(Palette, &[key(Esc), Key::ctrl('k')], Action::GoBack, ("close", 6), "Close the commands."),
        bind(Palette, &[key(Up), Key::ctrl('p')], Action::MoveUp, QUIET, "Select the command above."),
        bind(Palette, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::MoveDown, QUIET, "Select the command below."),
        bind(Palette, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(Palette, &[key(PageDown)], Action::PageDown, QUIET, "Go one screen down."),
        bind(Palette, &[key(Left)], Action::CursorLeft, QUIET, "Move the cursor left."),
        bind(Palette, &[key(Right)], Action::CursorRight, QUIET, "Move the cursor right."),
        bind(Palette, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, QUIET, "Delete the character before the cursor."),
        bind(Palette, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, QUIET, "Delete the word before the cursor."),
        bind(Palette, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the line."),

        bind(Share, &[Key::char('n'), key(Enter)], Action::CopyNote, ("note", 7), "Copy the incident note, with secrets masked."),
        bind(Share, &[Key::char('c')], Action::CopyCode, ("code", 5), "Copy the code."),
        bind(Share, &[Key::char('m')], Action::CopyMessage, ("message", 4), "Copy the message."),
        bind(Share, &[Key::char('e')], Action::CopyEntry, QUIET, "Copy the entry as Markdown."),
        bind(Share, &[Key::char('j')], Action::CopyJson, QUIET, "Copy the entry, or what the paste was read as, as JSON."),
        bind(Share, &[Key::char('s')], Action::SaveNote, ("save", 4), "Save the incident note to a file; as JSON if its name ends in .json."),
        bind(Share, &[Key::char('o')], Action::OpenUrl, ("page", 3), "Open the vendor's page in the web browser."),
        bind(Share, &[Key::char('v')], Action::ShowPlainText, ("view", 3), "View the incident note as plain text, to select with the mouse."),
        bind(Share, &[Key::char('?'), key(F(1))], Action::ShowHelp, QUIET, "Show the keys."),
        bind(Share, &[key(Esc), Key::char('q'), Key::ctrl('t')], Action::GoBack, ("close", 6), "Take nothing."),

        bind(SavePrompt, &[key(Enter)], Action::Open, ("save", 7), "Save. A file that exists is replaced only by a second Enter."),
        bind(SavePrompt, &[key(Esc)], Action::GoBack, ("cancel", 6), "Save nothing."),
        bind(SavePrompt, &[key(Left), Key::ctrl('b')], Action::CursorLeft, QUIET, "Move the cursor left in the name."),
        bind(SavePrompt, &[key(Right), Key::ctrl('f')], Action::CursorRight, QUIET, "Move the cursor right in the name."),
        bind(SavePrompt, &[key(Home), Key::ctrl('a')], Action::CursorStart, QUIET, "Move to the start of the name."),
        bind(SavePrompt, &[key(End), Key::ctrl('e')], Action::CursorEnd, QUIET, "Move to the end of the name."),
        bind(SavePrompt, &[key(Backspace), Key::ctrl('h')], Action::DeleteBackward, QUIET, "Delete the character before the cursor."),
        bind(SavePrompt, &[key(Delete), Key::ctrl('d')], Action::DeleteForward, QUIET, "Delete the character at the cursor."),
        bind(SavePrompt, &[Key::ctrl('w'), Key::alt(Backspace)], Action::DeleteWord, QUIET, "Delete the word before the cursor."),
        bind(SavePrompt, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the name."),

        bind(Global, &[Key::ctrl('z')], Action::Suspend, QUIET, "Stop the program; the shell's fg brings it back as it was."),
        bind(Global, &[Key::ctrl('c')], Action::Quit, ("quit", 8), "Quit."),
    ];
    TABLE
};
