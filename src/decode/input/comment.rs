//! Comments of source code, which document a request rather than make it.

const STARTS: [&str; 5] = ["// ", "# ", "/*", "<!--", "-- "];

/// What a root shell's prompt precedes.
const COMMANDS: [&str; 3] = ["curl ", "wget ", "http "];

/// Whether a line is a comment.
pub fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    let comment = STARTS.iter().find_map(|start| line.strip_prefix(start));
    comment.is_some_and(|comment| {
        !COMMANDS.iter().any(|command| comment.trim_start().starts_with(command))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_prompt_starts_no_comment() {
        assert!(is_comment("  // GET api"));
        assert!(is_comment("# see api"));
        assert!(!is_comment("# curl api"));
        assert!(!is_comment("GET api"));
    }
}
