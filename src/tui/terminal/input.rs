//! What comes in from the terminal: keys, pastes and sizes; everything else is ignored.
//!
//! A paste is one event and never acts as keys. Terminals with bracketed paste say what is pasted.
//! In others a paste arrives as keys, far faster than anybody types: all that is waiting at once is
//! read at once, and where it types [`BURST`] characters or more, it was a paste. Fewer can also be
//! what somebody typed while the connection hung, and stay keys.

use std::time::{Duration, Instant};
use std::{io, thread};

use ratatui::crossterm::event::{
    self, Event as Raw, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use ratatui::layout::Position;

use crate::tui::effects::effect::Outcome;
use crate::tui::effects::worker::Decoded;
use crate::tui::keymap::Key;
use crate::tui::terminal::background::{Background, Heard, Listener};

/// From how many characters that were waiting at once on they are taken as a paste.
pub const BURST: usize = 16;

/// How long the next event may take to count as waiting already.
const GAP: Duration = Duration::from_micros(500);

/// The same once a paste is under way, which a slow connection delivers in pieces.
const PASTE_GAP: Duration = Duration::from_millis(25);

/// The same for a paste of [`LONG`] characters and more: the more pieces there are, the likelier
/// one of them is late, and what follows would be a paste of its own.
const LONG_PASTE_GAP: Duration = Duration::from_millis(250);

/// From how many characters on a paste is long.
const LONG: usize = 1024;

/// Something that came in.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted; its lines end in `\n`.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal told its background.
    Background(Background),
    /// A text is decoded that takes longer than a key may.
    Decoded(Decoded),
    /// An effect was run.
    Outcome(Outcome),
}

/// What the mouse did, and over which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub gesture: Gesture,
    /// From the left, from 0 on.
    pub column: u16,
    /// From the top, from 0 on.
    pub row: u16,
}

/// What a mouse can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// A press of the first button.
    Click,
    /// The wheel, towards the top.
    WheelUp,
    /// The wheel, towards the end.
    WheelDown,
}

impl Mouse {
    fn read(event: MouseEvent) -> Option<Self> {
        let gesture = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
            MouseEventKind::ScrollUp => Gesture::WheelUp,
            MouseEventKind::ScrollDown => Gesture::WheelDown,
            _ => return None,
        };
        Some(Self { gesture, column: event.column, row: event.row })
    }

    pub(crate) fn position(self) -> Position {
        Position::new(self.column, self.row)
    }
}

/// The least time in which crossterm takes a look at the terminal.
const LOOK: Duration = Duration::from_micros(50);

/// Where raw events come from.
pub(crate) trait Source {
    /// Whether an event arrives in that time.
    fn arrives(&mut self, within: Duration) -> io::Result<bool>;
    /// The next event; waits for it.
    fn next(&mut self) -> io::Result<Raw>;
}

/// The terminal of this process.
pub(crate) struct Tty;

impl Source for Tty {
    fn arrives(&mut self, within: Duration) -> io::Result<bool> {
        // crossterm reads nothing in no time at all, and waits for whole milliseconds, which are
        // most of what a key may take.
        if within < Duration::from_millis(1) {
            if event::poll(LOOK)? {
                return Ok(true);
            }
            thread::sleep(within);
            return Ok(!within.is_zero() && event::poll(LOOK)?);
        }
        event::poll(within)
    }

    fn next(&mut self) -> io::Result<Raw> {
        event::read()
    }
}

/// How long a terminal may take for its answer before whoever quits goes without.
const ANSWER: Duration = Duration::from_millis(300);

/// What comes in from a source, joined to events.
#[derive(Debug)]
pub(crate) struct Input<S> {
    source: S,
    listener: Listener,
    /// When the terminal was asked for its background.
    asked: Option<Instant>,
}

impl<S: Source> Input<S> {
    /// Begins to take events in; they wait until they are read.
    pub(crate) fn new(mut source: S) -> io::Result<Self> {
        source.arrives(Duration::ZERO)?;
        Ok(Self { source, listener: Listener::default(), asked: None })
    }

    /// Whether something comes in within that time.
    pub(crate) fn arrives(&mut self, within: Duration) -> io::Result<bool> {
        self.source.arrives(within)
    }

    /// Expects an answer to the question for the background.
    pub(crate) fn expect_background(&mut self) {
        self.listener.listen();
        self.asked = Some(Instant::now());
    }

    /// Lets an answer that is under way arrive here, where it harms nobody, and not at the shell.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let Some(asked) = self.asked else { return Ok(()) };
        while self.listener.is_listening()
            && let Some(left) = ANSWER.checked_sub(asked.elapsed())
            && self.source.arrives(left)?
        {
            self.listener.hear(self.source.next()?);
        }
        Ok(())
    }

    /// Waits for events and returns all that are there.
    pub(crate) fn read(&mut self) -> io::Result<Vec<Event>> {
        let mut raw = Vec::new();
        let mut background = None;
        let mut typed = 0;
        loop {
            match self.listener.hear(self.source.next()?) {
                Heard::Part => {}
                Heard::Answer(told) => background = told,
                Heard::Other(more) => {
                    typed += more.iter().filter_map(typed_by).count();
                    raw.extend(more);
                }
            }
            let gap = match typed {
                ..BURST => GAP,
                BURST..LONG => PASTE_GAP,
                LONG.. => LONG_PASTE_GAP,
            };
            if !self.source.arrives(self.listener.patience().unwrap_or(gap))? {
                break;
            }
        }
        raw.extend(self.listener.give_up());
        let mut events = join(raw, typed >= BURST);
        events.extend(background.map(Event::Background));
        Ok(events)
    }
}

/// The events that the raw ones mean; in a burst all keys are one paste.
fn join(raw: Vec<Raw>, burst: bool) -> Vec<Event> {
    let mut events = Vec::new();
    let mut pasted = String::new();
    for raw in raw {
        if burst && let Raw::Key(_) = raw {
            pasted.extend(typed_by(&raw));
            continue;
        }
        match raw {
            Raw::Key(key) if key.kind != KeyEventKind::Release => {
                events.push(Event::Key(key.into()));
            }
            Raw::Paste(text) => events.push(Event::Paste(unix_lines(&text))),
            Raw::Mouse(mouse) => events.extend(Mouse::read(mouse).map(Event::Mouse)),
            Raw::Resize(columns, rows) => events.push(Event::Resize(columns, rows)),
            _ => {}
        }
    }
    if burst {
        events.push(Event::Paste(unix_lines(&pasted)));
    }
    events
}

/// The character that a key stands for in a paste without brackets.
fn typed_by(raw: &Raw) -> Option<char> {
    let Raw::Key(key) = raw else { return None };
    match key.code {
        _ if key.kind == KeyEventKind::Release => None,
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Esc => Some('\x1b'),
        // Control characters: Ctrl-A is 1.
        KeyCode::Char(c @ 'a'..='z') if key.modifiers == KeyModifiers::CONTROL => {
            char::from_u32(u32::from(c) - 0x60)
        }
        KeyCode::Char(c) => Some(c),
        _ => None,
    }
}

fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use ratatui::crossterm::event::KeyEvent;

    use super::*;

    /// Events, each with the time that it comes after the one before it.
    struct Script(VecDeque<(Duration, Raw)>);

    impl Source for Script {
        fn arrives(&mut self, within: Duration) -> io::Result<bool> {
            Ok(self.0.front().is_some_and(|(after, _)| *after <= within))
        }

        fn next(&mut self) -> io::Result<Raw> {
            self.0.pop_front().map(|(_, raw)| raw).ok_or(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn script(text: &str, gap: Duration) -> Script {
        Script(text.chars().map(|c| (gap, Raw::Key(key(c)))).collect())
    }

    /// The key that a terminal reports for a pasted character.
    fn key(c: char) -> KeyEvent {
        match c {
            '\r' => KeyCode::Enter.into(),
            '\x1b' => KeyCode::Esc.into(),
            '\n' => KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL),
            '\x03' => KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
            c => KeyCode::Char(c).into(),
        }
    }

    fn all(source: Script) -> Vec<Event> {
        let mut input = Input::new(source).unwrap();
        drain(&mut input)
    }

    fn drain(input: &mut Input<Script>) -> Vec<Event> {
        let mut events = Vec::new();
        while let Ok(more) = input.read() {
            events.extend(more);
        }
        events
    }

    #[test]
    fn typing_stays_keys() {
        for gap in [0, 30, 200] {
            let events = all(script("lic exp\rq", Duration::from_millis(gap)));
            assert_eq!(events.len(), 9);
            assert!(events.iter().all(|event| matches!(event, Event::Key(_))));
        }
    }

    #[test]
    fn a_burst_is_one_paste_with_everything_in_it() {
        let text = "{\"a\":1}\rq\n\x1b[31m\x03 Some more text";
        for gap in [Duration::ZERO, GAP] {
            let events = all(script(text, gap));
            assert_eq!(events, [Event::Paste("{\"a\":1}\nq\n\x1b[31m\x03 Some more text".into())]);
        }
    }

    #[test]
    fn a_paste_in_pieces_stays_whole() {
        let mut source = script(&"x".repeat(BURST), Duration::ZERO);
        source.0.extend(script("q\ry", PASTE_GAP).0);
        assert_eq!(all(source), [Event::Paste(format!("{}q\ny", "x".repeat(BURST)))]);
        let mut source = script(&"x".repeat(LONG), Duration::ZERO);
        source.0.extend(script("q\ry", LONG_PASTE_GAP).0);
        assert_eq!(all(source), [Event::Paste(format!("{}q\ny", "x".repeat(LONG)))]);
    }

    #[test]
    fn fast_typing_is_not_a_paste() {
        let text = "the quick brown fox jumps over the lazy dog";
        let events = all(script(text, Duration::from_millis(20)));
        assert_eq!(events.len(), text.len());
    }

    #[test]
    fn an_answer_of_the_terminal_is_neither_keys_nor_a_paste() {
        let answer = "\x1b]11;rgb:ffff/ffff/ffff\x07";
        let alt = KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT);
        let bell = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL);
        let keys = answer[2..answer.len() - 1].chars().map(key);
        let raw = keys.fold(vec![alt], |mut raw, key| {
            raw.push(key);
            raw
        });
        for gap in [Duration::ZERO, GAP, Duration::from_millis(900)] {
            let mut raw: Vec<_> =
                raw.iter().chain([&bell]).map(|&key| (gap, Raw::Key(key))).collect();
            raw.insert(0, (gap, Raw::Key(key('x'))));
            raw.push((PASTE_GAP, Raw::Key(key('\x1b'))));
            let mut input = Input::new(Script(raw.into())).unwrap();
            input.expect_background();
            let mut events = drain(&mut input);
            events.sort_by_key(|event| matches!(event, Event::Key(_)));
            assert_eq!(
                events,
                [
                    Event::Background(Background::Light),
                    Event::Key(Key::char('x')),
                    Event::Key(Key::plain(KeyCode::Esc))
                ]
            );
        }
    }

    #[test]
    fn a_bracketed_paste_has_unix_lines() {
        let source = Script([(GAP, Raw::Paste("a\r\nb\rc\n".into()))].into());
        assert_eq!(all(source), [Event::Paste("a\nb\nc\n".into())]);
    }

    #[test]
    fn sizes_come_through_and_the_rest_is_ignored() {
        let mut release = KeyEvent::from(KeyCode::Char('x'));
        release.kind = KeyEventKind::Release;
        let raw = [Raw::FocusGained, Raw::Key(release), Raw::Resize(80, 24), Raw::FocusLost];
        let source = Script(raw.map(|raw| (Duration::ZERO, raw)).into());
        assert_eq!(all(source), [Event::Resize(80, 24)]);
    }
}
