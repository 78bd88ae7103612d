//! Whether the terminal has hyperlinks (OSC 8). There is no query for them, so terminals are recognised
//! by their environment.

/// `TERM_PROGRAM` of terminals with hyperlinks.
const PROGRAMS: &[&str] = &["ghostty", "Hyper", "iTerm.app", "mintty", "vscode", "WezTerm"];

/// `TERM` of terminals with hyperlinks.
const TERMS: &[&str] = &["alacritty", "foot", "xterm-ghostty", "xterm-kitty"];

/// Variables that only terminals with hyperlinks set.
const VARIABLES: &[&str] = &["DOMTERM", "KITTY_WINDOW_ID", "WT_SESSION"];

/// Variables with the version of a terminal, and its first version with hyperlinks.
const VERSIONS: &[(&str, u32)] = &[("KONSOLE_VERSION", 201_200), ("VTE_VERSION", 5000)];

/// The first version of tmux with hyperlinks. It drops them if the terminal outside has none.
const TMUX_VERSION: (u32, u32) = (3, 4);

/// Whether the terminal is known to have hyperlinks, with `get` for the value of a variable.
pub fn supports_hyperlinks(get: impl Fn(&str) -> Option<String>) -> bool {
    let [term, program] = ["TERM", "TERM_PROGRAM"].map(|name| get(name).unwrap_or_default());
    if program == "tmux" {
        return get("TERM_PROGRAM_VERSION").and_then(|it| tmux_version(&it)) >= Some(TMUX_VERSION);
    }
    // The others may be those of the terminal outside.
    let is_multiplexer = term.starts_with("screen") || term.starts_with("tmux");
    if is_multiplexer || term == "dumb" || term == "linux" {
        return false;
    }
    PROGRAMS.contains(&program.as_str())
        || TERMS.contains(&term.as_str())
        || VARIABLES.iter().any(|name| get(name).is_some())
        || VERSIONS.iter().any(|(name, first)| {
            get(name).and_then(|version| version.parse().ok()).is_some_and(|it: u32| it >= *first)
        })
}

/// Parses a version such as `3.4a` or `next-3.6`.
fn tmux_version(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_recognised_by_their_environment() {
        for (environment, expected) in [
            (&[][..], false),
            (&[("TERM", "xterm-256color")], false),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "7006")], true),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "4800")], false),
            (&[("TERM", "xterm-256color"), ("VTE_VERSION", "new")], false),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], true),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], false),
            (&[("WT_SESSION", "1")], true),
            (&[("TERM", "linux"), ("WT_SESSION", "1")], false),
            (&[("TERM", "dumb"), ("VTE_VERSION", "7006")], false),
            (&[("TERM", "screen-256color"), ("KITTY_WINDOW_ID", "1")], false),
            (&[("TERM", "tmux-256color"), ("VTE_VERSION", "7006")], false),
            (&[("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.4")], true),
            (&[("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "3.3a")], false),
            (&[("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "next-3.6")], true),
            (&[("TERM_PROGRAM", "tmux"), ("VTE_VERSION", "7006")], false),
        ] {
            let get = |name: &str| {
                let found = environment.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(supports_hyperlinks(get), expected, "{environment:?}");
        }
    }
}
