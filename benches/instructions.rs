//! How many instructions the hot paths take, counted by valgrind and compared with the figures that
//! were last accepted. Unlike a time, a count is the same on a busy machine.
//!
//! ```console
//! $ cargo bench --bench instructions              # compare; fails where one has grown by 5 %
//! $ cargo bench --bench instructions -- --accept  # take what is counted as accepted
//! ```
//!
//! Each path is run by a process of its own under valgrind's callgrind: what it needs is made ready
//! first, and only what [`counted`] calls is counted. The seeds of hash maps and the places in memory
//! differ from run to run, which moves a count by less than 1 %.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fmt, fs};

use errdex::catalog::Catalogs;
use errdex::decode::Decoder;
use errdex::search::{Index, Query};
use errdex::tui::keymap::Key;
use errdex::tui::{App, Event, Options, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde::Deserialize;

/// By how much a path may grow, in percent.
const LIMIT: f64 = 5.0;

const ACCEPTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.toml");

/// Columns and rows of the browser.
const SIZE: (u16, u16) = (120, 40);

const RESPONSE: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json
Date: Sat, 21 Nov 2026 03:14:07 GMT
X-Request-Id: 9f1c2f6e-6d0c-4a57-9d0e-4a4f2c1f6a0b

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken","Description is too long (maximum is 1024)"]}}"#;

/// What is counted, with all that it needs.
type Run = Box<dyn FnOnce()>;

/// Makes a path ready.
type Ready = fn() -> Run;

/// The paths inside the process.
const PATHS: [(&str, Ready); 5] = [
    ("first-frame", first_frame),
    ("keystroke", keystroke),
    ("search", search),
    ("decode-response", || decode(RESPONSE.to_owned())),
    ("decode-log", || decode(log())),
];

/// The path that is the whole program.
const START: (&str, [&str; 2]) = ("start", ["lookup", "1001"]);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [word, name] = arguments.as_slice()
        && word == "--run"
        && let Some((_, ready)) = PATHS.iter().find(|(path, _)| path == name)
    {
        counted(ready());
        return ExitCode::SUCCESS;
    }
    let accept = arguments.iter().any(|argument| argument == "--accept");
    compare(accept).unwrap_or_else(|error| {
        eprintln!("instructions: {error}");
        ExitCode::FAILURE
    })
}

/// The function that valgrind knows by its name.
#[inline(never)]
fn counted(run: Run) {
    black_box(run)();
}

fn first_frame() -> Run {
    let options = Options::new(Catalogs::builtin());
    Box::new(move || {
        black_box(screen(&App::new(options, SIZE)));
    })
}

fn keystroke() -> Run {
    let mut app = App::new(Options::new(Catalogs::builtin()), SIZE);
    "lice".chars().for_each(|c| drop(app.handle(Event::Key(Key::char(c)))));
    let mut terminal = screen(&app);
    Box::new(move || {
        let _ = app.handle(Event::Key(Key::char('n')));
        let _ = terminal.draw(|frame| draw(&app, frame));
    })
}

/// A screen with the first frame on it.
fn screen(app: &App) -> Terminal<TestBackend> {
    let mut terminal = match Terminal::new(TestBackend::new(SIZE.0, SIZE.1)) {
        Ok(terminal) => terminal,
        Err(never) => match never {},
    };
    let _ = terminal.draw(|frame| draw(app, frame));
    terminal
}

fn search() -> Run {
    let index = Index::new(&Catalogs::builtin());
    // What is made at the first time is made now.
    let _ = index.search(&Query::new("ready"));
    Box::new(move || {
        black_box(index.search(&Query::new("licence expired")));
    })
}

fn decode(text: String) -> Run {
    let decoder = Decoder::new(&Catalogs::builtin());
    let _ = decoder.decode(RESPONSE.as_bytes(), None);
    Box::new(move || {
        black_box(decoder.decode(text.as_bytes(), None));
    })
}

/// 10 KB of a log with a response in the midst of it.
fn log() -> String {
    let lines = |from: u32| {
        let line = |i: u32| {
            format!(
                "2026-11-21T03:{:02}:{:02}Z INFO worker-{} took job {i} in 12 ms\n",
                i / 60 % 60,
                i % 60,
                i % 8
            )
        };
        (from..from + 80).map(line).collect::<String>()
    };
    let body = r#"{"message":"The name Invoices is already used.","errorCode":1001}"#;
    format!("{}2026-11-21T03:14:07Z ERROR POST /odata/Assets 409 {body}\n{}", lines(0), lines(80))
}

/// What was accepted, and by what it was counted.
#[derive(Deserialize)]
struct Accepted {
    compiler: String,
    machine: String,
    instructions: BTreeMap<String, u64>,
}

/// Counts every path and compares it with what was accepted, or accepts it.
fn compare(accept: bool) -> io::Result<ExitCode> {
    let mut counts = BTreeMap::new();
    let here = env::current_exe()?;
    for (name, _) in PATHS {
        counts.insert(name, count(&here, &["--run", name], true)?);
    }
    let program = Path::new(env!("CARGO_BIN_EXE_errdex"));
    counts.insert(START.0, count(program, &START.1, false)?);
    if accept {
        write(&counts)?;
    }
    let accepted: Accepted =
        toml::from_str(&fs::read_to_string(ACCEPTED)?).map_err(io::Error::other)?;
    let mut grown = false;
    for (name, &count) in &counts {
        let before = accepted.instructions.get(*name).copied();
        let change = Change::new(before, count);
        println!("{name:16} {count:>12}   {change}");
        grown |= matches!(change, Change::Grown(_) | Change::New);
    }
    let (compiler, machine) = (compiler()?, machine());
    if (accepted.compiler.as_str(), accepted.machine.as_str()) != (compiler.as_str(), machine) {
        println!(
            "the accepted figures are of {} on {}; with {compiler} on {machine} nothing follows",
            accepted.compiler, accepted.machine
        );
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if grown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// How a count stands to the accepted one, in percent.
enum Change {
    New,
    Same(f64),
    Grown(f64),
    Shrunk(f64),
}

impl Change {
    #[allow(clippy::cast_precision_loss)] // percents
    fn new(before: Option<u64>, now: u64) -> Self {
        let Some(before) = before else { return Self::New };
        let percent = (now as f64 / before as f64 - 1.0) * 100.0;
        match percent {
            _ if percent > LIMIT => Self::Grown(percent),
            _ if percent < -LIMIT => Self::Shrunk(percent),
            _ => Self::Same(percent),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("never accepted; `-- --accept` does"),
            Self::Same(percent) => write!(f, "{percent:+.2} %"),
            Self::Grown(percent) => write!(f, "{percent:+.2} %, more than {LIMIT} %"),
            Self::Shrunk(percent) => write!(f, "{percent:+.2} %; `-- --accept` keeps it there"),
        }
    }
}

/// The instructions of a program, or of [`counted`] alone.
fn count(program: &Path, arguments: &[&str], part: bool) -> io::Result<u64> {
    let folder = tempfile::tempdir()?;
    let figures = folder.path().join("figures");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--quiet"]);
    valgrind.arg(format!("--callgrind-out-file={}", figures.display()));
    if part {
        valgrind.args(["--collect-atstart=no", "--toggle-collect=*instructions::counted*"]);
    }
    // The environment is a part of what a program starts with.
    valgrind.arg(program).args(arguments).env_clear().env("HOME", folder.path());
    valgrind.env("PATH", env::var_os("PATH").unwrap_or_default());
    // When glibc merges small blocks depends on where they lie, and is 4 % of a keystroke.
    valgrind.env("GLIBC_TUNABLES", "glibc.malloc.mxfast=0");
    let output = valgrind.stdin(Stdio::null()).output();
    let output =
        output.map_err(|error| io::Error::other(format!("cannot run valgrind: {error}")))?;
    let figures = fs::read_to_string(figures).unwrap_or_default();
    let sum = figures.lines().find_map(|line| line.strip_prefix("summary: ")?.parse().ok());
    match sum {
        Some(sum @ 1..) if output.status.success() => Ok(sum),
        _ => {
            io::stderr().write_all(&output.stderr)?;
            let program = program.display();
            Err(io::Error::other(format!("nothing was counted of {program} {arguments:?}")))
        }
    }
}

fn write(counts: &BTreeMap<&str, u64>) -> io::Result<()> {
    let rows: Vec<_> = counts.iter().map(|(name, count)| format!("{name} = {count}\n")).collect();
    let text = format!(
        "# Written by `cargo bench --bench instructions -- --accept`.\n\
         compiler = {:?}\nmachine = {:?}\n\n[instructions]\n{}",
        compiler()?,
        machine(),
        rows.concat()
    );
    fs::write(ACCEPTED, text)
}

fn compiler() -> io::Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The machine, as far as libraries choose their instructions by it.
fn machine() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        return "x86_64 with AVX2";
    }
    env::consts::ARCH
}
