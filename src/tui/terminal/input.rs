//! Terminal input: key presses, pastes, mouse and size changes. Everything else is ignored.
//!
//! A paste is a single event and never acts as keys. Without bracketed paste it arrives as a burst of
//! keys: if at least [`BURST`] characters are waiting at once, they are a paste. Fewer may have been
//! typed while the connection lagged, and remain keys.

use std::time::Duration;
use std::{io, thread};

use ratatui::crossterm::event::{
    self, Event as TermEvent, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use ratatui::prelude::Position;

use crate::tui::event::{Event, Gesture};
use crate::tui::terminal::background::{OscParser, Parsed};
use crate::tui::terminal::session::usable_size;

/// The number of characters waiting at once that makes them a paste.
pub const BURST: usize = 16;

/// The longest gap between characters that count as waiting at once.
const GAP: Duration = Duration::from_micros(500);

/// The longest gap within a paste, which a slow connection may deliver in pieces.
const PASTE_GAP: Duration = Duration::from_millis(25);

/// The longest gap within a paste of at least [`LONG_PASTE`] characters: more pieces make a late one
/// more likely, and it would count as another paste.
const LONG_PASTE_GAP: Duration = Duration::from_millis(250);

const LONG_PASTE: usize = 1024;

/// The mouse event, if the browser uses it.
fn mouse(event: MouseEvent) -> Option<Event> {
    let gesture = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
        MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Event::Mouse(gesture, Position::new(event.column, event.row)))
}

/// A source of terminal events.
pub trait EventSource {
    /// Waits up to `timeout` for an event.
    fn poll(&mut self, timeout: Duration) -> io::Result<bool>;
    /// Waits for the next event and returns it.
    fn read(&mut self) -> io::Result<TermEvent>;
}

/// The terminal of this process.
pub struct Tty;

impl EventSource for Tty {
    fn poll(&mut self, timeout: Duration) -> io::Result<bool> {
        /// The shortest timeout with which crossterm reads from the terminal at all.
        const SHORTEST: Duration = Duration::from_micros(50);
        if timeout >= Duration::from_millis(1) {
            return event::poll(timeout);
        }
        if event::poll(SHORTEST)? {
            return Ok(true);
        }
        // crossterm would round the timeout up to a millisecond, too long between two keys.
        thread::sleep(timeout);
        Ok(!timeout.is_zero() && event::poll(SHORTEST)?)
    }

    fn read(&mut self) -> io::Result<TermEvent> {
        event::read()
    }
}

/// Reads events from a source and combines them.
#[derive(Debug)]
pub struct Input<S> {
    source: S,
    osc: OscParser,
}

impl<S: EventSource> Input<S> {
    /// Starts to collect events; they wait until they are read.
    pub fn new(mut source: S) -> io::Result<Self> {
        source.poll(Duration::ZERO)?;
        Ok(Self { source, osc: OscParser::default() })
    }

    /// Waits up to `timeout` for an event.
    pub fn poll(&mut self, timeout: Duration) -> io::Result<bool> {
        self.source.poll(timeout)
    }

    /// Expects a reply to the background query.
    pub fn expect_background(&mut self) {
        self.osc.expect_reply();
    }

    /// Consumes an outstanding reply, so that it does not end up in the shell.
    pub fn finish(&mut self) -> io::Result<()> {
        while let Some(timeout) = self.osc.time_left()
            && self.source.poll(timeout)?
        {
            self.osc.feed(self.source.read()?);
        }
        Ok(())
    }

    /// Waits for events and returns all that are available.
    pub fn read(&mut self) -> io::Result<Vec<Event>> {
        let mut raw = Vec::new();
        let mut background = None;
        let mut typed = 0;
        loop {
            match self.osc.feed(self.source.read()?) {
                Parsed::Reply(reply) => background = reply,
                Parsed::Other(more) => {
                    typed += more.iter().filter_map(typed_char).count();
                    raw.extend(more);
                }
            }
            let gap = match typed {
                ..BURST => GAP,
                BURST..LONG_PASTE => PASTE_GAP,
                LONG_PASTE.. => LONG_PASTE_GAP,
            };
            if !self.source.poll(self.osc.pending_timeout().unwrap_or(gap))? {
                break;
            }
        }
        raw.extend(self.osc.flush());
        let mut events = combine(raw, typed >= BURST);
        events.extend(background.map(Event::Background));
        Ok(events)
    }
}

/// Converts raw events; in a burst, all keys become one paste.
fn combine(raw: Vec<TermEvent>, burst: bool) -> Vec<Event> {
    let mut events = Vec::new();
    let mut pasted = String::new();
    for raw in raw {
        match raw {
            TermEvent::Key(_) if burst => pasted.extend(typed_char(&raw)),
            TermEvent::Key(key) if key.kind != KeyEventKind::Release => {
                events.push(Event::Key(key.into()));
            }
            TermEvent::Paste(text) => events.push(Event::Paste(unix_lines(&text))),
            TermEvent::Mouse(event) => events.extend(mouse(event)),
            TermEvent::Resize(columns, rows) => {
                let (columns, rows) = usable_size((columns, rows));
                events.push(Event::Resize(columns, rows));
            }
            TermEvent::FocusGained => events.push(Event::FocusGained),
            _ => {}
        }
    }
    if burst {
        events.push(Event::Paste(unix_lines(&pasted)));
    }
    events
}

/// The character that a key represents in an unbracketed paste.
fn typed_char(raw: &TermEvent) -> Option<char> {
    let TermEvent::Key(key) = raw else { return None };
    match key.code {
        _ if key.kind == KeyEventKind::Release => None,
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Esc => Some('\x1b'),
        // Ctrl-A is control character 1.
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
    use crate::tui::keymap::Key;
    use crate::tui::terminal::Background;

    /// Events, each with the delay after the previous one.
    struct Script(VecDeque<(Duration, TermEvent)>);

    impl EventSource for Script {
        fn poll(&mut self, timeout: Duration) -> io::Result<bool> {
            Ok(self.0.front().is_some_and(|(after, _)| *after <= timeout))
        }

        fn read(&mut self) -> io::Result<TermEvent> {
            self.0.pop_front().map(|(_, raw)| raw).ok_or(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn script(text: &str, gap: Duration) -> Script {
        Script(text.chars().map(|c| (gap, TermEvent::Key(key(c)))).collect())
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
    fn typed_text_remains_keys() {
        for gap in [0, 30, 200] {
            let events = all(script("lic exp\rq", Duration::from_millis(gap)));
            assert_eq!(events.len(), 9);
            assert!(events.iter().all(|event| matches!(event, Event::Key(_))));
        }
    }

    #[test]
    fn a_burst_is_one_paste() {
        let text = "{\"a\":1}\rq\n\x1b[31m\x03 Some more text";
        for gap in [Duration::ZERO, GAP] {
            let events = all(script(text, gap));
            assert_eq!(events, [Event::Paste("{\"a\":1}\nq\n\x1b[31m\x03 Some more text".into())]);
        }
    }

    #[test]
    fn a_slow_paste_is_not_split() {
        let mut source = script(&"x".repeat(BURST), Duration::ZERO);
        source.0.extend(script("q\ry", PASTE_GAP).0);
        assert_eq!(all(source), [Event::Paste(format!("{}q\ny", "x".repeat(BURST)))]);
        let mut source = script(&"x".repeat(LONG_PASTE), Duration::ZERO);
        source.0.extend(script("q\ry", LONG_PASTE_GAP).0);
        assert_eq!(all(source), [Event::Paste(format!("{}q\ny", "x".repeat(LONG_PASTE)))]);
    }

    #[test]
    fn fast_typing_is_not_a_paste() {
        let text = "the quick brown fox jumps over the lazy dog";
        let events = all(script(text, Duration::from_millis(20)));
        assert_eq!(events.len(), text.len());
    }

    #[test]
    fn a_background_reply_is_neither_keys_nor_a_paste() {
        let reply = "\x1b]11;rgb:ffff/ffff/ffff\x07";
        let alt = KeyEvent::new(KeyCode::Char(']'), KeyModifiers::ALT);
        let bell = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL);
        let keys = reply[2..reply.len() - 1].chars().map(key);
        let raw = keys.fold(vec![alt], |mut raw, key| {
            raw.push(key);
            raw
        });
        for gap in [Duration::ZERO, GAP, Duration::from_millis(900)] {
            let mut raw: Vec<_> =
                raw.iter().chain([&bell]).map(|&key| (gap, TermEvent::Key(key))).collect();
            raw.insert(0, (gap, TermEvent::Key(key('x'))));
            raw.push((PASTE_GAP, TermEvent::Key(key('\x1b'))));
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
        let source = Script([(GAP, TermEvent::Paste("a\r\nb\rc\n".into()))].into());
        assert_eq!(all(source), [Event::Paste("a\nb\nc\n".into())]);
    }

    #[test]
    fn other_events_are_ignored() {
        let mut release = KeyEvent::from(KeyCode::Char('x'));
        release.kind = KeyEventKind::Release;
        let raw = [TermEvent::Key(release), TermEvent::Resize(80, 24), TermEvent::FocusLost];
        let source = Script(raw.map(|raw| (Duration::ZERO, raw)).into());
        assert_eq!(all(source), [Event::Resize(80, 24)]);
    }
}
