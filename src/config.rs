//! The user's settings, from a file and the environment. Invalid settings never
//! prevent start-up; they are ignored and reported with their line.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::text::printable;
use crate::text::string_enum;
use crate::tui::Action;
use crate::tui::keymap::{Binding, Key, Keymap, Scope};
use crate::tui::theme::{AUTO, ThemeChoice};

/// The sample file: every key with its default.
pub const SAMPLE: &str = include_str!("../assets/config.toml");

/// The keys at the top of the file.
const KEYS: [&str; 9] =
    ["theme", "mouse", "borders", "color", "hyperlinks", "vendors", "catalogs", "notes", "keys"];

string_enum! {
    /// When to use what not every terminal has.
    When {
        /// If the terminal seems to have it.
        Auto = "auto",
        /// Always.
        Always = "always",
        /// Never.
        Never = "never",
    }
}

string_enum! {
    /// Which characters the browser draws with.
    Borders {
        /// Box-drawing characters and arrows.
        Unicode = "unicode",
        /// Characters that every font has.
        Ascii = "ascii",
    }
}

/// The settings.
#[derive(Debug, Clone)]
pub struct Config {
    /// When output is coloured.
    pub color: When,
    /// When the addresses of web pages are links of the terminal, in the browser.
    pub hyperlinks: When,
    /// The name of a built-in theme, or [`AUTO`].
    pub theme: &'static str,
    /// Whether the browser uses the mouse.
    pub mouse: bool,
    /// The characters that the browser draws with.
    pub borders: Borders,
    /// The vendors whose tabs and entries come first in the browser.
    pub vendors: Vec<String>,
    /// Files and directories with catalogs, as written: relative to the file, or from `~`.
    pub catalogs: Vec<String>,
    /// The file of the notes, as written.
    pub notes: Option<String>,
    /// The keys of the browser.
    pub keymap: Keymap,
}

/// Sets a setting to a word. The error is what was expected.
type Setter = fn(&mut Config, &str) -> Result<(), String>;

impl Default for Config {
    fn default() -> Self {
        Self {
            color: When::Auto,
            hyperlinks: When::Auto,
            theme: AUTO,
            mouse: true,
            borders: Borders::Unicode,
            vendors: Vec::new(),
            catalogs: Vec::new(),
            notes: None,
            keymap: Keymap::default(),
        }
    }
}

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// An invalid value.
    Error,
    /// An unknown key.
    Warning,
}

/// Something in the configuration that has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, from 1; `None` for the environment.
    pub line: Option<usize>,
    /// The severity.
    pub severity: Severity,
    /// The message: what was found and what was expected.
    pub message: String,
}

impl Diagnostic {
    /// A diagnostic on one line, though a value that it quotes may contain a line end.
    #[must_use]
    pub fn new(line: Option<usize>, severity: Severity, message: &str) -> Self {
        Self { line, severity, message: printable(message).into_owned() }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "{line}: ")?;
        }
        if self.severity == Severity::Warning {
            write!(f, "warning: ")?;
        }
        write!(f, "{}", self.message)
    }
}

impl Config {
    /// The settings of a file, and its diagnostics in the order of its lines.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        let mut reader = Reader {
            text,
            config: Self::default(),
            diagnostics: Vec::new(),
            broken_lines: HashSet::new(),
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            reader.error(error.span().unwrap_or(0..0), error.message());
        }
        reader.broken_lines = reader.diagnostics.iter().filter_map(|it| it.line).collect();
        reader.read(table.get_ref());
        reader.diagnostics.sort_by_key(|diagnostic| diagnostic.line);
        (reader.config, reader.diagnostics)
    }

    /// Applies the environment, with `get` for the value of a variable, and returns what in it has no
    /// effect.
    pub fn apply_environment(&mut self, get: impl Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
        let setters: [(&str, Setter); 3] = [
            ("ERRDEX_THEME", Self::set_theme),
            ("ERRDEX_MOUSE", Self::set_mouse),
            ("ERRDEX_BORDERS", |config, word| word.parse().map(|it| config.borders = it)),
        ];
        let mut diagnostics = Vec::new();
        for (variable, set) in setters {
            let Some(found) = get(variable) else { continue };
            if let Err(expected) = set(self, &found) {
                let error = format!("{variable} is `{found}`, expected {expected}");
                diagnostics.push(Diagnostic::new(None, Severity::Error, &error));
            }
        }
        diagnostics
    }

    fn set_theme(&mut self, name: &str) -> Result<(), String> {
        let expected = || format!("one of {}", ThemeChoice::names().collect::<Vec<_>>().join(", "));
        self.theme = ThemeChoice::names().find(|known| *known == name).ok_or_else(expected)?;
        Ok(())
    }

    fn set_mouse(&mut self, word: &str) -> Result<(), String> {
        self.mouse = match word {
            "on" | "true" | "1" => true,
            "off" | "false" | "0" => false,
            _ => return Err("on or off".to_owned()),
        };
        Ok(())
    }
}

/// The state of reading one file.
struct Reader<'a> {
    text: &'a str,
    config: Config,
    diagnostics: Vec<Diagnostic>,
    /// The lines that are not TOML.
    broken_lines: HashSet<usize>,
}

/// A line of the file that changes a binding.
struct Rebinding {
    default: Binding,
    at: Range<usize>,
}

impl Reader<'_> {
    fn read(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let (name, found) = (key.get_ref().as_ref(), value.get_ref());
            // The text of a value; empty where it is not a text.
            let word = found.as_str().unwrap_or_default();
            let read = match name {
                "theme" => self.config.set_theme(word),
                "borders" => word.parse().map(|borders| self.config.borders = borders),
                "color" => word.parse().map(|when| self.config.color = when),
                "hyperlinks" => word.parse().map(|when| self.config.hyperlinks = when),
                "mouse" => found
                    .as_bool()
                    .map(|on| self.config.mouse = on)
                    .ok_or_else(|| "true or false".to_owned()),
                "vendors" => texts(found)
                    .map(|vendors| self.config.vendors = vendors)
                    .ok_or_else(|| "a list of vendors such as [\"pagerduty\"]".to_owned()),
                "catalogs" => texts(found)
                    .map(|paths| self.config.catalogs = paths)
                    .ok_or_else(|| "a list of paths such as [\"~/errdex\"]".to_owned()),
                "notes" if found.as_str().is_some() => {
                    self.config.notes = text(found);
                    Ok(())
                }
                "notes" => Err("the path of a file".to_owned()),
                "keys" => self.keys(found),
                unknown => {
                    let text = format!("key `{unknown}`, expected one of {}", KEYS.join(", "));
                    self.unknown(key.span(), &text);
                    Ok(())
                }
            };
            if let Err(expected) = read {
                self.wrong(value.span(), name, found, &expected);
            }
        }
    }

    fn keys(&mut self, value: &DeValue<'_>) -> Result<(), String> {
        let Some(scopes) = value.as_table() else {
            return Err("tables such as [keys.list]".to_owned());
        };
        let mut rebindings = Vec::new();
        for (name, actions) in scopes {
            match (name.get_ref().parse::<Scope>(), actions.get_ref()) {
                (Err(expected), _) => {
                    let text = format!("scope `{}`, expected {expected}", name.get_ref());
                    self.unknown(name.span(), &text);
                }
                (Ok(scope), DeValue::Table(actions)) => {
                    self.scope(scope, actions, &mut rebindings);
                }
                (Ok(scope), found) => {
                    let name = format!("keys.{scope}");
                    self.wrong(actions.span(), &name, found, "rows such as `help = [\"f1\"]`");
                }
            }
        }
        self.undo_clashes(rebindings);
        Ok(())
    }

    fn scope(&mut self, scope: Scope, actions: &DeTable<'_>, rebindings: &mut Vec<Rebinding>) {
        let defaults = Keymap::default();
        for (key, value) in actions {
            let (name, found) = (key.get_ref(), value.get_ref());
            let Some(default) = defaults.bindings(&[scope]).find(|it| it.action.as_str() == name)
            else {
                let text = format!("action `{name}` in keys.{scope}; `errdex keys` lists them");
                self.unknown(key.span(), &text);
                continue;
            };
            let Some(list) = found.as_array() else {
                self.wrong(value.span(), name, found, "a list of keys such as [\"f1\"]");
                continue;
            };
            let mut keys = Vec::new();
            for key in list {
                match read_key(scope, key.get_ref()) {
                    Ok(key) => keys.push(key),
                    Err(message) => self.error(key.span(), &message),
                }
            }
            if list.is_empty() && default.action == Action::Quit {
                // The browser could not be closed.
                self.error(key.span(), "quit has no key, expected at least one");
            } else if keys.len() == list.len() {
                self.config.keymap.rebind(scope, default.action, keys);
                rebindings.push(Rebinding { default: default.clone(), at: key.span() });
            }
        }
    }

    /// Reverts rebindings that clash.
    fn undo_clashes(&mut self, mut rebindings: Vec<Rebinding>) {
        rebindings.sort_by_key(|it| it.at.start);
        loop {
            let clash = self.config.keymap.clashes().next();
            let Some((key, a, b)) = clash else { return };
            let [first, second] = [a, b].map(|it| format!("{} in keys.{}", it.action, it.scope));
            let key = key.config_name();
            let message =
                format!("`{key}` is both {first} and {second}; give one of them another key");
            let is_involved = |Rebinding { default, .. }: &Rebinding| {
                [a, b].iter().any(|it| (it.scope, it.action) == (default.scope, default.action))
            };
            // Blame the clash on the last line involved.
            let Some(last) = rebindings.iter().rposition(is_involved) else { return };
            let Rebinding { default, at } = rebindings.remove(last);
            self.error(at, &message);
            let Binding { scope, action, keys, .. } = default;
            self.config.keymap.rebind(scope, action, keys);
        }
    }

    fn error(&mut self, at: Range<usize>, message: &str) {
        self.report(&at, Severity::Error, message);
    }

    /// A value of the wrong type, or an unknown one.
    fn wrong(&mut self, at: Range<usize>, name: &str, found: &DeValue<'_>, expected: &str) {
        self.error(at, &mismatch(name, found, expected));
    }

    fn unknown(&mut self, at: Range<usize>, what: &str) {
        self.report(&at, Severity::Warning, &format!("unknown {what}"));
    }

    fn report(&mut self, at: &Range<usize>, severity: Severity, message: &str) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        // The error-recovering TOML parser inserts placeholder values without a span.
        let is_guess = !self.broken_lines.is_empty() && at.is_empty();
        if !is_guess && !self.broken_lines.contains(&line) {
            self.diagnostics.push(Diagnostic::new(Some(line), severity, message));
        }
    }
}

/// A text, which is not empty.
fn text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The texts of a list, none of them empty.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|value| text(value.get_ref())).collect()
}

/// Parses one key of a list.
fn read_key(scope: Scope, value: &DeValue<'_>) -> Result<Key, String> {
    let Some(name) = value.as_str() else {
        return Err(mismatch("a key", value, "a text such as \"ctrl-x\""));
    };
    match name.parse::<Key>() {
        Ok(key) if scope.accepts_text() && key.typed().is_some() => Err(format!(
            "`{name}` types text in keys.{scope}, so it cannot be bound there; use one such as \
             `alt-x` or `f2`"
        )),
        parsed => parsed.map_err(|error| error.to_string()),
    }
}

fn mismatch(name: &str, found: &DeValue<'_>, expected: &str) -> String {
    match found.as_str() {
        Some(text) => format!("{name} is `{text}`, expected {expected}"),
        None => format!("{name} is of type {}, expected {expected}", found.type_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        Config::read(text).1.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn settings_are_read() {
        let text = "theme = \"light\"\nmouse = false\nborders = \"ascii\"\ncolor = \"never\"\n\
                    hyperlinks = \"always\"\n[keys.global]\nquit = [\"ctrl-q\", \"ctrl-c\"]\n";
        let (config, diagnostics) = Config::read(text);
        assert_eq!(diagnostics, []);
        assert_eq!((config.theme, config.mouse), ("light", false));
        assert_eq!((config.borders, config.color), (Borders::Ascii, When::Never));
        assert_eq!(config.hyperlinks, When::Always);
        let anywhere = [Scope::Global];
        let quit = config.keymap.bindings(&anywhere).find(|b| b.action == Action::Quit);
        assert_eq!(quit.unwrap().keys, [Key::ctrl('q'), Key::ctrl('c')]);
    }

    #[test]
    fn everything_wrong_is_reported_with_its_line() {
        let text = "them = 1\nmouse = \"on\"\nborders = \"round\"\n[keys.lst]\n[keys.list]\n\
                    fly = [\"f5\"]\nmove-up = [\"ctrl-up-x\"]\nmove-down = [\"j\"]\nopen = \"enter\"\n\
                    show-help = [\"tab\"]\n[keys.global]\nquit = []\n\
                    suspend = [\"x\"]\n";
        assert_eq!(
            messages(text),
            [
                "1: warning: unknown key `them`, expected one of theme, mouse, borders, color, hyperlinks, vendors, catalogs, notes, keys",
                "2: mouse is `on`, expected true or false",
                "3: borders is `round`, expected unicode or ascii",
                "4: warning: unknown scope `lst`, expected one of global, empty-search, list, entry, find, paste, paste-text, log, text-editor, review, review-save, help, help-search, palette, share, share-preview, save-prompt",
                "6: warning: unknown action `fly` in keys.list; `errdex keys` lists them",
                "7: unknown key `ctrl-up-x`; examples: `ctrl-x`, `alt-enter`, `f1`, `page-up`, `?`",
                "8: `j` types text in keys.list, so it cannot be bound there; use one such as `alt-x` or `f2`",
                "9: open is `enter`, expected a list of keys such as [\"f1\"]",
                "10: `tab` is both select-next-tab in keys.list and show-help in keys.list; give one of them another key",
                "12: quit has no key, expected at least one",
                "13: `x` types text in keys.global, so it cannot be bound there; use one such as `alt-x` or `f2`",
            ]
        );
        // Invalid settings have no effect.
        let keymap = Config::read(text).0.keymap;
        let usual = Keymap::default();
        for (found, usual) in keymap.bindings(Scope::ALL).zip(usual.bindings(Scope::ALL)) {
            assert_eq!(found.keys, usual.keys, "{} in {}", found.action, found.scope);
        }
    }

    #[test]
    fn vendors_are_a_list() {
        assert_eq!(Config::read("vendors = [\"pd\", \"acme\"]").0.vendors, ["pd", "acme"]);
        assert_eq!(
            messages("vendors = \"pd\""),
            ["1: vendors is `pd`, expected a list of vendors such as [\"pagerduty\"]"]
        );
    }

    #[test]
    fn keys_can_be_swapped() {
        let text = "[keys.list]\nmove-up = [\"down\"]\nmove-down = [\"up\"]\n";
        assert_eq!(messages(text), [""; 0]);
        // One without the other is a clash.
        assert_eq!(
            messages("[keys.list]\nmove-up = [\"down\"]\n"),
            [
                "2: `down` is both move-up in keys.list and move-down in keys.list; give one of them another key"
            ]
        );
    }

    #[test]
    fn broken_toml_is_reported_and_the_rest_is_read() {
        let (config, diagnostics) = Config::read("theme = \"dark\"\nmouse = = 1\n");
        assert_eq!(config.theme, "dark");
        let is_error = |it: &Diagnostic| it.severity == Severity::Error && it.line == Some(2);
        assert!(diagnostics.iter().all(is_error), "{diagnostics:?}");
        assert!(!diagnostics.is_empty());
    }

    #[test]
    fn a_broken_line_hides_no_other_error() {
        let text = "theme = \"purple\"\nmouse = = 1\nborders = \"round\"\n";
        let reported: Vec<_> = Config::read(text).1.iter().map(|it| it.line).collect();
        let lines = [1, 2, 3].map(Some);
        assert!(lines.iter().all(|line| reported.contains(line)), "{:?}", messages(text));
        assert!(
            messages(text).iter().all(|message| !message.contains("mouse is")),
            "{:?}",
            messages(text)
        );
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let mut config = Config::read("theme = \"light\"\nmouse = true").0;
        let wrong = config.apply_environment(|name| match name {
            "ERRDEX_THEME" => Some("dark".to_owned()),
            "ERRDEX_MOUSE" => Some("off".to_owned()),
            "ERRDEX_BORDERS" => Some("round".to_owned()),
            _ => None,
        });
        assert_eq!((config.theme, config.mouse), ("dark", false));
        let wrong: Vec<_> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(wrong, ["ERRDEX_BORDERS is `round`, expected unicode or ascii"]);
    }
}
