//! Whether the terminal's background is dark or light, as the terminal itself says when it is
//! asked. Its answer comes among the keys, where it would be typed text: here it is picked out, be
//! it late, be it torn, and every key around it stays.

use std::mem;
use std::time::Duration;

use ratatui::crossterm::event::{Event as Raw, KeyCode, KeyModifiers};

/// Asks for the background: `OSC 11`. The answer ends as the question does, in one byte, which
/// can't be torn.
pub(super) const QUESTION: &str = "\x1b]11;?\x07";

/// What every answer begins with.
const BEGINNING: &str = "\x1b]11;";

/// Longer ones are no answer.
const LONGEST: usize = 48;

/// How long Esc waits for what would make it the start of an answer: less than a frame.
const ESCAPE_GAP: Duration = Duration::from_millis(10);

/// The same behind the escape character, where nobody types.
const TORN_GAP: Duration = Duration::from_secs(1);

/// What the background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Darker than medium gray.
    Dark,
    /// Lighter.
    Light,
}

impl Background {
    /// The name of the shipped theme that suits it.
    pub(crate) fn theme(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// Reads a colour as X11 writes it: `rgb:ffff/ffff/ffff`, with one to four digits for each part.
    fn read(colour: &str) -> Option<Self> {
        let parts = colour.strip_prefix("rgb:").or(colour.strip_prefix("rgba:"))?;
        let mut parts = parts.split('/').map(|digits| {
            let most = 16_u32.checked_pow(digits.len().try_into().ok()?)? - 1;
            let part = u32::from_str_radix(digits, 16).ok()?;
            (most > 0).then(|| f64::from(part) / f64::from(most))
        });
        let mut part = || parts.next().flatten();
        let (red, green, blue) = (part()?, part()?, part()?);
        // How bright the eye finds the three, as television weighs them.
        let bright = 0.299 * red + 0.587 * green + 0.114 * blue;
        Some(if bright > 0.5 { Self::Light } else { Self::Dark })
    }
}

/// What became of something that came in.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// It may be part of the answer.
    Part,
    /// It ended the answer, which tells the background if it can be read.
    Answer(Option<Background>),
    /// These are not of the answer, in their order.
    Other(Vec<Raw>),
}

/// Picks the answer out of what comes in.
#[derive(Debug, Default)]
pub(super) struct Listener {
    /// Whether an answer is still to come.
    listening: bool,
    /// What was heard of it.
    heard: String,
    /// The keys of that, as long as they may be somebody's.
    held: Vec<Raw>,
}

impl Listener {
    /// Listens from now on until there is an answer.
    pub(super) fn listen(&mut self) {
        self.listening = true;
    }

    pub(super) fn is_listening(&self) -> bool {
        self.listening
    }

    /// How long to wait for more before [`Listener::give_up`]; none when there is nothing to give.
    pub(super) fn patience(&self) -> Option<Duration> {
        let gap = if self.heard == "\x1b" { ESCAPE_GAP } else { TORN_GAP };
        (!self.held.is_empty()).then_some(gap)
    }

    /// The keys that were held back. What comes may still turn out to be the rest of the answer.
    pub(super) fn give_up(&mut self) -> Vec<Raw> {
        mem::take(&mut self.held)
    }

    /// Takes the next event.
    pub(super) fn hear(&mut self, raw: Raw) -> Heard {
        let Some(piece) = piece(&raw).filter(|_| self.listening) else {
            return Heard::Other(vec![raw]);
        };
        self.heard.push_str(&piece);
        if let Some(colour) = answer(&self.heard) {
            let background = Background::read(colour);
            *self = Self::default();
            return Heard::Answer(background);
        }
        if is_beginning(&self.heard) {
            self.held.push(raw);
            if self.heard.len() > BEGINNING.len() {
                // Nobody types that.
                self.held.clear();
            }
            return Heard::Part;
        }
        let mut others = self.give_up();
        self.heard.clear();
        if is_beginning(&piece) {
            self.heard = piece;
            self.held.push(raw);
        } else {
            others.push(raw);
        }
        Heard::Other(others)
    }
}

/// The colour in a whole answer.
fn answer(heard: &str) -> Option<&str> {
    let rest = heard.strip_prefix(BEGINNING)?;
    rest.strip_suffix('\x07').or(rest.strip_suffix("\x1b\\"))
}

/// Whether an answer can go on from there.
fn is_beginning(heard: &str) -> bool {
    match heard.strip_prefix(BEGINNING) {
        Some(rest) => {
            let colour = rest.strip_suffix('\x1b').unwrap_or(rest);
            let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '#');
            rest.len() <= LONGEST && colour.chars().all(sign)
        }
        None => BEGINNING.starts_with(heard),
    }
}

/// What the terminal sent for a key; none for what can't be part of an answer.
fn piece(raw: &Raw) -> Option<String> {
    let Raw::Key(key) = raw else { return None };
    let modifiers = key.modifiers - KeyModifiers::SHIFT;
    match key.code {
        KeyCode::Esc => Some("\x1b".to_owned()),
        KeyCode::Char('g') if modifiers == KeyModifiers::CONTROL => Some("\x07".to_owned()),
        KeyCode::Char(c) if modifiers == KeyModifiers::ALT => Some(format!("\x1b{c}")),
        KeyCode::Char(c) if modifiers.is_empty() => Some(c.to_string()),
        // A key, so the end of whatever was heard.
        _ => Some("\0".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyEvent;

    use super::*;

    /// What crossterm makes of these characters when they are read at once.
    fn keys(text: &str) -> Vec<Raw> {
        let mut keys = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            keys.push(Raw::Key(match c {
                '\x07' => KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL),
                '\x1b' => match rest.next() {
                    Some(c) => KeyEvent::new(KeyCode::Char(c), KeyModifiers::ALT),
                    None => KeyCode::Esc.into(),
                },
                c => KeyCode::Char(c).into(),
            }));
        }
        keys
    }

    /// What a listener makes of pieces that come with long gaps between them.
    fn listen(pieces: &[&str]) -> (Vec<Raw>, Vec<Option<Background>>) {
        let mut listener = Listener::default();
        listener.listen();
        let (mut others, mut told) = (Vec::new(), Vec::new());
        for raw in pieces.iter().map(|piece| keys(piece)) {
            for raw in raw {
                match listener.hear(raw) {
                    Heard::Part => {}
                    Heard::Answer(background) => told.push(background),
                    Heard::Other(raw) => others.extend(raw),
                }
            }
            others.extend(listener.give_up());
        }
        (others, told)
    }

    #[test]
    fn colours_are_dark_or_light() {
        for (colour, background) in [
            ("rgb:0000/0000/0000", Some(Background::Dark)),
            ("rgb:1e1e/2e2e/FFFF", Some(Background::Dark)),
            ("rgb:fdfd/f6f6/e3e3", Some(Background::Light)),
            ("rgb:ff/ff/ff", Some(Background::Light)),
            ("rgba:f/f/f/0", Some(Background::Light)),
            ("rgb:12345/0/0", Some(Background::Dark)),
            ("rgb:ff/ff", None),
            ("rgb:ff//ff", None),
            ("rgb:xx/ff/ff", None),
            ("rgb:fffffffff/f/f", None),
            ("#ffffff", None),
            ("", None),
        ] {
            assert_eq!(Background::read(colour), background, "{colour}");
        }
    }

    #[test]
    fn the_answer_is_picked_out_of_the_keys() {
        let light = || vec![Some(Background::Light)];
        for end in ["\x07", "\x1b\\"] {
            let answer = format!("\x1b]11;rgb:ffff/ffff/ffff{end}");
            assert_eq!(listen(&[&answer]), (vec![], light()));
            assert_eq!(listen(&[&format!("ab{answer}c")]), (keys("abc"), light()));
            // Only the first is an answer.
            assert_eq!(listen(&[&answer, &answer]), (keys(&answer), light()));
        }
        assert_eq!(listen(&["\x1b]11;nonsense\x07x"]), (keys("x"), vec![None]));
    }

    #[test]
    fn a_torn_answer_types_nothing() {
        let answer = "\x1b]11;rgb:0000/0000/0000\x1b\\";
        for at in 1..answer.len() {
            let (first, rest) = answer.split_at(at);
            let (others, told) = listen(&[first, rest]);
            assert_eq!(told, [Some(Background::Dark)], "{first:?}");
            // Short of what nobody types, the first piece counts as keys after a while.
            assert!(at <= BEGINNING.len() || others.is_empty(), "{first:?}: {others:?}");
            assert!(others.iter().all(|raw| keys(first).contains(raw)), "{first:?}: {others:?}");
        }
    }

    #[test]
    fn keys_stay_whatever_they_begin_with() {
        for text in ["\x1b", "\x1b]", "\x1b]1", "\x1b]11x", "]11;rgb:", "\x1b[A", "\x07", "g\x1b"] {
            assert_eq!(listen(&[text]), (keys(text), vec![]), "{text:?}");
        }
        for pieces in [["\x1b", "\x1b"], ["\x1b", "]"], ["\x1b]", "11"], ["\x1b]1", "q"]] {
            let all: Vec<_> = pieces.iter().flat_map(|piece| keys(piece)).collect();
            assert_eq!(listen(&pieces), (all, vec![]), "{pieces:?}");
        }
    }

    #[test]
    fn what_nobody_asked_for_is_left_alone() {
        let mut listener = Listener::default();
        for raw in keys("\x1b]11;rgb:0/0/0\x07") {
            assert_eq!(listener.hear(raw.clone()), Heard::Other(vec![raw]));
        }
    }
}
