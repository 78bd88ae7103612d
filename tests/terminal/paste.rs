//! Pastes, with and without bracketed paste mode, and pipes.

use crate::tty::Tty;

#[test]
fn burst_of_keys_is_a_paste() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send("{\"message\": \"quit\",\r\"q\": \x03 \"the end\"}");
    tty.wait_for("Your paste");
    tty.wait_for("␃ \"the end\"}");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn phrase_is_searched_for() {
    for phrase in ["\x1b[200~license expired\x1b[201~", "license has expired"] {
        let mut tty = Tty::errdex();
        tty.wait_for("type a code");
        tty.send(phrase);
        tty.wait_for("searching for the pasted text");
        tty.wait_for("LicenseExpired");
        tty.send("\x10");
        tty.wait_for("Your paste");
        tty.send("\x03");
        assert_eq!(tty.end().0, 0);
    }
}

#[test]
fn letters_after_a_paste_are_keys() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    tty.send(
        "\x1b[200~{\"error\":{\"message\":\"Invalid Input Provided\",\"code\":2001}}\x1b[201~",
    );
    tty.wait_for("Identified: PagerDuty 2001");
    tty.send("f");
    tty.wait_for("    \"code\": 2001");
    tty.send("y");
    tty.wait_for("Copy or save: PagerDuty 2001");
    tty.send("\x1b");
    tty.wait_without("Copy or save");
    tty.send("i!");
    tty.wait_for("}!");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn large_paste_is_complete() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let body = "q\r\x1b[A".repeat(200_000);
    tty.send(&format!("\x1b[200~{body}\x1b[201~"));
    // Each `\r` is one `\n`.
    tty.wait_for("No vendor errors found.");
    tty.send("\x1b");
    tty.wait_for("976 KB");
    tty.wait_for("Not recognised");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn large_burst_is_complete_and_triggers_no_action() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    // Escape before a letter arrives as Alt, and an arrow key has no characters.
    let line = "{\"q\": \"quit\"}\r";
    let lines = 1_000_000 / line.len();
    tty.send(&format!("\x1bq\x1b[A{}", line.repeat(lines)));
    tty.wait_for("No vendor errors found.");
    tty.send("\x1b");
    tty.wait_for("q{\"q\": \"quit\"}");
    tty.wait_for(&format!("{} KB", (1 + lines * line.len()) / 1024));
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn huge_paste_does_not_block_keys() {
    let mut tty = Tty::errdex();
    tty.wait_for("type a code");
    let body =
        (1000..).map(|i| format!("{{\"errorCode\":{i},\"message\":\"The name x is used.\"}}"));
    let body: String = body.take(100_000).collect();
    tty.send(&format!("\x1b[200~{body}\x1b[201~"));
    tty.wait_for("Decoding");
    tty.send("\r");
    tty.wait("the response to the key while decoding", |screen| {
        let shown = screen.contents();
        shown.contains("still decoding") && shown.contains("Decoding")
    });
    tty.wait_without("Decoding");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn decodes_piped_text_and_reads_keys_from_the_terminal() {
    let script = format!("printf 'from a pipe\\n' | {}", env!("CARGO_BIN_EXE_errdex"));
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("from a pipe");
    tty.wait_for("Your paste");
    tty.send("\x1b");
    tty.wait_for("› from a pipe");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn reports_an_empty_pipe() {
    let script = format!("true | {}", env!("CARGO_BIN_EXE_errdex"));
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("the pipe was empty");
    tty.send("1001");
    tty.wait_for("NameAlreadyUsed");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}

#[test]
fn opens_the_entry_of_a_piped_response() {
    let script = format!(
        "printf '%s' '{{\"error\":{{\"message\":\"Invalid Input Provided\",\"code\":2001}}}}' | {}",
        env!("CARGO_BIN_EXE_errdex")
    );
    let mut tty = Tty::run("sh", &["-c", &script]);
    tty.wait_for("Identified: PagerDuty 2001");
    tty.send("\r");
    tty.wait_for("From your paste");
    tty.send("\x03");
    assert_eq!(tty.end().0, 0);
}
