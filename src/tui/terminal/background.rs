//! Detects whether the terminal has a dark or a light background (OSC 11).
//!
//! The usual crates block until the terminal replies or a timeout expires, which would delay the
//! first frame and drop keys typed in the meantime. Here the query follows the first frame, and
//! [`OscParser`] picks the reply out of the key events, even if it arrives late or in pieces.

use std::mem;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event as TermEvent, KeyCode, KeyModifiers};

use crate::text::string_enum;

/// Ends with BEL, a single byte that cannot be split. Terminals end the reply in the same way.
pub const QUERY: &str = "\x1b]11;?\x07";

const REPLY_START: &str = "\x1b]11;";

/// The longest colour in a reply.
const MAX_COLOUR: usize = 48;

/// How long to wait for a reply before quitting, so that it does not end up in the shell.
const REPLY_TIMEOUT: Duration = Duration::from_millis(300);

/// How long Esc is held back because it may start a reply: less than a frame.
const ESC_TIMEOUT: Duration = Duration::from_millis(10);

/// How long a longer part of a reply is held back.
const SPLIT_TIMEOUT: Duration = Duration::from_secs(1);

string_enum! {
    /// The terminal's background, with the name of the theme for it.
    Background {
        /// Darker than medium gray.
        Dark = "dark",
        /// Medium gray or lighter.
        Light = "light",
    }
}

impl Background {
    /// Parses an X11 colour: `rgb:ffff/ffff/ffff`, with one to four digits per channel.
    fn parse(colour: &str) -> Option<Self> {
        let channels = colour.strip_prefix("rgb:").or(colour.strip_prefix("rgba:"))?;
        let mut channels = channels.split('/').map(parse_channel);
        let mut next_channel = || channels.next().flatten();
        let (red, green, blue) = (next_channel()?, next_channel()?, next_channel()?);
        // Perceived brightness (ITU-R BT.601).
        let brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
        Some(if brightness > 0.5 { Self::Light } else { Self::Dark })
    }
}

fn parse_channel(digits: &str) -> Option<f64> {
    let max = 16_u32.checked_pow(digits.len().try_into().ok()?)? - 1;
    let value = u32::from_str_radix(digits, 16).ok()?;
    (max > 0).then(|| f64::from(value) / f64::from(max))
}

/// The result of feeding an event to an [`OscParser`].
#[derive(Debug, PartialEq)]
pub enum Parsed {
    /// The event completed a reply, whose colour may be unknown.
    Reply(Option<Background>),
    /// These events are not part of a reply; none if the event may be part of one.
    Other(Vec<TermEvent>),
}

/// Finds the reply to [`QUERY`] among other events.
#[derive(Debug, Default)]
pub struct OscParser {
    /// When the query was sent, until the reply is complete.
    queried: Option<Instant>,
    /// The start of a reply.
    seen: String,
    /// The events behind `seen`, as long as they may be real keys.
    pending: Vec<TermEvent>,
}

impl OscParser {
    /// Starts to look for a reply.
    pub fn expect_reply(&mut self) {
        self.queried = Some(Instant::now());
    }

    /// How long the reply is worth waiting for; `None` if it is not.
    pub fn time_left(&self) -> Option<Duration> {
        REPLY_TIMEOUT.checked_sub(self.queried?.elapsed())
    }

    /// How long to wait for the rest before [`OscParser::flush`]; `None` if no keys are pending.
    pub fn pending_timeout(&self) -> Option<Duration> {
        let timeout = if self.seen == "\x1b" { ESC_TIMEOUT } else { SPLIT_TIMEOUT };
        (!self.pending.is_empty()).then_some(timeout)
    }

    /// Returns the pending keys. The rest of a reply is still recognised after that.
    pub fn flush(&mut self) -> Vec<TermEvent> {
        mem::take(&mut self.pending)
    }

    /// Processes the next event.
    pub fn feed(&mut self, raw: TermEvent) -> Parsed {
        let Some(text) = self.queried.and_then(|_| sequence(&raw)) else {
            return Parsed::Other(vec![raw]);
        };
        self.seen.push_str(&text);
        if let Some(colour) = reply_colour(&self.seen) {
            let background = Background::parse(colour);
            *self = Self::default();
            return Parsed::Reply(background);
        }
        let mut others = Vec::new();
        if !starts_reply(&self.seen) {
            others = self.flush();
            self.seen.clear();
            if !starts_reply(&text) {
                others.push(raw);
                return Parsed::Other(others);
            }
            self.seen = text;
        }
        self.pending.push(raw);
        if self.seen.len() > REPLY_START.len() {
            // Certainly a reply: this is never typed.
            self.pending.clear();
        }
        Parsed::Other(others)
    }
}

/// The colour in a complete reply.
fn reply_colour(seen: &str) -> Option<&str> {
    let rest = seen.strip_prefix(REPLY_START)?;
    rest.strip_suffix('\x07').or(rest.strip_suffix("\x1b\\"))
}

/// Whether `seen` may be the start of a reply.
fn starts_reply(seen: &str) -> bool {
    let Some(rest) = seen.strip_prefix(REPLY_START) else {
        return REPLY_START.starts_with(seen);
    };
    let colour = rest.strip_suffix('\x1b').unwrap_or(rest);
    let is_colour = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '#');
    rest.len() <= MAX_COLOUR && colour.chars().all(is_colour)
}

/// The characters that produced a key event; `None` for other events.
fn sequence(raw: &TermEvent) -> Option<String> {
    let TermEvent::Key(key) = raw else { return None };
    let modifiers = key.modifiers - KeyModifiers::SHIFT;
    Some(match key.code {
        KeyCode::Esc => "\x1b".to_owned(),
        KeyCode::Char('g') if modifiers == KeyModifiers::CONTROL => "\x07".to_owned(),
        KeyCode::Char(c) if modifiers == KeyModifiers::ALT => format!("\x1b{c}"),
        KeyCode::Char(c) if modifiers.is_empty() => c.to_string(),
        // Never part of a reply.
        _ => "\0".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::KeyEvent;

    use super::*;

    /// The events that crossterm reads from these characters when they arrive together.
    fn keys(text: &str) -> Vec<TermEvent> {
        let mut keys = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            keys.push(TermEvent::Key(match c {
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

    /// Feeds pieces with long gaps between them; returns the other events and the replies.
    fn parse(pieces: &[&str]) -> (Vec<TermEvent>, Vec<Option<Background>>) {
        let mut parser = OscParser::default();
        parser.expect_reply();
        let (mut others, mut replies) = (Vec::new(), Vec::new());
        for piece in pieces {
            for raw in keys(piece) {
                match parser.feed(raw) {
                    Parsed::Reply(background) => replies.push(background),
                    Parsed::Other(raw) => others.extend(raw),
                }
            }
            others.extend(parser.flush());
        }
        (others, replies)
    }

    #[test]
    fn classifies_colours() {
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
            assert_eq!(Background::parse(colour), background, "{colour}");
        }
    }

    #[test]
    fn the_reply_is_separated_from_keys() {
        let light = || vec![Some(Background::Light)];
        for end in ["\x07", "\x1b\\"] {
            let reply = format!("\x1b]11;rgb:ffff/ffff/ffff{end}");
            assert_eq!(parse(&[&reply]), (vec![], light()));
            assert_eq!(parse(&[&format!("ab{reply}c")]), (keys("abc"), light()));
            // Only the first one is a reply.
            assert_eq!(parse(&[&reply, &reply]), (keys(&reply), light()));
        }
        assert_eq!(parse(&["\x1b]11;nonsense\x07x"]), (keys("x"), vec![None]));
    }

    #[test]
    fn a_split_reply_types_nothing() {
        let reply = "\x1b]11;rgb:0000/0000/0000\x1b\\";
        for at in 1..reply.len() {
            let (first, rest) = reply.split_at(at);
            let (others, replies) = parse(&[first, rest]);
            assert_eq!(replies, [Some(Background::Dark)], "{first:?}");
            // A piece that may be keys is delivered as keys after the timeout.
            assert!(at <= REPLY_START.len() || others.is_empty(), "{first:?}: {others:?}");
            assert!(others.iter().all(|raw| keys(first).contains(raw)), "{first:?}: {others:?}");
        }
    }

    #[test]
    fn similar_keys_are_kept() {
        for text in ["\x1b", "\x1b]", "\x1b]1", "\x1b]11x", "]11;rgb:", "\x1b[A", "\x07", "g\x1b"] {
            assert_eq!(parse(&[text]), (keys(text), vec![]), "{text:?}");
        }
        for pieces in [["\x1b", "\x1b"], ["\x1b", "]"], ["\x1b]", "11"], ["\x1b]1", "q"]] {
            let all: Vec<_> = pieces.iter().flat_map(|piece| keys(piece)).collect();
            assert_eq!(parse(&pieces), (all, vec![]), "{pieces:?}");
        }
    }

    #[test]
    fn replies_without_a_query_are_ignored() {
        let mut parser = OscParser::default();
        for raw in keys("\x1b]11;rgb:0/0/0\x07") {
            assert_eq!(parser.feed(raw.clone()), Parsed::Other(vec![raw]));
        }
    }
}
