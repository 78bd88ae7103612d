//! Every message about something that went wrong: how it is met, what happened, and what to do next.

use super::How::{self, Browser, Check, Shell, Terminal};

/// One message.
pub(crate) struct Message {
    /// How it is met.
    pub(crate) how: How,
    /// The exit code; of a browser that goes on, none.
    pub(crate) exit: Option<u32>,
    /// What happened.
    pub(crate) what: &'static str,
    /// What to do next.
    pub(crate) next: &'static str,
}

const fn ends(how: How, exit: u32, what: &'static str, next: &'static str) -> Message {
    Message { how, exit: Some(exit), what, next }
}

const fn goes_on(how: How, what: &'static str, next: &'static str) -> Message {
    Message { how, exit: None, what, next }
}

/// The messages by where they are met.
pub(crate) const AREAS: &[(&str, &[Message])] = &[
    ("Arguments", ARGUMENTS),
    ("Nothing found", NOTHING),
    ("Input", INPUT),
    ("Output", OUTPUT),
    ("The configuration as a file", FILE),
    ("What the configuration says", SETTINGS),
    ("Keys and names in the configuration", KEYS),
    ("The browser", BROWSER),
    ("Said without a fault", NO_FAULT),
];

const ARGUMENTS: &[Message] = &[
    ends(
        Shell("errdex lookup 1001 --jsn"),
        2,
        "The command has no such option.",
        "Take the option that is named, or see `--help`.",
    ),
    ends(
        Shell("errdex lookup"),
        2,
        "Something is missing that the command can't do without.",
        "Add what is named.",
    ),
    ends(
        Shell("errdex export"),
        2,
        "An option is missing that the command can't do without.",
        "Add the option that is named.",
    ),
    ends(
        Shell("errdex export --format xml"),
        2,
        "The option has other values.",
        "Take one of those that are listed.",
    ),
    ends(
        Shell("errdex --color blue list"),
        2,
        "The option has other values.",
        "Take one of those that are listed.",
    ),
    ends(
        Shell("errdex completions tcsh"),
        2,
        "There are no completions for this shell.",
        "Take one of the shells that are listed.",
    ),
    ends(
        Shell("errdex config remove"),
        2,
        "`errdex config` has other tasks.",
        "Take one of those that are listed.",
    ),
    ends(
        Shell("errdex search --limit ten licence"),
        2,
        "A number is written as a word, or is too large or below 0.",
        "Write it in digits.",
    ),
    ends(
        Shell("errdex search --explain --json licence"),
        2,
        "Two options exclude each other.",
        "Leave one of them out.",
    ),
    ends(
        Shell("errdex decode one.txt two.txt"),
        2,
        "There is one argument too many.",
        "Run the command once for each.",
    ),
    ends(
        Shell("errdex lookup \"$(printf '\\377')\""),
        2,
        "An argument is not UTF-8. Names of files may be; codes, words and vendors may not.",
        "Type it anew, or set the terminal to UTF-8.",
    ),
    ends(
        Shell("errdex lookup 1001 --vendor nobody"),
        2,
        "No catalog has this id or alias.",
        "Take one of those that are listed; `errdex list` tells more of each.",
    ),
];

const NOTHING: &[Message] = &[
    ends(
        Shell("errdex lookup 19200"),
        1,
        "No entry has this code, symbolic name or alias. What comes near is shown.",
        "Look the right one up, or search with `errdex search`.",
    ),
    ends(
        Shell("errdex lookup '%%'"),
        1,
        "No entry has this code, symbolic name or alias, and nothing comes near.",
        "See `errdex list` for what the catalogs cover.",
    ),
    ends(
        Shell("errdex lookup 6009 --vendor uipath"),
        1,
        "This vendor has no such code; others have.",
        "Take `--vendor` away, or name the other vendor.",
    ),
    ends(
        Shell("errdex search zqxjkv"),
        1,
        "No entry has the words, nor any that come near.",
        "Take fewer or other words.",
    ),
    ends(
        Shell("errdex search snooze --vendor sap"),
        1,
        "This vendor has no entry with the words; others may have.",
        "Take `--vendor` away, or take other words.",
    ),
    ends(
        Shell("errdex search zqxjkv licence expired --limit 1"),
        0,
        "No entry has all of the words. The nearest are shown, with the words that had to go.",
        "See whether these help; else take other words.",
    ),
    ends(
        Shell("errdex search http:999 licence --limit 1"),
        0,
        "A filter fits no entry, so it was left out.",
        "Change the filter.",
    ),
    ends(
        Shell("errdex search kind:warning"),
        1,
        "A filter has a value that it doesn't know, and nothing else is asked for.",
        "Take one of the values that are listed; `errdex search --help` explains all filters.",
    ),
];

const INPUT: &[Message] = &[
    ends(
        Shell("errdex decode < /dev/null"),
        1,
        "Nothing came in: the pipe, the file or the paste was empty.",
        "See whether the command before the pipe printed something.",
    ),
    ends(
        Shell("errdex decode nosuch.txt"),
        2,
        "There is no such file.",
        "Check the name, and the folder that you are in.",
    ),
    ends(Shell("errdex decode ."), 2, "This is a folder.", "Name a file in it."),
    ends(Shell("errdex decode < ."), 2, "Standard input is a folder.", "Name a file in it."),
    ends(
        Shell("touch locked.txt; chmod 0 locked.txt; unprivileged errdex decode locked.txt"),
        2,
        "You have no right to read the file.",
        "Get the right to it, or have its text piped in by somebody who has.",
    ),
    ends(
        Shell("head -c 200000000 /dev/zero | errdex decode"),
        2,
        "The input is too large to be one response; without a limit an endless pipe would take all memory.",
        "Cut out the response, as with `tail -c 1000000`.",
    ),
];

const OUTPUT: &[Message] = &[
    ends(
        Shell("errdex list > /dev/full"),
        2,
        "The device that standard output goes to has no room left.",
        "Make room, or write elsewhere.",
    ),
    ends(
        Terminal("errdex > /dev/null"),
        2,
        "The browser needs a terminal to draw on, and standard output is none.",
        "Take a command such as `search`, `lookup` or `decode`.",
    ),
    ends(
        Terminal("setsid -w errdex < /dev/null"),
        2,
        "The browser takes keys from the terminal, and there is none.",
        "Take a command, or `--plain`.",
    ),
];

const FILE: &[Message] = &[
    ends(
        Shell("errdex --config nosuch.toml list"),
        2,
        "The configuration that was asked for, with `--config` or `ERRDEX_CONFIG`, isn't there.",
        "Check the name; `errdex --config nosuch.toml config init` writes a sample.",
    ),
    ends(
        Shell("mkdir -p .config/errdex/config.toml; errdex config check"),
        2,
        "The usual configuration can't be read. Nothing but this command minds: the defaults hold.",
        "Put it right; the reason is told.",
    ),
    ends(
        Shell("errdex --config /dev/zero list"),
        2,
        "What was named for a configuration has no end, or can't be one.",
        "Name the file that was meant.",
    ),
    ends(
        Shell("touch c.toml; errdex --config c.toml config init"),
        2,
        "There is a configuration already. `config init` replaces none.",
        "Remove it first, or name another.",
    ),
    ends(
        Shell("touch .config; errdex config init"),
        2,
        "The folder of the configuration can't be made, since a file has the name of a folder.",
        "Move that file away.",
    ),
    ends(
        Shell("chmod 555 .; unprivileged errdex config init"),
        2,
        "You have no right to write there.",
        "Name another file with `--config`, or get the right.",
    ),
    ends(
        Shell("ln -s c.toml c.toml; errdex --config c.toml config init"),
        2,
        "The path leads nowhere.",
        "Remove the link, or name another file.",
    ),
];

const SETTINGS: &[Message] = &[
    ends(
        Check("mouse = = 1"),
        2,
        "The line is no TOML.",
        "Correct it; what the other lines set holds.",
    ),
    ends(
        Check("mose = true"),
        0,
        "There is no such key, so it has no effect.",
        "Take one of those that are listed.",
    ),
    ends(
        Check("theme = \"blue\""),
        2,
        "There is no such theme.",
        "Take one of those that are listed.",
    ),
    ends(Check("theme = 1"), 2, "A theme is named by a text.", "Put one of the names in quotes."),
    ends(
        Check("mouse = \"on\""),
        2,
        "The mouse is wanted or not, and that isn't a text.",
        "Write it without quotes.",
    ),
    ends(
        Check("borders = \"round\""),
        2,
        "There are no such characters to draw with.",
        "Take one of those that are listed.",
    ),
    ends(
        Check("color = \"blue\""),
        2,
        "This says when to colour, not how.",
        "Take one of those that are listed; `theme` says how.",
    ),
    ends(
        Shell("ERRDEX_THEME=blue errdex config check"),
        2,
        "The variable of the environment names no theme, so that of the file holds.",
        "Take one of those that are listed.",
    ),
    ends(
        Shell("ERRDEX_MOUSE=maybe errdex config check"),
        2,
        "The variable of the environment says neither yes nor no.",
        "Set it to `on` or `off`.",
    ),
    ends(
        Shell("ERRDEX_BORDERS=round errdex config check"),
        2,
        "The variable of the environment names no characters to draw with.",
        "Take one of those that are listed.",
    ),
];

const KEYS: &[Message] = &[
    ends(Check("keys = 1"), 2, "Keys stand in tables, one for each scope.", "Write a table."),
    ends(
        Check("[keys.lst]"),
        0,
        "There is no such scope, so it has no effect.",
        "Take one of those that are listed.",
    ),
    ends(
        Check("[keys]\nlist = 1"),
        2,
        "A scope is a table of actions with their keys.",
        "Write rows such as the one that is shown.",
    ),
    ends(
        Check("[keys.list]\nfly = [\"f5\"]"),
        0,
        "The scope has no such action, so it has no effect.",
        "See `errdex keys` for those that it has.",
    ),
    ends(
        Check("[keys.list]\nopen = \"enter\""),
        2,
        "An action can have several keys, so they stand in a list.",
        "Put the key in brackets.",
    ),
    ends(Check("[keys.list]\nopen = [1]"), 2, "A key is written as a text.", "Put it in quotes."),
    ends(
        Check("[keys.list]\nmove-up = [\"ctrl-up-x\"]"),
        2,
        "No key is spelled like this.",
        "Spell it like the examples.",
    ),
    ends(
        Check("[keys.list]\nmove-down = [\"j\"]"),
        2,
        "In this scope the key types text into the search.",
        "Take a key that types nothing.",
    ),
    ends(
        Check("[keys.list]\nshow-help = [\"tab\"]"),
        2,
        "A key would do two things, so this row has no effect.",
        "Give one of the two actions another key.",
    ),
    ends(
        Check("[keys.global]\nquit = []"),
        2,
        "There would be no way out, so this row has no effect.",
        "Give it a key.",
    ),
];

const BROWSER: &[Message] = &[
    goes_on(
        Browser("printf 'mouse = 1' > c.toml; errdex --config c.toml", &[], "in the configuration"),
        "Something in the configuration has no effect.",
        "Run the command that is named.",
    ),
    goes_on(
        Browser("true | errdex", &[], "the pipe was empty"),
        "What was to write into the pipe wrote nothing.",
        "See how that command fared, such as with `curl -v`.",
    ),
    goes_on(
        Browser("touch n.md; errdex 1920", &["\x14", "s", "\x15", "n.md\r"], "again to overwrite"),
        "There is a file of that name; it was left alone.",
        "Press Enter again to replace it, or type another name.",
    ),
    goes_on(
        Browser("mkdir notes; errdex 1920", &["\x14", "s", "\x15", "notes\r"], "expected a file"),
        "This is a folder.",
        "Type the name of a file in it.",
    ),
    goes_on(
        Browser("errdex 1920", &["\x14", "s", "\x15", "no/n.md\r"], "cannot write"),
        "The note isn't saved; the reason is told. What was there is as it was.",
        "Type another name, or put right what is told and press Enter again.",
    ),
    goes_on(
        Browser("errdex 1920", &["\x14", "s", "\x15", "\r"], "enter a file name"),
        "No name was typed.",
        "Type one, or press Esc.",
    ),
    goes_on(
        Browser("errdex 1920", &["\x14", "o"], "no display"),
        "There is no desktop to open the page on, as over SSH.",
        "Open the address elsewhere.",
    ),
    goes_on(
        Browser(
            "errdex=$(command -v errdex); DISPLAY=:0 PATH=/no $errdex 1920",
            &["\x14", "o"],
            "cannot run",
        ),
        "The program that opens pages can't be run.",
        "Install it, or open the address elsewhere.",
    ),
];

const NO_FAULT: &[Message] = &[
    ends(
        Shell("errdex search licence --limit 1"),
        0,
        "There are more entries than were printed.",
        "Print more of them with `--limit`.",
    ),
    ends(
        Shell("errdex --config c.toml config init"),
        0,
        "The sample is written.",
        "Take the `#` away where something else should hold.",
    ),
];

/// What no test can provoke: the message, and why.
pub(crate) const UNPROVOKED: &[(&str, &str)] = &[
    (
        "paste the response, then press Enter and Ctrl-D",
        "No fault: `errdex decode` in a terminal waits for a paste.",
    ),
    (
        "no home directory, so no place for a configuration; name a file with --config",
        "`errdex config init` or `path` where neither HOME is set nor the account has a home.",
    ),
    (
        "cannot start a thread for decoding",
        "The system lets the account start no more threads. The browser ends before it is there; \
         end other programs, or take `errdex decode`.",
    ),
    (
        "cannot write to the terminal",
        "The terminal went away. It nearly always says so with a signal first, which ends the \
         browser without a word.",
    ),
    ("cannot read from the terminal", "The same for keys."),
    (
        "cannot read standard input",
        "With any other reason than the one above: a device that fails.",
    ),
    (
        "not a regular file",
        "A note is to replace a device or a pipe. Saving says `already exists` first.",
    ),
    (
        "errdex: internal error",
        "A fault in errdex, told by its place and nothing of what was pasted. Please report it. \
         tests/terminal.rs and src/panic_report.rs hold what it says.",
    ),
    (
        "invalid theme: …",
        "A fault in a theme file. All themes are shipped, so only tests of errdex meet it: \
         src/tui/theme/tests.rs.",
    ),
    ("the theme has no style for", "The same for a role that a theme file leaves out."),
    (
        "data/acme.toml:2:10: schema is 2, expected 1",
        "A fault in a catalog file, with its line and column. All catalogs are compiled in, so only \
         the build of errdex meets it; all forms of it are in tests/golden/faults.txt.",
    ),
];
