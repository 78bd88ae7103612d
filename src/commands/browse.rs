//! `errdex` without a subcommand: the browser, or what stands in for it without a terminal.

use std::env;
use std::io::{self, IsTerminal, Write};

use anyhow::bail;
use errdex::catalog::Catalogs;
use errdex::config::{AUTO, Borders, Config};
use errdex::tui::{self, Theme};

use super::config::Loaded;
use super::plain::Plain;
use super::{Exit, date, decode, input, is_dumb, search, width};
use crate::cli::{self, Decode, Json, Search, Vendor};

/// What the browser says where a pipe gave nothing.
const EMPTY: &str = "the pipe was empty, so there is nothing to decode";

/// What `errdex` without a subcommand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Browser,
    Plain,
    Search,
    Decode,
    Refusal,
}

impl Stand {
    /// Chooses by whether there are words, and whether standard input and output are terminals.
    fn choose(words: bool, input: bool, output: bool) -> Self {
        match (output, words, input) {
            (true, _, _) => Self::Browser,
            (false, true, _) => Self::Search,
            (false, false, false) => Self::Decode,
            (false, false, true) => Self::Refusal,
        }
    }
}

pub(super) fn run(
    catalogs: Catalogs,
    words: Vec<String>,
    plain: bool,
    colour: bool,
    loaded: Loaded,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let input = io::stdin().is_terminal();
    let vendor = Vendor { word: None };
    let json = Json { wanted: false };
    let output = io::stdout().is_terminal();
    // On such a terminal nothing can be drawn; a pipe into it is decoded.
    let dumb = is_dumb();
    let stand = if plain || (dumb && input && output) {
        Stand::Plain
    } else {
        Stand::choose(!words.is_empty(), input, output && !dumb)
    };
    match stand {
        Stand::Browser => {
            let paste = if input { None } else { paste()? };
            let query = words.join(" ");
            let empty = !input && paste.is_none();
            let notices = [empty.then(|| EMPTY.to_owned()), loaded.notice()];
            let notices: Vec<_> = notices.into_iter().flatten().collect();
            let Config { theme, mouse, borders, keymap, .. } = loaded.config;
            let colours = if colour { colours() } else { tui::Colours::None };
            let mut start = tui::Start::new(catalogs);
            start.query = query;
            start.paste = paste;
            start.theme = Theme::named(&theme, colours).unwrap_or(Theme::new(colours));
            start.by_background = asks_background(&theme, colours).then_some(colours);
            start.ascii = borders == Borders::Ascii;
            start.mouse = mouse;
            start.keymap = keymap;
            start.notice = (!notices.is_empty()).then(|| notices.join("; "));
            start.date = date::now;
            tui::run(start)?;
            Ok(Exit::Found)
        }
        Stand::Plain => {
            let mut conversation = Plain::new(&catalogs, width(), input);
            conversation.run(&words.join(" "), &mut io::stdin().lock(), out)?;
            Ok(Exit::Found)
        }
        Stand::Search => {
            let limit = cli::LIMIT;
            search::run(
                &catalogs,
                &Search { query: words, vendor, limit, explain: false, json },
                out,
            )
        }
        Stand::Decode => decode::run(&catalogs, &Decode { file: None, vendor, json }, out),
        Stand::Refusal => bail!(
            "standard output is no terminal, so the browser can't open; `errdex --help` lists commands"
        ),
    }
}

/// The colours that the terminal says it has.
fn colours() -> tui::Colours {
    let say = |name| env::var(name).unwrap_or_default();
    tui::Colours::from_env(&say("COLORTERM"), &say("TERM"))
}

/// Whether the terminal is to be asked for its background. The console of Linux would not understand
/// the question.
fn asks_background(theme: &str, colours: tui::Colours) -> bool {
    let console = env::var_os("TERM").is_none_or(|term| term == "linux");
    theme == AUTO && colours != tui::Colours::None && !console && cfg!(unix)
}

/// What was piped in. An empty pipe, as `< /dev/null` gives, is no paste.
fn paste() -> anyhow::Result<Option<String>> {
    let bytes = input::standard()?;
    let text = String::from_utf8_lossy(&bytes);
    Ok((!text.trim().is_empty()).then(|| text.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminals_decide() {
        let cases = [
            // words, input, output
            ((false, true, true), Stand::Browser),
            ((true, true, true), Stand::Browser),
            ((false, false, true), Stand::Browser),
            ((true, false, true), Stand::Browser),
            ((false, false, false), Stand::Decode),
            ((true, true, false), Stand::Search),
            // A script's standard input is rarely meant for the words that it searches.
            ((true, false, false), Stand::Search),
            ((false, true, false), Stand::Refusal),
        ];
        for ((words, input, output), expected) in cases {
            let stand = Stand::choose(words, input, output);
            assert_eq!(stand, expected, "{words} {input} {output}");
        }
    }
}
