//! The command line: arguments, help, completions and manual.

mod chord;
pub mod man;

use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use errdex::config::When;
use errdex::decode::Confidence;
#[cfg(feature = "import")]
use errdex::import::{read::Format, understand::Role};
use errdex::search::syntax;
use errdex::tui::ThemeChoice;

pub use chord::Chord;

const EXAMPLES: &str = include_str!("../assets/help/examples.txt").trim_ascii_end();
const ENVIRONMENT: &str = include_str!("../assets/help/environment.txt").trim_ascii_end();
/// Ends the help of the commands that look for something.
const EXIT_CODES: &str = include_str!("../assets/help/exit_codes.txt").trim_ascii_end();

/// Entries that a search prints without `--limit`.
pub const DEFAULT_LIMIT: usize = 20;

/// Browse vendors' API error codes: find a code by keyboard, or paste a response to identify it.
///
/// Without a command, the browser opens. Piped text is decoded in its paste box. Without a terminal
/// on standard output, piped text is decoded as by `decode` and words are searched as by `search`.
#[derive(Debug, Parser)]
#[command(
    name = "errdex",
    version,
    override_usage = "errdex [OPTIONS] [WORD]...\n       errdex [OPTIONS] <COMMAND>",
    after_help = EXIT_CODES,
    after_long_help = format!("{EXAMPLES}\n\n{ENVIRONMENT}\n\n{EXIT_CODES}")
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What to search for when the browser opens
    #[arg(value_name = "WORD", allow_negative_numbers = true)]
    pub words: Vec<String>,

    /// When to colour the output (respects `NO_COLOR`)
    #[arg(long, global = true, value_name = "WHEN", value_parser = one_of(When::ALL, When::as_str), default_value_t = When::Auto)]
    pub color: When,

    /// Use this configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Use this theme in the browser
    #[arg(long, global = true, value_name = "NAME", value_parser = theme())]
    pub theme: Option<&'static str>,

    /// Also use these catalogs: a file, or a directory of .toml files (repeatable)
    #[arg(long, global = true, value_name = "PATH")]
    pub catalogs: Vec<PathBuf>,

    /// Line-by-line mode for screen readers (automatic with TERM=dumb)
    #[arg(long)]
    pub plain: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Search the catalogs, best match first
    #[command(after_help = EXIT_CODES, after_long_help = format!("{}\n{EXIT_CODES}", search_terms()))]
    Search(SearchArgs),
    /// Look up entries by code, name or alias
    #[command(after_help = EXIT_CODES)]
    Lookup(LookupArgs),
    /// Identify the error in a response or log line
    #[command(after_help = EXIT_CODES)]
    Decode(DecodeArgs),
    /// Find the errors in logs of any size
    #[command(after_help = EXIT_CODES)]
    Scan(ScanArgs),
    /// List the catalogs with their counts, sources and dates
    List(JsonArgs),
    /// Print whole catalogs
    Export(ExportArgs),
    /// Draft a catalog from a vendor's documentation, of any format
    #[cfg(feature = "import")]
    #[command(after_help = EXIT_CODES)]
    Import(ImportArgs),
    /// Manage catalogs and overlays of your own
    Catalog {
        #[command(subcommand)]
        task: CatalogTask,
    },
    /// Write, list or remove notes on an entry
    #[command(after_help = EXIT_CODES)]
    Note(NoteArgs),
    /// Print the key bindings
    Keys(JsonArgs),
    /// Manage the configuration file
    Config {
        /// What to do
        task: ConfigTask,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Print the lines that bind a key to errdex in a shell or terminal
    Integrate(IntegrateArgs),
    /// Print shell completions
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print a manual page, or write all of them
    Man(ManArgs),
}

impl Command {
    /// Whether the user's catalogs and notes are loaded before the command runs.
    pub fn needs_user_files(&self) -> bool {
        match self {
            // The browser loads them in the background.
            #[cfg(feature = "import")]
            Self::Import(args) if args.review => false,
            // `catalog` merges the files itself, to report on them.
            Self::Keys(_)
            | Self::Config { .. }
            | Self::Integrate(_)
            | Self::Completions { .. }
            | Self::Man(_)
            | Self::Catalog { .. } => false,
            _ => true,
        }
    }
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words in any order: codes, names, messages, endpoints, statuses, vendors; also filters such
    /// as `http:4xx`, which `errdex search --help` lists
    #[arg(required = true, value_name = "QUERY", allow_negative_numbers = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub vendor: VendorArgs,
    /// Print at most N entries; 0 prints all
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    pub limit: usize,
    /// Explain each entry's rank
    #[arg(long, conflicts_with = "enabled")]
    pub explain: bool,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Args)]
pub struct LookupArgs {
    /// Codes, symbolic names or aliases
    #[arg(required = true, value_name = "CODE", allow_negative_numbers = true)]
    pub codes: Vec<String>,
    #[command(flatten)]
    pub vendor: VendorArgs,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Args)]
pub struct DecodeArgs {
    /// The file to read, of any encoding, up to 100 MiB; standard input when absent or `-`
    pub file: Option<PathBuf>,
    /// Draft an entry for a code that its catalog does not list, as an overlay; on a terminal it
    /// opens in `$EDITOR` and is saved to your catalogs
    #[arg(long, conflicts_with = "enabled")]
    pub draft: bool,
    /// Print the incident note: the error for a ticket, as Markdown, without the response
    #[arg(long, conflicts_with_all = ["enabled", "draft"])]
    pub note: bool,
    /// Add the response to the note, with everything masked that may be a secret
    #[arg(long, requires = "note")]
    pub with_response: bool,
    #[command(flatten)]
    pub vendor: VendorArgs,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option on the command line")]
pub struct ScanArgs {
    /// The logs, which may be compressed with gzip or zstd; standard input when absent or `-`
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub vendor: VendorArgs,
    /// Only these codes (repeatable)
    #[arg(long = "code", value_name = "CODE", allow_negative_numbers = true)]
    pub codes: Vec<String>,
    /// Only what was written at this time or later: `2026-11-21T03:00`, or `2h` ago
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Only what was written before this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// The least confidence of what is shown
    #[arg(long, value_name = "LEVEL", value_parser = one_of(Confidence::ALL, Confidence::as_str), default_value_t = Confidence::Likely)]
    pub min_confidence: Confidence,
    /// Also show how many errors there are in each minute
    #[arg(long, conflicts_with_all = ["enabled", "summary_json"])]
    pub histogram: bool,
    /// Print the counts as JSON, to be merged with those of other logs
    #[arg(long, conflicts_with = "enabled")]
    pub summary_json: bool,
    /// Merge counts printed by `--summary-json` instead of scanning
    #[arg(long, conflicts_with_all = ["enabled", "follow", "tee", "vendor", "codes", "since", "until"])]
    pub merge: bool,
    /// Wait for more at the end of the file, as `tail -F` does, and print what is found at once
    #[arg(long, conflicts_with_all = ["summary_json", "histogram", "tee"])]
    pub follow: bool,
    /// Copy the input to standard output, and report on standard error
    #[arg(long, conflicts_with_all = ["files", "enabled", "summary_json"])]
    pub tee: bool,
    /// Browse the errors over time with their entries and the lines around them, while the files are
    /// read
    #[arg(long, requires = "files", conflicts_with_all = ["enabled", "histogram", "summary_json", "merge", "follow", "tee"])]
    pub browse: bool,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Subcommand)]
pub enum CatalogTask {
    /// List the catalogs and each file of your own with what it contributes
    List(JsonArgs),
    /// Create a catalog, with comments that explain the format
    New {
        /// Its id: lower-case letters, digits and hyphens
        id: String,
        /// Write it to standard output instead of the directory of your catalogs
        #[arg(long)]
        print: bool,
    },
    /// Report every error of catalogs and overlays, with its position
    Check {
        /// The files; all files of your own if none is named
        files: Vec<PathBuf>,
    },
    /// Decode every sample against all catalogs
    Test {
        /// The files; all catalogs if none is named
        files: Vec<PathBuf>,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Compare two catalogs, field by field
    Diff {
        /// A catalog: a file, or the id of a catalog
        old: String,
        /// The other
        new: String,
        #[command(flatten)]
        json: JsonArgs,
    },
    /// Print the directory of your catalogs
    Path,
    /// Print the JSON schema of the format, for editors
    Schema,
}

#[derive(Debug, Args)]
pub struct NoteArgs {
    /// The vendor (id or alias, see `errdex list`)
    #[arg(required_unless_present = "list")]
    pub vendor: Option<String>,
    /// The code
    #[arg(required_unless_present = "list", allow_negative_numbers = true)]
    pub code: Option<String>,
    /// The note; without it, `$VISUAL` or `$EDITOR` opens, or piped text is read
    #[arg(conflicts_with_all = ["list", "remove"])]
    pub text: Option<String>,
    /// The section of the code, if the vendor has it in several
    #[arg(long)]
    pub section: Option<String>,
    /// Who writes the note
    #[arg(long, conflicts_with_all = ["list", "remove"])]
    pub author: Option<String>,
    /// List the notes: all, of a vendor, or on a code
    #[arg(long)]
    pub list: bool,
    /// Remove a note: its number in the list, or the only one on the code
    #[arg(long, value_name = "N", num_args = 0..=1, conflicts_with = "list")]
    #[expect(clippy::option_option, reason = "the option, and its number")]
    pub remove: Option<Option<usize>>,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Output format
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    #[command(flatten)]
    pub vendor: VendorArgs,
}

#[derive(Debug, Args)]
pub struct IntegrateArgs {
    /// The program to configure
    pub program: Program,
    /// The key to bind, such as `alt-e` or `ctrl-shift-e`
    #[arg(long)]
    pub key: Option<Chord>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Program {
    Tmux,
    Bash,
    Zsh,
    Fish,
    Kitty,
    Wezterm,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command to describe, rather than errdex as a whole
    pub command: Vec<String>,
    /// Write the pages of errdex and all its commands to this directory
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

#[cfg(feature = "import")]
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The files to read, of any encoding; standard input for `-`
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read the files in this format instead of recognising it
    #[arg(long, value_name = "FORMAT", value_parser = one_of(Format::ALL, Format::as_str))]
    pub format: Option<Format>,
    /// Use only the table with this number in the report (repeatable)
    #[arg(long, value_name = "N")]
    pub table: Vec<usize>,
    /// Use only tables below a heading with this text
    #[arg(long, value_name = "TEXT")]
    pub section: Option<String>,
    /// What columns mean, by heading or number, such as `code=2,message=Text`
    #[arg(long, value_name = "ROLE=COLUMN", value_delimiter = ',', value_parser = column_role)]
    pub map: Vec<(Role, String)>,
    /// The id of the catalog; the name of the file if absent
    #[arg(long)]
    pub id: Option<String>,
    /// The name of the vendor or its API
    #[arg(long)]
    pub name: Option<String>,
    /// The address of the page
    #[arg(long)]
    pub url: Option<String>,
    /// A response of the vendor, from which a signature is inferred (repeatable)
    #[arg(long, value_name = "FILE")]
    pub sample: Vec<PathBuf>,
    /// Review the tables and entries in the browser, and save them to your catalogs
    #[arg(long, conflicts_with_all = ["enabled", "merge"])]
    pub review: bool,
    /// Bring the page into this catalog, which keeps what people wrote
    #[arg(long, value_name = "CATALOG", conflicts_with_all = ["enabled", "id", "name"])]
    pub merge: Option<PathBuf>,
    #[command(flatten)]
    pub json: JsonArgs,
}

#[derive(Debug, Default, Args)]
pub struct VendorArgs {
    /// Only this vendor (id or alias, see `errdex list`)
    #[arg(long, value_name = "V", allow_hyphen_values = true)]
    pub vendor: Option<String>,
}

#[derive(Debug, Default, Args)]
pub struct JsonArgs {
    /// Print JSON
    #[arg(long = "json")]
    pub enabled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigTask {
    /// Print its path
    Path,
    /// Create a sample
    Init,
    /// Check it for errors
    Check,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    Json,
    Csv,
    Markdown,
    Html,
}

/// Parses the name of a variant.
fn one_of<T>(all: &[T], name: fn(T) -> &'static str) -> impl TypedValueParser<Value = T> + use<T>
where
    T: FromStr<Err = String> + Copy + Send + Sync + 'static,
{
    let names = all.iter().map(|variant| name(*variant));
    PossibleValuesParser::new(names).try_map(|word| word.parse())
}

/// The values of `--theme`, which are those of the configuration.
fn theme() -> impl TypedValueParser<Value = &'static str> {
    PossibleValuesParser::new(ThemeChoice::names())
        .try_map(|name| ThemeChoice::names().find(|known| *known == name).ok_or("unknown theme"))
}

/// A part of `--map`: a role and a column.
#[cfg(feature = "import")]
fn column_role(text: &str) -> Result<(Role, String), String> {
    let (role, column) = text.split_once('=').ok_or("expected ROLE=COLUMN")?;
    let role = role.trim().parse().map_err(|expected| format!("expected {expected}"))?;
    Ok((role, column.trim().to_owned()))
}

/// The search syntax besides words.
fn search_terms() -> String {
    format!("Filters and operators:\n{}\n{}\n", syntax::text(), syntax::INTRODUCTION)
}

/// Writes the completions of a shell.
pub fn completions(shell: Shell, out: &mut dyn Write) -> io::Result<()> {
    // The generator panics on write errors, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "errdex", &mut script);
    out.write_all(&script)
}

/// The command that a word resembles without being one.
pub fn similar_command(word: &str) -> Option<String> {
    let cli = Cli::command();
    // Only the commands, so that clap takes the word for a mistyped one.
    let commands = clap::Command::new("errdex").subcommands(cli.get_subcommands().cloned());
    let error = commands.try_get_matches_from(["errdex", word]).err()?;
    let Some(ContextValue::Strings(names)) = error.get(ContextKind::SuggestedSubcommand) else {
        return None;
    };
    // clap's measure also accepts much longer and shorter names.
    names.iter().find(|name| name.len().abs_diff(word.len()) <= 1).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistyped_commands_are_recognised() {
        for (word, command) in
            [("lokup", "lookup"), ("serach", "search"), ("decod", "decode"), ("exprot", "export")]
        {
            assert_eq!(similar_command(word).as_deref(), Some(command));
        }
        for word in ["lookup", "licnse", "2001", "", "--help", "NameAlreadyUsed"] {
            assert_eq!(similar_command(word), None, "{word}");
        }
    }
}
