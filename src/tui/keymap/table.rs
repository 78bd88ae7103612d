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
    use Scope::{Anywhere, Detail, Help, List, Palette, Paste, Prompt, Start, Take};

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
        bind(Start, &[Key::char('?')], Action::Help, ("help", 6), "Show the keys."),

        bind(List, &[key(Up)], Action::Up, QUIET, "Select the entry above."),
        bind(List, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::Down, QUIET, "Select the entry below."),
        bind(List, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(List, &[key(PageDown)], Action::PageDown, QUIET, "Go one screen down."),
        bind(List, &[key(Home)], Action::First, QUIET, "Select the first entry."),
        bind(List, &[key(End)], Action::Last, QUIET, "Select the last entry."),
        bind(List, &[key(Enter)], Action::Open, ("read", 7), "Read the selected entry; the keys then scroll it."),
        bind(List, &[key(Tab)], Action::NextTab, ("vendor", 5), "Go to the next vendor with a match."),
        bind(List, &[key(BackTab)], Action::PreviousTab, QUIET, "Go to the previous vendor with a match."),
        bind(List, &[alt('1'), alt('2'), alt('3'), alt('4'), alt('5'), alt('6'), alt('7'), alt('8'), alt('9')], Action::NumberedTab, QUIET, "Go to the tab with that number."),
        bind(List, &[Key::alt(Left)], Action::VisitBack, QUIET, "Go back to the entry that was read last."),
        bind(List, &[Key::alt(Right)], Action::VisitForward, QUIET, "Go forward again."),
        bind(List, &[Key::ctrl('p'), Key::ctrl('v')], Action::Paste, ("paste", 4), "Open the paste box. A pasted response opens it by itself."),
        bind(List, &[key(Esc)], Action::Back, ("back", 3), "Clear the search, then go back to all vendors. It never quits."),
        bind(List, &[key(Left), Key::ctrl('b')], Action::Left, QUIET, "Move the cursor left in the search."),
        bind(List, &[key(Right), Key::ctrl('f')], Action::Right, QUIET, "Move the cursor right in the search."),
        bind(List, &[Key::ctrl('a')], Action::LineStart, QUIET, "Move to the start of the search."),
        bind(List, &[Key::ctrl('e')], Action::LineEnd, QUIET, "Move to the end of the search."),
        bind(List, &[key(Backspace), Key::ctrl('h')], Action::Erase, QUIET, "Delete the character before the cursor."),
        bind(List, &[key(Delete), Key::ctrl('d')], Action::EraseNext, QUIET, "Delete the character at the cursor."),
        bind(List, &[Key::ctrl('w'), Key::alt(Backspace)], Action::EraseWord, QUIET, "Delete the word before the cursor."),
        bind(List, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the search line."),
        bind(List, &[Key::ctrl('t')], Action::Take, ("take", 2), "Take the entry away: copy it, save it, or open its page."),
        bind(List, &[Key::ctrl('k')], Action::Commands, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(List, &[key(F(1))], Action::Help, ("help", 6), "Show the keys."),

        bind(Detail, &[key(Down), Key::char('j')], Action::Down, ("scroll", 4), "Scroll down."),
        bind(Detail, &[key(Up), Key::char('k')], Action::Up, QUIET, "Scroll up."),
        bind(Detail, &[key(PageDown), Key::char(' '), Key::ctrl('d'), Key::ctrl('f')], Action::PageDown, QUIET, "Go one screen down."),
        bind(Detail, &[key(PageUp), Key::ctrl('u'), Key::ctrl('b')], Action::PageUp, QUIET, "Go one screen up."),
        bind(Detail, &[key(Home), Key::char('g')], Action::First, QUIET, "Go to the top."),
        bind(Detail, &[key(End), Key::char('G')], Action::Last, QUIET, "Go to the end."),
        bind(Detail, &[key(Tab)], Action::NextRelated, ("related", 6), "Choose the next related entry."),
        bind(Detail, &[key(BackTab)], Action::PreviousRelated, QUIET, "Choose the previous related entry."),
        bind(Detail, &[key(Enter), Key::char('l'), key(Right)], Action::Open, ("jump", 4), "Go to the chosen related entry."),
        bind(Detail, &[Key::char('n')], Action::NextEntry, ("next", 3), "Read the next entry of the list."),
        bind(Detail, &[Key::char('N'), Key::char('p')], Action::PreviousEntry, QUIET, "Read the previous entry of the list."),
        bind(Detail, &[Key::alt(Left), Key::char('[')], Action::VisitBack, QUIET, "Go back to the entry that was read before."),
        bind(Detail, &[Key::alt(Right), Key::char(']')], Action::VisitForward, QUIET, "Go forward again."),
        bind(Detail, &[key(Esc), key(Left), Key::char('h'), Key::char('q')], Action::Back, ("back", 7), "Go back to where you came from."),
        bind(Detail, &[Key::char('/')], Action::Search, ("search", 5), "Go to the search line."),
        bind(Detail, &[Key::char('1'), Key::char('2'), Key::char('3'), Key::char('4'), Key::char('5'), Key::char('6'), Key::char('7'), Key::char('8'), Key::char('9')], Action::NumberedTab, QUIET, "Go to the tab with that number."),
        bind(Detail, &[Key::ctrl('p'), Key::ctrl('v')], Action::Paste, ("paste", 3), "Open the paste box."),
        bind(Detail, &[Key::char('y'), Key::ctrl('t')], Action::Take, ("take", 4), "Take the entry away: copy it, save it, or open its page."),
        bind(Detail, &[Key::char(':'), Key::ctrl('k')], Action::Commands, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(Detail, &[Key::char('?'), key(F(1))], Action::Help, ("help", 6), "Show the keys."),

        bind(Paste, &[key(Enter)], Action::Open, ("open", 7), "Read the chosen finding's entry, with the values of the paste in place."),
        bind(Paste, &[key(Tab)], Action::NextFinding, ("next finding", 5), "Choose the next finding; its evidence is marked in the text."),
        bind(Paste, &[key(BackTab)], Action::PreviousFinding, QUIET, "Choose the previous finding."),
        bind(Paste, &[key(PageDown)], Action::PageDown, ("scroll", 3), "Scroll the findings down."),
        bind(Paste, &[key(PageUp)], Action::PageUp, QUIET, "Scroll the findings up."),
        bind(Paste, &[Key::alt(Up)], Action::EarlierPaste, ("earlier paste", 2), "Show the text that was pasted before this. None is written to disk."),
        bind(Paste, &[Key::alt(Down)], Action::LaterPaste, QUIET, "Show the text that was pasted after this."),
        bind(Paste, &[Key::alt(Enter), Key::ctrl('j')], Action::Newline, QUIET, "Start a new line in the text."),
        bind(Paste, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the text."),
        bind(Paste, &[alt('z'), Key::ctrl('_')], Action::Undo, QUIET, "Take back the last change of the text, or the last paste."),
        bind(Paste, &[Key::ctrl('y')], Action::Redo, QUIET, "Make it again."),
        bind(Paste, &[Key::ctrl('t')], Action::Take, ("take", 5), "Take the finding away: copy its incident note, or save it."),
        bind(Paste, &[key(Esc)], Action::Back, ("back", 6), "Close the paste box."),
        bind(Paste, &[Key::ctrl('k')], Action::Commands, ("commands", 2), "List everything that can be done, to be found by typing."),
        bind(Paste, &[key(F(1))], Action::Help, ("help", 4), "Show the keys."),

        bind(Help, &[key(Esc), Key::char('q'), key(Enter), Key::char('?'), key(F(1))], Action::Back, ("close", 7), "Close the help."),
        bind(Help, &[key(Down), Key::char('j')], Action::Down, ("scroll", 3), "Scroll down."),
        bind(Help, &[key(Up), Key::char('k')], Action::Up, QUIET, "Scroll up."),
        bind(Help, &[key(PageDown), Key::char(' ')], Action::PageDown, QUIET, "Go one screen down."),
        bind(Help, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(Help, &[key(Home), Key::char('g')], Action::First, QUIET, "Go to the top."),
        bind(Help, &[key(End), Key::char('G')], Action::Last, QUIET, "Go to the end."),

        bind(Palette, &[key(Enter)], Action::Open, ("do it", 7), "Do what is selected."),
        bind(Palette, &[key(Esc), Key::ctrl('k')], Action::Back, ("close", 6), "Close the commands."),
        bind(Palette, &[key(Up), Key::ctrl('p')], Action::Up, QUIET, "Select the command above."),
        bind(Palette, &[key(Down), Key::ctrl('n'), Key::ctrl('j')], Action::Down, QUIET, "Select the command below."),
        bind(Palette, &[key(PageUp)], Action::PageUp, QUIET, "Go one screen up."),
        bind(Palette, &[key(PageDown)], Action::PageDown, QUIET, "Go one screen down."),
        bind(Palette, &[key(Left)], Action::Left, QUIET, "Move the cursor left."),
        bind(Palette, &[key(Right)], Action::Right, QUIET, "Move the cursor right."),
        bind(Palette, &[key(Backspace), Key::ctrl('h')], Action::Erase, QUIET, "Delete the character before the cursor."),
        bind(Palette, &[Key::ctrl('w'), Key::alt(Backspace)], Action::EraseWord, QUIET, "Delete the word before the cursor."),
        bind(Palette, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the line."),

        bind(Take, &[Key::char('n'), key(Enter)], Action::CopyNote, ("note", 7), "Copy the incident note, with secrets masked."),
        bind(Take, &[Key::char('c')], Action::CopyCode, ("code", 5), "Copy the code."),
        bind(Take, &[Key::char('m')], Action::CopyMessage, ("message", 4), "Copy the message."),
        bind(Take, &[Key::char('e')], Action::CopyEntry, QUIET, "Copy the entry as Markdown."),
        bind(Take, &[Key::char('j')], Action::CopyJson, QUIET, "Copy the entry, or what the paste was read as, as JSON."),
        bind(Take, &[Key::char('s')], Action::Save, ("save", 4), "Save the incident note to a file; as JSON if its name ends in .json."),
        bind(Take, &[Key::char('o')], Action::OpenPage, ("page", 3), "Open the vendor's page in the web browser."),
        bind(Take, &[Key::char('v')], Action::ShowPlain, ("view", 3), "View the incident note as plain text, to select with the mouse."),
        bind(Take, &[Key::char('?'), key(F(1))], Action::Help, QUIET, "Show the keys."),
        bind(Take, &[key(Esc), Key::char('q'), Key::ctrl('t')], Action::Back, ("close", 6), "Take nothing."),

        bind(Prompt, &[key(Enter)], Action::Open, ("save", 7), "Save. A file that exists is replaced only by a second Enter."),
        bind(Prompt, &[key(Esc)], Action::Back, ("cancel", 6), "Save nothing."),
        bind(Prompt, &[key(Left), Key::ctrl('b')], Action::Left, QUIET, "Move the cursor left in the name."),
        bind(Prompt, &[key(Right), Key::ctrl('f')], Action::Right, QUIET, "Move the cursor right in the name."),
        bind(Prompt, &[key(Home), Key::ctrl('a')], Action::LineStart, QUIET, "Move to the start of the name."),
        bind(Prompt, &[key(End), Key::ctrl('e')], Action::LineEnd, QUIET, "Move to the end of the name."),
        bind(Prompt, &[key(Backspace), Key::ctrl('h')], Action::Erase, QUIET, "Delete the character before the cursor."),
        bind(Prompt, &[key(Delete), Key::ctrl('d')], Action::EraseNext, QUIET, "Delete the character at the cursor."),
        bind(Prompt, &[Key::ctrl('w'), Key::alt(Backspace)], Action::EraseWord, QUIET, "Delete the word before the cursor."),
        bind(Prompt, &[Key::ctrl('u')], Action::Clear, QUIET, "Empty the name."),

        bind(Anywhere, &[Key::ctrl('z')], Action::Suspend, QUIET, "Stop the program; the shell's fg brings it back as it was."),
        bind(Anywhere, &[Key::ctrl('c')], Action::Quit, ("quit", 8), "Quit."),
    ];
    TABLE
};
