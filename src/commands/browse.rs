//! `errdex` without a subcommand: the browser, or what replaces it without a terminal.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anstream::ColorChoice;
use anyhow::{Context as _, bail};
use errdex::catalog::Catalogs;
use errdex::config::{Borders, Config, When};
use errdex::search::{Index, Query};
use errdex::tui::{self, LogInput, LogSource, Theme};
use jiff::Timestamp;

use super::context::{Context, Terminals};
use super::output::message;
use super::repl::Repl;
use super::scan::filter;
use super::{date, decode, input, search};
use crate::cli::{self, DecodeArgs, JsonArgs, ScanArgs, SearchArgs, VendorArgs};
use crate::exit::Exit;

/// The notice of the browser after empty piped input.
const EMPTY: &str = "the pipe was empty, so there is nothing to decode";

/// What `errdex` without a subcommand does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Browser,
    Repl,
    Search,
    Decode,
    NotInteractive,
}

impl Mode {
    fn choose(context: &Context, has_words: bool) -> Self {
        let Terminals { input, output, is_dumb } = context.terminals;
        if context.plain || (is_dumb && input && output) {
            return Self::Repl;
        }
        // The browser cannot run on a dumb terminal; piped input is decoded.
        Self::by_terminals(has_words, input, output && !is_dumb)
    }

    fn by_terminals(has_words: bool, input: bool, output: bool) -> Self {
        match (output, has_words, input) {
            (true, _, _) => Self::Browser,
            (false, true, _) => Self::Search,
            (false, false, false) => Self::Decode,
            (false, false, true) => Self::NotInteractive,
        }
    }
}

pub fn run(words: Vec<String>, mut context: Context) -> anyhow::Result<Exit> {
    let (vendor, json) = (VendorArgs::default(), JsonArgs::default());
    let mode = Mode::choose(&context, !words.is_empty());
    if mode != Mode::Browser {
        context.load_user_files();
    }
    let suggestion = suggest_command(&words, &context.catalogs);
    let exit = match mode {
        Mode::Browser => {
            let paste = if context.terminals.input { None } else { read_paste()? };
            let empty = (!context.terminals.input && paste.is_none()).then(|| EMPTY.to_owned());
            let mut options = options(context, empty.into_iter().chain(suggestion));
            options.query = words.join(" ");
            options.paste = paste;
            tui::run(options)?;
            return Ok(Exit::Found);
        }
        Mode::Repl => {
            let mut repl = Repl::new(&context.catalogs, context.width, context.terminals.input);
            repl.run(&words.join(" "), &mut io::stdin().lock(), &mut context.out)?;
            Exit::Found
        }
        Mode::Search => {
            let limit = cli::DEFAULT_LIMIT;
            let args = SearchArgs { query: words, vendor, limit, explain: false, json };
            let exit = search::run(&args, &mut context)?;
            if let Some(suggestion) = suggestion {
                message(suggestion);
            }
            exit
        }
        Mode::Decode => {
            let (note, with_response) = (false, false);
            let args = DecodeArgs { file: None, draft: false, note, with_response, vendor, json };
            decode::run(&args, &mut context)?
        }
        Mode::NotInteractive => bail!("stdout is not a terminal; use search, lookup or decode"),
    };
    context.out.flush()?;
    Ok(exit)
}

/// A hint if the first word resembles a command, unless an entry has the word.
fn suggest_command(words: &[String], catalogs: &Catalogs) -> Option<String> {
    let word = words.first()?;
    let command = cli::similar_command(word)?;
    let exact = Query::new(&format!("'{word}"));
    let is_known = !Index::new(catalogs).search(&exact).matches.is_empty();
    (!is_known).then(|| format!("`{word}` is not a command; did you mean `errdex {command}`?"))
}

/// Runs the browser on logs.
pub fn run_log(args: &ScanArgs, context: Context) -> anyhow::Result<Exit> {
    let Terminals { output, is_dumb, .. } = context.terminals;
    if args.files.iter().any(|path| path == Path::new("-")) {
        bail!("`--browse` needs files, since it reads them again; save standard input to one");
    }
    if context.plain || is_dumb || !output {
        bail!("`--browse` needs a terminal; `errdex scan` without it prints a table");
    }
    let filter = filter::filter(args, &context, Timestamp::now())?;
    // What cannot be opened is reported before the screen is cleared.
    for path in &args.files {
        let cannot_read = || format!("cannot read `{}`", path.display());
        if !fs::metadata(path).with_context(cannot_read)?.is_file() {
            bail!("`{}` is not a regular file, which `--browse` needs", path.display());
        }
        File::open(path).with_context(cannot_read)?;
    }
    let source = LogSource::Files(args.files.as_slice().into());
    let mut options = options(context, std::iter::empty());
    options.log = Some(LogInput { source, filter });
    tui::run(options)?;
    Ok(Exit::Found)
}

/// The start-up options of the browser.
pub fn options(context: Context, notices: impl Iterator<Item = String>) -> tui::Options {
    let Context { catalogs, user_files, config_file, color, .. } = context;
    let notices: Vec<_> = notices.chain(config_file.notice()).collect();
    let Config { theme, mouse, borders, hyperlinks, vendors, keymap, .. } = config_file.config;
    let colours = if color == ColorChoice::Never { tui::Colours::None } else { terminal_colours() };
    let styles = Theme::named(theme, colours).unwrap_or_else(|| Theme::new(colours));
    let mut options = tui::Options::with_theme(catalogs.with_first(&vendors), styles);
    options.user_files = user_files;
    options.vendors = vendors;
    options.theme_name = theme;
    options.can_query_background = can_query_background(colours);
    options.hyperlinks = match hyperlinks {
        When::Always => true,
        When::Never => false,
        When::Auto => tui::supports_hyperlinks(|name| env::var(name).ok()),
    };
    options.ascii = borders == Borders::Ascii;
    options.mouse = mouse;
    options.keymap = keymap;
    options.notice = (!notices.is_empty()).then(|| notices.join("; "));
    options.date = date::now;
    options
}

/// The colour support according to `COLORTERM` and `TERM`.
fn terminal_colours() -> tui::Colours {
    let variable = |name| env::var(name).unwrap_or_default();
    tui::Colours::from_env(&variable("COLORTERM"), &variable("TERM"))
}

/// Whether to query the terminal for its background if a theme depends on it. The Linux console echoes
/// the query.
fn can_query_background(colours: tui::Colours) -> bool {
    let is_console = env::var_os("TERM").is_none_or(|term| term == "linux");
    colours != tui::Colours::None && !is_console && cfg!(unix)
}

/// The piped input. An empty pipe, such as `< /dev/null`, is not a paste.
fn read_paste() -> anyhow::Result<Option<String>> {
    let bytes = input::read_stdin()?;
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
            ((false, true, true), Mode::Browser),
            ((true, true, true), Mode::Browser),
            ((false, false, true), Mode::Browser),
            ((true, false, true), Mode::Browser),
            ((false, false, false), Mode::Decode),
            ((true, true, false), Mode::Search),
            // A script's standard input is rarely meant for the words that it searches.
            ((true, false, false), Mode::Search),
            ((false, true, false), Mode::NotInteractive),
        ];
        for ((words, input, output), expected) in cases {
            let mode = Mode::by_terminals(words, input, output);
            assert_eq!(mode, expected, "{words} {input} {output}");
        }
    }
}
