//! The binding table: which key does what, where. Dispatch, the hint line, the help popup and the
//! documented key list all read it, so none of them can be wrong about a key.

use std::borrow::Cow;
use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;
use crate::catalog::words;

words! {
    /// Where a binding holds.
    Scope {
        /// Everywhere.
        Anywhere = "anywhere",
        /// The list with an empty search line.
        Start = "start",
        /// The list and the search line.
        List = "list",
        /// An entry that is being read.
        Detail = "detail",
        /// The paste box.
        Paste = "paste",
        /// The help popup.
        Help = "help",
        /// The command palette.
        Palette = "palette",
        /// The popup with the ways to take something away.
        Take = "take",
        /// The question for a file.
        Prompt = "prompt",
    }
}

impl Scope {
    /// The heading of the scope's keys in the help popup.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Start => "Before you type",
            Self::List => "Searching",
            Self::Detail => "Reading an entry",
            Self::Paste => "In the paste box",
            Self::Help => "In this help",
            Self::Palette => "In the commands",
            Self::Take => "Taking away",
            Self::Prompt => "Saving to a file",
        }
    }

    /// Whether keys that type a character belong to a text there.
    #[must_use]
    pub const fn types_text(self) -> bool {
        matches!(self, Self::List | Self::Paste | Self::Palette | Self::Prompt)
    }

    /// What to say when something of the scope is asked for elsewhere.
    pub(crate) const fn only(self) -> &'static str {
        match self {
            Self::Anywhere => "that can be done anywhere",
            Self::Start | Self::List => "that is for searching: Esc goes back to the list",
            Self::Detail => "that is for an entry: Enter reads one",
            Self::Paste => "that is for the paste box",
            Self::Help => "that is for the list of keys",
            Self::Palette => "that is for the list of commands",
            Self::Take => "that is for taking away",
            Self::Prompt => "that is for the name of a file",
        }
    }
}

/// A key with its modifiers, in one spelling for all terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Control and Alt, and Shift where the key itself doesn't tell it.
    pub modifiers: KeyModifiers,
}

impl Key {
    /// A key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// A character's key alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character's key with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
    }

    /// A key with Alt.
    #[must_use]
    pub const fn alt(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::ALT }
    }

    /// The number on a digit's key or a function key, with whatever modifiers.
    #[must_use]
    pub fn number(self) -> Option<usize> {
        match self.code {
            KeyCode::Char(c) => c.to_digit(10).map(|digit| digit as usize),
            KeyCode::F(number) => Some(number.into()),
            _ => None,
        }
    }

    /// The character that the key types, when it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers = event.modifiers;
        // Some terminals report Shift with a capital letter or with back-tab, others don't.
        if matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        // Both send the same byte.
        if (event.code, modifiers) == (KeyCode::Char('7'), KeyModifiers::CONTROL) {
            return Self::ctrl('_');
        }
        Self { code: event.code, modifiers }
    }
}

impl From<Key> for KeyEvent {
    fn from(key: Key) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "Ctrl-"),
            (KeyModifiers::ALT, "Alt-"),
            (KeyModifiers::SHIFT, "Shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::Delete => f.write_str("Del"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, the one to show in the hint line first.
    pub keys: Cow<'static, [Key]>,
    /// What they do.
    pub action: Action,
    /// What they do, in a word for the hint line.
    pub label: &'static str,
    /// What they do, in a sentence for the help popup.
    pub help: &'static str,
    /// How much the hint line wants it; 0 keeps it out, the lowest go first where room is short.
    pub priority: u8,
}

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
        bind(List, &[key(Tab)], Action::NextTab, ("vendor", 5), "Go to the next vendor."),
        bind(List, &[key(BackTab)], Action::PreviousTab, QUIET, "Go to the previous vendor."),
        bind(List, &[alt('1'), alt('2'), alt('3'), alt('4'), alt('5'), alt('6'), alt('7'), alt('8'), alt('9')], Action::NumberedTab, QUIET, "Go to the tab with that number."),
        bind(List, &[Key::alt(Left)], Action::VisitBack, QUIET, "Go back to the entry that was read last."),
        bind(List, &[Key::alt(Right)], Action::VisitForward, QUIET, "Go forward again."),
        bind(List, &[Key::ctrl('p'), Key::ctrl('v')], Action::Paste, ("paste", 4), "Open the paste box. A pasted response opens it by itself."),
        bind(List, &[key(Esc)], Action::Back, ("clear", 3), "Clear the search. Nothing is lost, and it never quits."),
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

/// The bindings in force: the table, with what the user changed.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Cow<'static, [Binding]>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: Cow::Borrowed(BINDINGS) }
    }
}

impl Keymap {
    /// The bindings of these scopes, in the order of the scopes.
    pub fn bindings(&self, scopes: &[Scope]) -> impl Iterator<Item = &Binding> {
        scopes.iter().flat_map(|&scope| self.bindings.iter().filter(move |b| b.scope == scope))
    }

    /// What `key` does in these scopes; the first scope that binds it decides.
    pub(crate) fn action(&self, scopes: &[Scope], key: Key) -> Option<Action> {
        let binding = self.bindings(scopes).find(|binding| binding.keys.contains(&key));
        binding.map(|binding| binding.action)
    }

    /// Binds other keys to an action of a scope, or none; says whether the scope has the action.
    pub fn rebind(&mut self, scope: Scope, action: Action, keys: Vec<Key>) -> bool {
        let bindings = self.bindings.to_mut().iter_mut();
        let mut rows = bindings.filter(|b| (b.scope, b.action) == (scope, action));
        rows.next().map(|binding| binding.keys = Cow::Owned(keys)).is_some()
    }

    /// Keys with two meanings where both are asked at once: the key, and the two rows.
    pub fn clashes(&self) -> impl Iterator<Item = (Key, &Binding, &Binding)> {
        let pairs = self.bindings.iter().enumerate().flat_map(|(i, a)| {
            self.bindings[i + 1..].iter().map(move |b| (a, b)) // `i` is inside
        });
        pairs.filter(|(a, b)| overlap(a.scope, b.scope)).flat_map(|(a, b)| {
            a.keys.iter().filter(|key| b.keys.contains(key)).map(move |&key| (key, a, b))
        })
    }
}

/// Whether a key that both scopes bind would be ambiguous, or would hide the other.
fn overlap(a: Scope, b: Scope) -> bool {
    a == b
        || a == Scope::Anywhere
        || b == Scope::Anywhere
        || matches!((a, b), (Scope::Start, Scope::List) | (Scope::List, Scope::Start))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let keymap = Keymap::default();
        let clash = keymap.clashes().next();
        assert!(clash.is_none(), "{clash:?}");
    }

    #[test]
    fn no_scope_has_an_action_twice() {
        let rows: HashSet<_> = BINDINGS.iter().map(|b| (b.scope, b.action)).collect();
        assert_eq!(rows.len(), BINDINGS.len());
    }

    #[test]
    fn a_changed_row_answers_to_its_new_keys() {
        let mut keymap = Keymap::default();
        assert!(keymap.rebind(Scope::Anywhere, Action::Quit, vec![Key::ctrl('q')]));
        assert!(!keymap.rebind(Scope::Help, Action::Undo, vec![Key::char('u')]));
        assert_eq!(keymap.action(&[Scope::Anywhere], Key::ctrl('q')), Some(Action::Quit));
        assert_eq!(keymap.action(&[Scope::Anywhere], Key::ctrl('c')), None);
        assert!(keymap.rebind(Scope::List, Action::Clear, vec![Key::ctrl('q')]));
        let (key, ..) = keymap.clashes().next().unwrap();
        assert_eq!(key, Key::ctrl('q'));
    }

    #[test]
    fn every_action_is_bound_and_every_scope_used() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|b| b.action == *action), "{action} has no key");
        }
        for scope in Scope::ALL {
            assert!(BINDINGS.iter().any(|b| b.scope == *scope), "{scope} has no key");
        }
    }

    #[test]
    fn every_row_can_be_shown() {
        for binding in BINDINGS {
            assert!(!binding.keys.is_empty());
            assert!(binding.help.ends_with('.'), "{}", binding.help);
            assert_eq!(binding.priority == 0, binding.label.is_empty(), "{}", binding.help);
        }
    }

    #[test]
    fn no_key_that_text_needs_is_bound_where_text_is_typed() {
        for binding in BINDINGS.iter().filter(|b| b.scope.types_text()) {
            for key in binding.keys.iter() {
                assert_eq!(key.typed(), None, "{key} can't be typed");
            }
        }
    }

    #[test]
    fn keys_are_spelled_apart() {
        let keys: HashSet<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter()).copied().collect();
        let spelled: HashSet<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(keys.len(), spelled.len());
        assert_eq!(Key::ctrl('c').to_string(), "Ctrl-C");
        assert_eq!(Key::alt(KeyCode::Enter).to_string(), "Alt-Enter");
        assert_eq!(Key::plain(KeyCode::BackTab).to_string(), "Shift-Tab");
    }

    #[test]
    fn shift_is_told_in_one_way() {
        let capital = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(capital), Key::char('G'));
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from(back), Key::plain(KeyCode::BackTab));
        let arrow = KeyEvent::new(KeyCode::Up, KeyModifiers::SHIFT);
        assert_eq!(Key::from(arrow).to_string(), "Shift-↑");
    }
}
