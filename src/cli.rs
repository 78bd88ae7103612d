//! What can be typed. No logic: the commands read these and decide.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;
use errdex::search::syntax;

const EXIT_CODES: &str = "\
Exit codes:
  0  found, or the browser was left
  1  nothing found
  2  a fault, or wrong usage
  3  ambiguous: several readings are equally good (decode only)
A known vendor whose code is unlisted or absent counts as found.";

const EXAMPLES: &str = "\
Examples:
  errdex                            open the browser
  errdex lic exp                    open it with a search
  errdex -- list                    search for a word that is also a command
  curl -si https://… | errdex       open it with the response in the paste box
  errdex decode --json body.txt     identify a response in a script

Environment:
  ERRDEX_CONFIG                     the configuration to read
  ERRDEX_THEME, ERRDEX_MOUSE, ERRDEX_BORDERS
                                    come before what the configuration says
  NO_COLOR                          no colours";

/// Entries that a search prints unless told otherwise.
pub(crate) const LIMIT: usize = 20;

/// Browse vendors' API error codes: find a code by keyboard, or paste a response to identify it.
///
/// Without a command, the browser opens. Piped text is decoded in its paste box; when standard
/// output is no terminal, a pipe is read as by `decode` and words as by `search`.
#[derive(Debug, Parser)]
#[command(
    name = "errdex",
    version,
    override_usage = "errdex [OPTIONS] [WORD]...\n       errdex [OPTIONS] <COMMAND>",
    after_help = EXIT_CODES,
    after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}")
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// What to search for when the browser opens
    #[arg(value_name = "WORD", allow_negative_numbers = true)]
    pub(crate) words: Vec<String>,

    /// When to colour the output; `NO_COLOR` is honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: Color,

    /// The configuration to read instead of the usual one
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Answer line by line, for screen readers; so does a terminal with TERM=dumb
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the entries that meet a query, best first
    #[command(after_help = EXIT_CODES, after_long_help = format!("{}\n{EXIT_CODES}", search_terms()))]
    Search(Search),
    /// Print every entry with a code, symbolic name or alias
    #[command(after_help = EXIT_CODES)]
    Lookup(LookupArgs),
    /// Identify one response, log line or other paste
    #[command(after_help = EXIT_CODES)]
    Decode(Decode),
    /// List the catalogs with their counts, sources and dates
    List(List),
    /// Print whole catalogs
    Export(Export),
    /// Print the keys of the browser, with those of the configuration
    Keys {
        #[command(flatten)]
        json: Json,
    },
    /// Find, write or check the configuration
    Config {
        /// What to do
        task: Task,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words in any order: codes, names, messages, endpoints, statuses, vendors; also filters such
    /// as `http:4xx`, which `errdex search --help` lists
    #[arg(required = true, value_name = "QUERY", allow_negative_numbers = true)]
    pub(crate) query: Vec<String>,
    #[command(flatten)]
    pub(crate) vendor: Vendor,
    /// Print at most N entries; 0 prints all
    #[arg(long, value_name = "N", default_value_t = LIMIT)]
    pub(crate) limit: usize,
    /// Print below each entry why it stands where it stands
    #[arg(long, conflicts_with = "wanted")]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct LookupArgs {
    /// Codes, symbolic names or aliases
    #[arg(required = true, value_name = "CODE", allow_negative_numbers = true)]
    pub(crate) codes: Vec<String>,
    #[command(flatten)]
    pub(crate) vendor: Vendor,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// The file to read, of any encoding, up to 100 MiB; standard input when absent or `-`
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) vendor: Vendor,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The form of the export
    #[arg(long, value_enum)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) vendor: Vendor,
}

#[derive(Debug, Args)]
pub(crate) struct Vendor {
    /// Keep to one vendor: an id or alias of `errdex list`
    #[arg(long = "vendor", value_name = "V", allow_hyphen_values = true)]
    pub(crate) word: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Json {
    /// Print JSON
    #[arg(long = "json")]
    pub(crate) wanted: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Task {
    /// Print where it is
    Path,
    /// Write a sample of it, where there is none yet
    Init,
    /// Tell what in it has no effect
    Check,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    Json,
    Csv,
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// What can be typed in a search besides words.
fn search_terms() -> String {
    format!("Filters and operators:\n{}\n{}\n", syntax::text(), syntax::INTRODUCTION)
}

/// Writes the completions of a shell.
pub(crate) fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    // The generator panics where it can't write, so it gets a buffer.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "errdex", &mut script);
    out.write_all(&script)
}

/// Writes the manual page, each subcommand a section of it.
pub(crate) fn man(out: &mut dyn Write) -> io::Result<()> {
    let page = Man::new(Cli::command());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for subcommand in Cli::command().get_subcommands() {
        let name = format!("errdex {}", subcommand.get_name());
        // What all subcommands have in common is said once, above.
        let page = Man::new(subcommand.clone().bin_name(&name).disable_help_flag(true));
        let mut section = Vec::new();
        page.render_synopsis_section(&mut section)?;
        page.render_description_section(&mut section)?;
        page.render_options_section(&mut section)?;
        if subcommand.get_name() == "search" {
            // The exit codes stand at the end of the page.
            let terms = clap::Command::new("search").after_long_help(search_terms());
            Man::new(terms).render_extra_section(&mut section)?;
        }
        // Its sections become subsections of the one page.
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        write!(out, ".SH \"{}\"\n{section}", name.to_uppercase())?;
    }
    page.render_extra_section(out)
}
