//! Reproducible random keys, pastes, clicks, sizes and delayed results. The invariants are checked after
//! every event.

use std::collections::VecDeque;
use std::fs;

use jiff::Timestamp;
use proptest::prelude::{Rng, RngExt};
use proptest::test_runner::{RngAlgorithm, TestRng};
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode;
use ratatui::prelude::Terminal;

use super::*;
use crate::tui::Keymap;
use crate::tui::effects::LogEvent;

/// Characters typed besides the bound keys.
const TYPED: &str = "aelimnorstu 2014'!^$|:-_/[]{}\"日\u{301}👩ß";

const SIZES: [(u16, u16); 9] =
    [(80, 24), (120, 40), (250, 80), (40, 12), (20, 5), (3, 3), (1, 1), (0, 0), (300, 4)];

/// Pasted texts: words, responses of every vendor, hostile texts.
fn pastes(catalogs: &Catalogs) -> Vec<String> {
    let samples = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
    let hostile = [
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
    samples.chain(hostile).map(str::to_owned).chain(long).chain([log::log()]).collect()
}

struct Soak {
    random: TestRng,
    keys: Vec<Key>,
    typed: Vec<char>,
    pastes: Vec<String>,
    /// Jobs whose reports arrive late and in any order.
    jobs: Vec<DecodeJob>,
    /// News of logs, which arrive late.
    news: VecDeque<LogEvent>,
}

impl Soak {
    fn new() -> Self {
        let keymap = Keymap::default();
        let bindings = keymap.bindings(Scope::ALL).filter(|binding| binding.action != Action::Quit);
        let mut keys: Vec<Key> = bindings.flat_map(|binding| binding.keys.clone()).collect();
        keys.extend([KeyCode::F(9), KeyCode::Null, KeyCode::Insert].map(Key::plain));
        Self {
            random: TestRng::from_seed(RngAlgorithm::XorShift, b"a long night out"),
            keys,
            typed: TYPED.chars().collect(),
            pastes: pastes(&Catalogs::builtin()),
            jobs: Vec::new(),
            news: VecDeque::new(),
        }
    }

    fn choose<T: Clone>(&mut self, items: impl Fn(&Self) -> &[T]) -> T {
        let length = items(self).len();
        let index = self.random.random_range(0..length);
        items(self)[index].clone()
    }

    /// The next event.
    fn event(&mut self, screen: Rect) -> Event {
        if !self.news.is_empty() && self.random.random_range(0..3) == 0 {
            return self.news.pop_front().map(Event::Log).unwrap();
        }
        match self.random.random_range(0..100) {
            0..45 => Event::Key(self.choose(|soak| &soak.keys)),
            45..80 => Event::Key(Key::char(self.choose(|soak| &soak.typed))),
            80..90 => {
                let gestures = [
                    Gesture::Click,
                    Gesture::Drag,
                    Gesture::Release,
                    Gesture::WheelUp,
                    Gesture::WheelDown,
                ];
                let gesture = gestures[self.random.random_range(0..gestures.len())];
                let column = self.random.random_range(0..=screen.width);
                let row = self.random.random_range(0..=screen.height);
                Event::Mouse(gesture, Position::new(column, row))
            }
            90..94 => Event::Paste(self.choose(|soak| &soak.pastes)),
            94..97 => {
                let (columns, rows) = self.choose(|_| &SIZES);
                Event::Resize(columns, rows)
            }
            _ if self.jobs.is_empty() => Event::Key(Key::plain(KeyCode::Enter)),
            _ => {
                let job = self.random.random_range(0..self.jobs.len());
                Event::Decoded(self.jobs.swap_remove(job).run())
            }
        }
    }

    /// A possible outcome of an effect.
    fn outcome(&mut self, effect: &Effect) -> Outcome {
        match (effect, self.random.next_u32() % 3) {
            (Effect::Save { .. }, 0) => Outcome::Saved("saved".into()),
            (Effect::Save { .. }, 1) => Outcome::Exists("the file exists".into()),
            (Effect::Suspend, _) => Outcome::Resumed(self.choose(|_| &SIZES)),
            (effect, _) => Outcome::Message(format!("{effect:?}").chars().take(60).collect()),
        }
    }
}

/// The invariants of every state.
fn check(app: &App) {
    let results = &app.stack.list.results;
    let (tab, scroll) = (results.active(), results.scroll);
    assert_eq!(scroll.total, results.entries.len());
    assert!((tab.count..=tab.count + results.nearest_count).contains(&scroll.total));
    let selected = scroll.selected.unwrap();
    assert!(selected < scroll.total.max(1));
    assert_eq!(results.selected().is_some(), scroll.total > 0);
    assert!(
        results.entries.iter().all(|entry| tab.catalog.is_none_or(|of| of.id == entry.catalog.id))
    );
    assert!(scroll.offset <= selected && selected < scroll.offset + scroll.height.max(1));
    let previewed = app.stack.list.preview.visit.as_ref().map(|visit| visit.entry);
    assert!(app.stack.list.welcome.is_some() || previewed == results.selected());

    let overlays = app.stack.pages.iter().rev().take_while(|page| page.is_overlay()).count();
    let below = &app.stack.pages[..app.stack.pages.len() - overlays];
    assert!(!below.iter().any(Page::is_overlay), "an overlay is below a page");
    assert!(app.stack.pages.len() < 8, "{:?}", app.stack.pages);
    for page in &app.stack.pages {
        if let Page::Paste(page) = page {
            let length = page.editor.text().len();
            assert!(page.findings().all(|finding| finding.span.end <= length));
            assert!(page.selected < page.findings().count().max(1));
        }
    }
}

/// The memory in use, in megabytes, if the system reports it.
fn memory() -> Option<u64> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096 / 1_000_000)
}

/// Handles random events; returns the memory in use after each tenth of them.
fn soak(actions: u32) -> Vec<u64> {
    let mut soak = Soak::new();
    let mut app = App::new(Options::new(Catalogs::builtin()), (80, 24));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut used = Vec::new();
    for done in 0..actions {
        let event = soak.event(app.services.screen);
        for effect in app.handle(event) {
            let news = &mut soak.news;
            match effect {
                Effect::Decode(job) => {
                    soak.jobs.push(job);
                    soak.jobs.truncate(3);
                }
                Effect::ScanLog(job) => {
                    job.run(Timestamp::UNIX_EPOCH, &mut |event| news.push_back(event));
                }
                Effect::ReadLog(job) => job.run(&mut |event| news.push_back(event)),
                effect => {
                    let outcome = soak.outcome(&effect);
                    send(&mut app, Event::Outcome(outcome));
                }
            }
        }
        app.is_running = true; // the palette also quits
        check(&app);
        terminal.backend_mut().resize(app.services.screen.width, app.services.screen.height);
        terminal.draw(|frame| draw(&app, frame)).unwrap();
        let cells = &terminal.backend().buffer().content;
        assert!(cells.iter().all(|cell| !cell.symbol().contains(char::is_control)));
        if (done + 1) % (actions / 10) == 0 {
            used.extend(memory());
        }
    }
    used
}

/// The allowed growth in the second half, in megabytes: the limit of the paste history. The caches of the
/// regular expressions grow too, but most reach their limit early.
const GROWTH: u64 = 32;

#[test]
fn survives_random_events() {
    // Other tests run at the same time, so the memory in use means nothing.
    let _ = soak(3_000);
}

/// Takes minutes: `cargo test --release --lib a_million -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn survives_a_million_random_events() {
    let used = soak(1_000_000);
    println!("megabytes in use after each tenth: {used:?}");
    if let [.., fifth, _, _, _, _, last] = used[..] {
        assert!(last < fifth + GROWTH, "{used:?}");
    }
}
