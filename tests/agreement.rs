//! What is said of a paste as JSON, as text and on the screen is the same, for every paste of the
//! catalogs' own: the same verdict, the same claims with the same confidence, and nothing besides.

#[path = "support/screen.rs"]
#[allow(dead_code, clippy::unwrap_used)] // helpers of several tests
mod screen;

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::report::{Page, json, text};
use errdex::tui::{App, Start};
use serde_json::Value;

/// Columns of which the findings get half, and rows enough for all of them.
const SCREEN: (u16, u16) = (150, 400);

/// (tab, code, confidence) of each finding or alternative.
type Said = Vec<(String, String, String)>;

fn in_json(catalogs: &Catalogs, array: &Value) -> Said {
    let said = |finding: &Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        let vendor = catalogs.find(&word("vendor")).expect("a vendor's id");
        (vendor.tab.to_owned(), word("code"), word("confidence"))
    };
    array.as_array().expect("an array").iter().map(said).collect()
}

/// What stands before and behind the name of a confidence that closes a line.
fn confidence(line: &str) -> Option<(&str, &str)> {
    ["certain", "likely", "possible"].into_iter().find_map(|word| {
        let (title, score) = line.rsplit_once(&format!("  {word} "))?;
        score.trim().strip_suffix(" %")?.parse::<u8>().ok()?;
        Some((title, word))
    })
}

/// The findings that the right half of the screen lists, and then what was weighed besides.
fn on_screen(catalogs: &Catalogs, screen: &str) -> Said {
    let half = screen.lines().filter_map(|line| line.split_once('│')).map(|(_, right)| right);
    let said = half.filter_map(confidence).map(|(title, word)| {
        let title = title.trim_start_matches([' ', '▌']);
        let tab = catalogs.iter().map(|catalog| catalog.tab).find(|tab| title.starts_with(tab));
        let tab = tab.unwrap_or_else(|| panic!("no vendor begins {title}"));
        (tab.to_owned(), title[tab.len()..].trim().to_owned(), word.to_owned())
    });
    said.collect()
}

/// The first confidence that the text puts in brackets.
fn first_confidence(text: &str) -> Option<&'static str> {
    let words = ["certain", "likely", "possible"];
    words.into_iter().min_by_key(|word| text.find(&format!("({word})")).unwrap_or(usize::MAX))
}

fn verdict(word: &str) -> &'static str {
    match word {
        "identified" => "Identified:",
        "possible" => "Not certain:",
        "ambiguous" => "Ambiguous:",
        "unknown-code" => "Unknown code:",
        "vendor-only" => "Vendor only:",
        "not-recognised" => "Not recognised:",
        other => panic!("no verdict is called {other}"),
    }
}

#[test]
fn json_text_and_screen_say_the_same() {
    let catalogs = Catalogs::builtin();
    let decoder = Decoder::new(&catalogs);
    let start = Start::new(catalogs.clone());
    let samples = catalogs.iter().flat_map(|catalog| catalog.samples).map(|sample| sample.body);
    let others =
        catalogs.iter().flat_map(|catalog| catalog.counter_samples).map(|sample| sample.body);
    let bare = ["1001", "HTTP/1.1 503 Service Unavailable\n\n", "nothing of the kind"];
    // What is cut off is answered with less confidence.
    let cut = |body: &'static str| {
        let most = (0..body.len() * 4 / 5).rev().find(|&at| body.is_char_boundary(at));
        [body, &body[..most.unwrap_or(0)]]
    };
    let mut seen = 0;
    for body in samples.chain(others).chain(bare).flat_map(cut) {
        let report = decoder.decode(body.as_bytes(), None);

        let mut written = Vec::new();
        json::report(&mut written, &catalogs, &report).expect("memory can be written");
        let json: Value = serde_json::from_slice(&written).expect("it is JSON");
        let claims = in_json(&catalogs, &json["findings"]);
        let weighed = in_json(&catalogs, &json["alternatives"]);
        let verdict = verdict(json["verdict"].as_str().expect("a verdict"));

        let mut written = Vec::new();
        text::report(&mut Page::new(&mut written, 100), &catalogs, &report)
            .expect("memory can be written");
        let text = String::from_utf8(written).expect("it is UTF-8");
        let text = anstream::adapter::strip_str(&text).to_string();
        assert!(text.starts_with(verdict), "{body}\n{text}");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (tab, code, word) in &claims {
            let title = format!("{tab} {code}");
            let titled = text.match_indices(title.trim());
            let mut told = titled.filter_map(|(at, _)| first_confidence(&text[at..]));
            assert!(told.any(|said| said == word), "{title}, {word}: {body}\n{text}");
        }

        let mut start = start.clone();
        start.paste = Some(body.to_owned());
        let mut app = App::new(start, SCREEN);
        if let Some(job) = app.take_job() {
            app.handle(job.run().into());
        }
        let screen = screen::text(&screen::buffer(&app, SCREEN));
        assert!(screen.trim_start().starts_with(verdict), "{body}\n{screen}");
        let expected = [claims, weighed].concat();
        assert_eq!(on_screen(&catalogs, &screen), expected, "{body}\n{screen}");
        seen += expected.len();
    }
    assert!(seen > 100, "only {seen} findings were compared");
}
