//! A long night: random keys, pastes, clicks, sizes and late answers, the same each time, with what
//! must always hold checked after each of them.

use std::fs;

use proptest::prelude::{Rng, RngExt};
use proptest::test_runner::{RngAlgorithm, TestRng};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode;

use super::*;
use crate::tui::keymap::Key;
use crate::tui::{Gesture, Mouse, draw};

/// What is typed besides the keys that are bound.
const TYPED: &str = "aelimnorstu 2014'!^$|:-_/[]{}\"日\u{301}👩ß";

const SIZES: [(u16, u16); 9] =
    [(80, 24), (120, 40), (250, 80), (40, 12), (20, 5), (3, 3), (1, 1), (0, 0), (300, 4)];

/// What the terminal pastes: words, responses of every vendor and of none, texts that mean harm.
fn pastes(catalogs: &Catalogs) -> Vec<String> {
    let samples = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
    let harm = [
        "2001",
        "license expires",
        "",
        " \r\n\t",
        "\x1b]0;title\x07\x1b[2J\x1b]52;c;cQ==\x07 q\n",
        "\u{202e}{\"code\":2001}\u{2066}\u{200b}\u{feff}\u{2028}",
        "{\"error\":{\"code\":2001,\"message\":\"日本語 e\u{301} 👩‍💻\"}}",
        "q\nq\nq",
    ];
    let long =
        ["[".repeat(20_000), "{\"code\":9032,\"message\":\"x\"}\n".repeat(400), "é".repeat(40_000)];
    samples.chain(harm).map(str::to_owned).chain(long).collect()
}

struct Soak {
    random: TestRng,
    keys: Vec<Key>,
    typed: Vec<char>,
    pastes: Vec<String>,
    /// Texts given to the decoder, whose answers come late and in any order.
    jobs: Vec<Job>,
}

impl Soak {
    fn new() -> Self {
        let keymap = Keymap::default();
        let bindings = keymap.bindings(Scope::ALL).filter(|binding| binding.action != Action::Quit);
        let mut keys: Vec<Key> = bindings.flat_map(|binding| binding.keys.to_vec()).collect();
        keys.extend([KeyCode::F(9), KeyCode::Null, KeyCode::Insert].map(Key::plain));
        Self {
            random: TestRng::from_seed(RngAlgorithm::XorShift, b"a long night out"),
            keys,
            typed: TYPED.chars().collect(),
            pastes: pastes(&Catalogs::builtin()),
            jobs: Vec::new(),
        }
    }

    fn one_of<T: Clone>(&mut self, things: impl Fn(&Self) -> &[T]) -> T {
        let length = things(self).len();
        let place = self.random.random_range(0..length);
        things(self)[place].clone()
    }

    /// The next thing that comes in.
    fn event(&mut self, screen: Rect) -> Event {
        match self.random.random_range(0..100) {
            0..45 => Event::Key(self.one_of(|soak| &soak.keys)),
            45..80 => Event::Key(Key::char(self.one_of(|soak| &soak.typed))),
            80..90 => {
                let gestures = [Gesture::Click, Gesture::WheelUp, Gesture::WheelDown];
                Event::Mouse(Mouse {
                    gesture: gestures[self.random.random_range(0..3)],
                    column: self.random.random_range(0..=screen.width),
                    row: self.random.random_range(0..=screen.height),
                })
            }
            90..94 => Event::Paste(self.one_of(|soak| &soak.pastes)),
            94..97 => {
                let (columns, rows) = self.one_of(|_| &SIZES);
                Event::Resize(columns, rows)
            }
            _ if self.jobs.is_empty() => Event::Key(Key::plain(KeyCode::Enter)),
            _ => {
                let job = self.random.random_range(0..self.jobs.len());
                self.jobs.swap_remove(job).run().into()
            }
        }
    }

    /// What the shell could say became of an effect.
    fn outcome(&mut self, effect: &Effect) -> Outcome {
        match (effect, self.random.next_u32() % 3) {
            (Effect::Save { .. }, 0) => Outcome::Saved("saved".into()),
            (Effect::Save { .. }, 1) => Outcome::Exists("there is such a file".into()),
            (Effect::Suspend, _) => Outcome::Resumed(self.one_of(|_| &SIZES)),
            (effect, _) => Outcome::Message(format!("{effect:?}").chars().take(60).collect()),
        }
    }
}

/// What must hold in every state.
fn check(app: &App) {
    let browse = &app.browse;
    let tab = browse.tabs[browse.tab];
    assert_eq!(browse.count, tab.count);
    assert!(browse.shown.len() <= browse.count);
    assert!(browse.selected < browse.count.max(1));
    assert_eq!(browse.entry_ref().is_some(), browse.count > 0);
    assert!(
        browse.shown.iter().all(|record| tab.catalog.is_none_or(|of| of.id == record.catalog.id))
    );
    let height = app.list_height();
    assert!(browse.top <= browse.selected && browse.selected < browse.top + height.max(1));
    assert!(!browse.is_due(), "catalogs of this size are searched at once");

    let popups = app.pages.iter().filter(|page| page.is_popup()).count();
    assert!(popups <= app.pages.len() - app.below_popups().len(), "a popup lies below a page");
    assert!(app.pages.len() < 8, "{:?}", app.pages);
    for page in &app.pages {
        if let Page::Paste(paste) = page {
            let inside = |finding: &crate::decode::Finding| finding.span.end <= paste.text().len();
            assert!(paste.findings().all(inside));
            assert!(paste.chosen < paste.findings().count().max(1));
            assert!(!(paste.is_waiting() && paste.report.is_some()));
        }
    }
}

/// The memory that is in use, in megabytes; where the system tells.
fn memory() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096 / 1_000_000)
}

/// Returns the memory in use after each tenth.
fn soak(actions: u32) -> Vec<u64> {
    let mut soak = Soak::new();
    let mut app = App::new(Start::new(Catalogs::builtin()), (80, 24));
    app.prepare();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut used = Vec::new();
    for done in 0..actions {
        let event = soak.event(app.screen);
        app.handle(event);
        soak.jobs.extend(app.take_job());
        soak.jobs.truncate(3);
        for effect in app.effects() {
            let outcome = soak.outcome(&effect);
            app.answer(outcome);
        }
        app.running = true; // the palette also quits
        check(&app);
        terminal.backend_mut().resize(app.screen.width, app.screen.height);
        terminal.draw(|frame| draw(&app, frame)).unwrap();
        let cells = &terminal.backend().buffer().content;
        assert!(cells.iter().all(|cell| !cell.symbol().contains(char::is_control)));
        if (done + 1) % (actions / 10) == 0 {
            used.extend(memory());
        }
    }
    used
}

/// How many megabytes more the second half may use: what the history of pastes may hold. The regular
/// expressions of the decoder keep what they have seen too, each up to a bound that most reach early.
const GROWTH: u64 = 32;

#[test]
fn a_short_night() {
    // What else is tested at the same time uses memory too.
    let _ = soak(3_000);
}

/// Takes minutes: `cargo test --release --lib a_million -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn a_million_actions() {
    let used = soak(1_000_000);
    println!("megabytes in use after each tenth: {used:?}");
    if let [.., fifth, _, _, _, _, last] = used[..] {
        assert!(last < fifth + GROWTH, "{used:?}");
    }
}
