//! Every error message and notice: how to trigger it, what happened, and what to do next.

use super::How::{self, Browser, Check, Shell, Terminal};

/// One message.
pub(crate) struct Message {
    /// How to trigger it.
    pub(crate) how: How,
    /// The exit code; `None` if the browser keeps running.
    pub(crate) exit: Option<u32>,
    /// What happened.
    pub(crate) what: &'static str,
    /// What to do next.
    pub(crate) next: &'static str,
}

const fn exits(how: How, exit: u32, what: &'static str, next: &'static str) -> Message {
    Message { how, exit: Some(exit), what, next }
}

const fn continues(how: How, what: &'static str, next: &'static str) -> Message {
    Message { how, exit: None, what, next }
}

/// The messages by area.
pub(crate) const AREAS: &[(&str, &[Message])] = &[
    ("Arguments", ARGUMENTS),
    ("Nothing found", NOT_FOUND),
    ("Input", INPUT),
    ("Output", OUTPUT),
    ("The configuration file", FILE),
    ("Settings", SETTINGS),
    ("Catalogs and notes of your own", CATALOGS),
    ("Key bindings", KEYS),
    ("The browser", BROWSER),
    ("Notices", NOTICES),
];

const ARGUMENTS: &[Message] = &[
    exits(
        Shell("errdex lookup 1001 --jsn"),
        2,
        "The command has no such option.",
        "Use the suggested option, or see `--help`.",
    ),
    exits(Shell("errdex lookup"), 2, "A required argument is missing.", "Add the argument named."),
    exits(Shell("errdex export"), 2, "A required option is missing.", "Add the option named."),
    exits(
        Shell("errdex export --format xml"),
        2,
        "The option does not accept this value.",
        "Use one of the values listed.",
    ),
    exits(
        Shell("errdex --color blue list"),
        2,
        "The option does not accept this value.",
        "Use one of the values listed.",
    ),
    exits(
        Shell("errdex completions tcsh"),
        2,
        "There are no completions for this shell.",
        "Use one of the shells listed.",
    ),
    exits(
        Shell("errdex config remove"),
        2,
        "`errdex config` has no such subcommand.",
        "Use one of the subcommands listed.",
    ),
    exits(
        Shell("errdex search --limit ten licence"),
        2,
        "The value is not a number, too large or negative.",
        "Use a whole number in digits.",
    ),
    exits(
        Shell("errdex search --explain --json licence"),
        2,
        "Two options cannot be used together.",
        "Remove one of them.",
    ),
    exits(
        Shell("errdex decode one.txt two.txt"),
        2,
        "Too many arguments.",
        "Run the command once for each file.",
    ),
    exits(
        Shell("errdex lookup \"$(printf '\\377')\""),
        2,
        "An argument is not UTF-8. Only file names can be other than UTF-8, not codes, words or vendors.",
        "Retype it, or set the terminal to UTF-8.",
    ),
    exits(
        Shell("errdex lookup 1001 --vendor nobody"),
        2,
        "No catalog has this id or alias.",
        "Use one of the vendors listed; `errdex list` shows more about each.",
    ),
    exits(
        Shell("errdex lokup 1001 > found.txt"),
        0,
        "The first word is not a command, so all words were searched for. No entry has the word, but a \
         command has a similar name.",
        "Use the command, or put `--` before the words to search for.",
    ),
    exits(
        Shell("errdex man lokup"),
        2,
        "There is no such command.",
        "Use one of the commands that `errdex --help` lists.",
    ),
    exits(
        Shell("errdex integrate bash --key f5"),
        2,
        "The key cannot be written in the configurations of all programs.",
        "Use a letter or a digit with `ctrl-`, `alt-` or `shift-`.",
    ),
    exits(
        Shell("errdex integrate bash --key e"),
        2,
        "Bound in a shell or terminal, the key could not be typed any more.",
        "Add `alt-` or `ctrl-`.",
    ),
    exits(
        Shell("errdex integrate zsh --key ctrl-shift-e"),
        2,
        "In a terminal, Shift makes no difference to a letter with Ctrl.",
        "Use Alt, or Ctrl without Shift.",
    ),
];

const NOT_FOUND: &[Message] = &[
    exits(
        Shell("errdex lookup 19200"),
        1,
        "No entry has this code, symbolic name or alias. Similar codes are shown.",
        "Look up one of them, or use `errdex search`.",
    ),
    exits(
        Shell("errdex lookup '%%'"),
        1,
        "No entry has this code, symbolic name or alias, and no code is similar.",
        "See `errdex list` for the available catalogs.",
    ),
    exits(
        Shell("errdex lookup 6009 --vendor uipath"),
        1,
        "This vendor has no such code, but others do.",
        "Remove `--vendor`, or specify the other vendor.",
    ),
    exits(
        Shell("errdex search zqxjkv"),
        1,
        "No entry has these words or similar ones.",
        "Use fewer or different words.",
    ),
    exits(
        Shell("errdex search snooze --vendor sap"),
        1,
        "This vendor has no entry with these words; other vendors may have one.",
        "Remove `--vendor`, or use different words.",
    ),
    exits(
        Shell("errdex search zqxjkv licence expired --limit 1"),
        0,
        "No entry has all of the words. The closest are shown, with the ignored words named.",
        "If these do not help, use different words.",
    ),
    exits(
        Shell("errdex search http:999 licence --limit 1"),
        0,
        "A filter matches no entry, so it was ignored.",
        "Change the filter.",
    ),
    exits(
        Shell("errdex search kind:warning"),
        1,
        "A filter has an unknown value, and the query contains nothing else.",
        "Use one of the values listed; `errdex search --help` explains all filters.",
    ),
    exits(
        Shell("errdex search vendor:nobody licence --limit 1"),
        0,
        "A filter has an unknown value, so it was ignored.",
        "Use one of the values listed.",
    ),
    exits(
        Shell("errdex search http:abc"),
        1,
        "The value is neither a status nor a class of statuses.",
        "Use a status such as 409, or a class such as 4xx.",
    ),
];

const INPUT: &[Message] = &[
    exits(
        Shell("errdex decode < /dev/null"),
        1,
        "The input is empty: the pipe, the file or the paste.",
        "Check whether the command before the pipe printed anything.",
    ),
    exits(
        Shell("errdex decode nosuch.txt"),
        2,
        "The file does not exist.",
        "Check the name and the current folder.",
    ),
    exits(
        Shell("errdex decode 2001"),
        2,
        "There is no file of this name, which may be meant as a code.",
        "Look the code up with the command shown.",
    ),
    exits(
        Shell("errdex decode '{\"code\": 2001}'"),
        2,
        "`errdex decode` reads a file or standard input, and the argument is neither.",
        "Pipe the text in, or paste it after `errdex decode` and Enter.",
    ),
    exits(Shell("errdex decode ."), 2, "The path is a folder.", "Specify a file in it."),
    exits(Shell("errdex decode < ."), 2, "Standard input is a folder.", "Redirect a file instead."),
    exits(
        Shell("touch locked.txt; chmod 0 locked.txt; unprivileged errdex decode locked.txt"),
        2,
        "You have no permission to read the file.",
        "Get permission, or pipe the text in from an account that has it.",
    ),
    exits(
        Shell("head -c 200000000 /dev/zero | errdex decode"),
        2,
        "The input is too large for a response. The limit prevents an endless pipe from using all memory.",
        "Extract the response, for example with `tail -c 1000000`.",
    ),
];

const OUTPUT: &[Message] = &[
    exits(
        Shell("errdex list > /dev/full"),
        2,
        "The output device is full.",
        "Free up space, or write elsewhere.",
    ),
    exits(
        Terminal("errdex > /dev/null"),
        2,
        "The browser needs a terminal, and standard output is not a terminal.",
        "Use a command such as `search`, `lookup` or `decode`.",
    ),
    exits(
        Terminal("setsid -w errdex < /dev/null"),
        2,
        "The browser reads keys from the terminal, and there is none.",
        "Use a command, or `--plain`.",
    ),
];

const FILE: &[Message] = &[
    exits(
        Shell("errdex --config nosuch.toml list"),
        2,
        "The configuration file given with `--config` or `ERRDEX_CONFIG` does not exist.",
        "Check the name; `errdex --config nosuch.toml config init` creates a sample.",
    ),
    exits(
        Shell("mkdir -p .config/errdex/config.toml; errdex config check"),
        2,
        "The default configuration file cannot be read. Other commands fall back to the defaults.",
        "Fix the reason given.",
    ),
    exits(
        Shell("errdex --config /dev/zero list"),
        2,
        "The path given as a configuration file is endless or not a regular file.",
        "Specify the right file.",
    ),
    exits(
        Shell("touch c.toml; errdex --config c.toml config init"),
        2,
        "The configuration file already exists. `config init` never overwrites one.",
        "Delete it first, or specify another path.",
    ),
    exits(
        Shell("touch .config; errdex config init"),
        2,
        "The config folder cannot be created, because a file has the same name.",
        "Move or rename that file.",
    ),
    exits(
        Shell("chmod 555 .; unprivileged errdex config init"),
        2,
        "You have no permission to write there.",
        "Specify another file with `--config`, or get permission.",
    ),
    exits(
        Shell("ln -s c.toml c.toml; errdex --config c.toml config init"),
        2,
        "The path is a broken or circular link.",
        "Remove the link, or specify another file.",
    ),
];

const SETTINGS: &[Message] = &[
    exits(Check("mouse = = 1"), 2, "Invalid TOML.", "Correct it; the other lines still apply."),
    exits(
        Check("mose = true"),
        0,
        "Unknown setting; it has no effect.",
        "Use one of the settings listed.",
    ),
    exits(Check("theme = \"blue\""), 2, "Unknown theme.", "Use one of the values listed."),
    exits(Check("theme = 1"), 2, "The theme must be a string.", "Put the name in quotes."),
    exits(
        Check("mouse = \"on\""),
        2,
        "The mouse setting must be a boolean, not a string.",
        "Use true or false, without quotes.",
    ),
    exits(
        Check("borders = \"round\""),
        2,
        "Unknown border style.",
        "Use one of the values listed.",
    ),
    exits(
        Check("color = \"blue\""),
        2,
        "The setting controls when to use colour, not which one.",
        "Use one of the values listed; `theme` sets the colours.",
    ),
    exits(
        Shell("ERRDEX_THEME=blue errdex config check"),
        2,
        "The environment variable is not a theme name, so the theme in the file applies.",
        "Use one of the values listed.",
    ),
    exits(
        Shell("ERRDEX_MOUSE=maybe errdex config check"),
        2,
        "The environment variable is not a boolean.",
        "Set it to `on` or `off`.",
    ),
    exits(
        Shell("ERRDEX_BORDERS=round errdex config check"),
        2,
        "The environment variable is not a border style.",
        "Use one of the values listed.",
    ),
];

const CATALOGS: &[Message] = &[
    exits(
        Shell("errdex catalog new pagerduty"),
        2,
        "A catalog of your own would replace a built-in one.",
        "Choose another id, or write an overlay.",
    ),
    exits(
        Shell("errdex catalog new acme"),
        0,
        "The catalog was created.",
        "Edit it; its comments explain the format.",
    ),
    exits(
        Shell("errdex catalog check"),
        0,
        "There is no catalog or overlay to check.",
        "Create one, or name one with `--catalogs`.",
    ),
    exits(
        Shell("errdex catalog diff nosuch pagerduty"),
        2,
        "There is no such catalog.",
        "Use an id that `errdex catalog list` shows, or a path.",
    ),
    exits(
        Shell("echo 'id = ' > a.toml; errdex catalog diff a.toml pagerduty"),
        2,
        "The file has errors, which are shown.",
        "Fix them, then run the command again.",
    ),
    exits(
        Shell("echo 'id = ' > a.toml; errdex --catalogs a.toml list > list.txt"),
        0,
        "A catalog of your own has errors, so it is not used. The others are.",
        "Run the command shown, and fix the errors.",
    ),
    exits(
        Shell("errdex note pagerduty 99999 text"),
        2,
        "A note is on an entry, and the vendor has none with this code.",
        "Use a code of the vendor.",
    ),
    exits(
        Shell("errdex note pagerduty 2001 < /dev/null"),
        2,
        "The note has no text.",
        "Add the text as an argument or on standard input.",
    ),
    exits(
        Terminal("errdex note pagerduty 2001"),
        2,
        "A note without a text on the command line is written in an editor.",
        "Set EDITOR, or add the text as an argument.",
    ),
    exits(
        Terminal("EDITOR=false errdex note pagerduty 2001"),
        2,
        "The editor cannot be run, or reported an error.",
        "Check EDITOR, or add the text as an argument.",
    ),
    exits(
        Shell("errdex note pagerduty 2001 'Ask the owners of the service.'"),
        0,
        "The note was saved.",
        "The entry shows it first, and incident notes contain it.",
    ),
    exits(
        Shell(
            "errdex note pagerduty 2001 one; errdex note pagerduty 2001 two; errdex note pagerduty 2001 --remove",
        ),
        2,
        "Only one note can be removed at a time.",
        "Name it by its number.",
    ),
    exits(
        Shell("errdex note pagerduty 2001 one; errdex note pagerduty 2001 --remove > removed.toml"),
        0,
        "The note was removed, and printed to standard output.",
        "To restore it, append the output to the file.",
    ),
    exits(
        Shell("errdex note pagerduty 2001 --remove"),
        1,
        "There is no note to remove.",
        "`errdex note --list` shows the existing ones.",
    ),
    exits(
        Shell("errdex note --list"),
        1,
        "There are no notes.",
        "Write one with `errdex note VENDOR CODE TEXT`.",
    ),
    exits(
        Shell(
            "errdex note pagerduty 2001 one; errdex note pagerduty 2001 two; errdex note pagerduty 2001 --remove 7",
        ),
        2,
        "The note with this number is not on this code.",
        "Use the number in the list.",
    ),
    exits(
        Shell("touch page.md; errdex import --review page.md"),
        2,
        "The review is a page of the browser.",
        "Run it in a terminal; without `--review`, the draft is printed.",
    ),
    exits(
        Shell("echo 'key = 1' | errdex import -"),
        1,
        "The document has no table that lists error codes.",
        "If it has one, name it and the meaning of its columns.",
    ),
    exits(
        Shell("echo '{}' | errdex decode --draft"),
        1,
        "The input has no code that is missing in a catalog.",
        "Without `--draft`, the command shows what was found.",
    ),
];

const KEYS: &[Message] = &[
    exits(Check("keys = 1"), 2, "Key bindings must be in tables, one per scope.", "Use a table."),
    exits(
        Check("[keys.lst]"),
        0,
        "Unknown scope; it has no effect.",
        "Use one of the scopes listed.",
    ),
    exits(
        Check("[keys]\nlist = 1"),
        2,
        "A scope must be a table of actions and their keys.",
        "Use lines like the example shown.",
    ),
    exits(
        Check("[keys.list]\nfly = [\"f5\"]"),
        0,
        "The scope has no such action; the line has no effect.",
        "See `errdex keys` for its actions.",
    ),
    exits(
        Check("[keys.list]\nopen = \"enter\""),
        2,
        "The keys of an action must be a list.",
        "Put the key in brackets.",
    ),
    exits(Check("[keys.list]\nopen = [1]"), 2, "A key must be a string.", "Put it in quotes."),
    exits(
        Check("[keys.list]\nmove-up = [\"ctrl-up-x\"]"),
        2,
        "Unknown key.",
        "Use the form of the examples.",
    ),
    exits(
        Check("[keys.list]\nmove-down = [\"j\"]"),
        2,
        "In this scope the key types text into the search line.",
        "Use a key that does not type text.",
    ),
    exits(
        Check("[keys.list]\nshow-help = [\"tab\"]"),
        2,
        "The key is already bound in this scope, so the line has no effect.",
        "Use another key for one of the two actions.",
    ),
    exits(
        Check("[keys.global]\nquit = []"),
        2,
        "Quitting must have a key, so the line has no effect.",
        "Bind it to a key.",
    ),
];

const BROWSER: &[Message] = &[
    continues(
        Browser("printf 'mouse = 1' > c.toml; errdex --config c.toml", &[], "in the configuration"),
        "The configuration file has errors or settings without effect.",
        "Run the command shown.",
    ),
    continues(
        Browser("errdex lokup 1001", &[], "did you mean"),
        "The first word is not a command and in no entry, but a command has a similar name.",
        "Quit and use the command, or change the search.",
    ),
    continues(
        Browser("true | errdex", &[], "the pipe was empty"),
        "The command before the pipe printed nothing.",
        "Check that command, for example with `curl -v`.",
    ),
    continues(
        Browser("touch n.md; errdex 1920", &["\x14", "s", "\x15", "n.md\r"], "again to overwrite"),
        "The file already exists and was not overwritten.",
        "Press Enter again to overwrite it, or type another name.",
    ),
    continues(
        Browser("mkdir notes; errdex 1920", &["\x14", "s", "\x15", "notes\r"], "expected a file"),
        "The path is a folder.",
        "Type the name of a file in it.",
    ),
    continues(
        Browser("errdex 1920", &["\x14", "s", "\x15", "no/n.md\r"], "cannot write"),
        "The note was not saved, for the reason given. Nothing was changed.",
        "Type another name, or fix the problem and press Enter again.",
    ),
    continues(
        Browser("errdex 1920", &["\x14", "s", "\x15", "\r"], "enter a file name"),
        "The name is empty.",
        "Type a name, or press Esc.",
    ),
    continues(
        Browser("errdex 1920", &["\x14", "o"], "no display"),
        "There is no display to open the page on, for example over SSH.",
        "Open the URL elsewhere.",
    ),
    continues(
        Browser(
            "errdex=$(command -v errdex); DISPLAY=:0 PATH=/no $errdex 1920",
            &["\x14", "o"],
            "cannot run",
        ),
        "The program that opens web pages cannot be run.",
        "Install it, or open the URL elsewhere.",
    ),
];

const NOTICES: &[Message] = &[
    exits(
        Shell("errdex man --dir pages"),
        0,
        "The manual pages were written.",
        "Read one with `man pages/errdex.1`.",
    ),
    exits(
        Shell("printf 'a\\0b\\n' > core; errdex scan core"),
        1,
        "The file is not a log, and was skipped.",
        "Name a text file, or one compressed with gzip or zstd.",
    ),
    exits(
        Shell("errdex scan --since yesterday app.log"),
        2,
        "The time cannot be read.",
        "Use one of the forms shown.",
    ),
    exits(
        Shell("echo x | errdex scan --browse -"),
        2,
        "The lines around an error are read when they are shown, which standard input does not allow.",
        "Write it to a file, and browse that.",
    ),
    exits(
        Terminal("errdex scan --browse ."),
        2,
        "A directory or a pipe cannot be browsed.",
        "Name a file.",
    ),
    exits(
        Shell("errdex scan --browse app.log"),
        2,
        "Standard output is not a terminal, or cannot show the browser.",
        "Run the command in a terminal, or without `--browse`.",
    ),
    exits(
        Shell("echo '{\"error\":{\"message\":\"No such thing\",\"code\":2001}}' | errdex scan"),
        3,
        "No error is certain or likely, but some are possible.",
        "Add the option shown to see them.",
    ),
    exits(
        Shell("errdex search licence --limit 1"),
        0,
        "There are more matches than were printed.",
        "Use `--limit` to print more.",
    ),
    exits(
        Shell("errdex --config c.toml config init"),
        0,
        "The sample was written.",
        "Uncomment a setting to change it.",
    ),
];

/// Messages that no test can trigger, and the reason.
pub(crate) const UNTESTED: &[(&str, &str)] = &[
    (
        "paste the response, then press Enter and Ctrl-D",
        "Not an error: `errdex decode` in a terminal waits for a paste.",
    ),
    (
        "Acme API has several codes `1`; select one with --section one or --section two",
        "`errdex note` for a code that a vendor of your own has in several sections.",
    ),
    (
        "cannot read what the editor saved",
        "The editor removed the file or wrote something else than UTF-8.",
    ),
    (
        "the draft is unchanged; nothing is saved",
        "Not an error: nothing was changed in the editor that `errdex decode --draft` opens.",
    ),
    (
        "not saved; your text is in `/tmp/errdex-x.toml`",
        "What was written in the editor cannot be saved; the cause follows. The file keeps the text.",
    ),
    (
        "the page has no tables, nor lists or headings of codes",
        "`errdex import --review` of a page in which no table is found. Name the format with \
         `--format`, or copy the table into a file of its own.",
    ),
    ("`acme.toml` has errors", "`errdex import --merge` into a file that is not a catalog."),
    (
        "the merged catalog would have errors",
        "`errdex import --merge` if the page and the catalog contradict each other.",
    ),
    ("saved to", "Not an error: where `errdex decode --draft` has put the entry."),
    (
        "replaces the catalog from",
        "Not an error: `errdex catalog list` on a catalog with the id of an earlier one.",
    ),
    ("changed again by", "Not an error: the same on entries that a later overlay changes too."),
    (
        "no home directory, so no place for a configuration file; name one with --config",
        "`errdex config init` or `path` if HOME is not set and the account has no home directory.",
    ),
    (
        "cannot start a thread for decoding",
        "The system limits the number of threads. The browser exits before it opens; end other \
         programs, or use `errdex decode`.",
    ),
    (
        "cannot write to the terminal",
        "The terminal was closed. Usually the system sends a signal first, which ends the browser \
         without a message.",
    ),
    ("cannot read from the terminal", "The same for keyboard input."),
    (
        "cannot read standard input",
        "For any reason other than the one above, such as a failing device.",
    ),
    (
        "not a regular file",
        "A note would overwrite a device or a pipe. Saving first reports `already exists`.",
    ),
    (
        "errdex: internal error",
        "A bug in errdex, reported with its location but no pasted text. Please report it. \
         tests/terminal.rs and src/panic_report.rs test the message.",
    ),
    (
        "errdex: aborted",
        "The browser was aborted: usually there is not enough memory for a very long paste. The \
         terminal is restored first. tests/terminal.rs tests the message.",
    ),
    (
        "invalid theme: …",
        "An error in a theme file. All themes are built in, so only tests trigger it: \
         src/tui/theme/tests.rs.",
    ),
    ("the theme has no style for", "The same for a role missing from a theme file."),
    (
        "data/acme.toml:2:10: schema is 2, expected 1",
        "An error in a catalog file, with its line and column. All catalogs are compiled in, so only \
         the build of errdex triggers it; all variants are in tests/golden/catalog_errors.txt.",
    ),
];
