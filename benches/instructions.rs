//! Instruction counts of the hot paths, measured with valgrind and compared with the accepted counts.
//! Unlike times, counts do not depend on the load of the machine.
//!
//! ```console
//! $ cargo bench --bench instructions              # compare; fails if a count grew by more than 5 %
//! $ cargo bench --bench instructions -- --accept  # accept the current counts
//! ```
//!
//! Each path runs in a separate process under callgrind. Setup is excluded: only instructions inside
//! [`measured`] count. Hash map seeds and memory addresses differ between runs, which changes a count by
//! less than 1 %.

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
use errdex::tui::{App, Event, Start, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde::Deserialize;

/// The maximum growth of a path, in percent.
const MAX_GROWTH: f64 = 5.0;

const ACCEPTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.toml");

/// Columns and rows of the terminal.
const SIZE: (u16, u16) = (120, 40);

const RESPONSE: &str = r#"HTTP/1.1 400 Bad Request
Content-Type: application/json
Date: Sat, 21 Nov 2026 03:14:07 GMT
X-Request-Id: 9f1c2f6e-6d0c-4a57-9d0e-4a4f2c1f6a0b

{"error":{"message":"Invalid Input Provided","code":2001,"errors":["Name has already been taken","Description is too long (maximum is 1024)"]}}"#;

/// The code to measure, with everything it needs.
type Measurement = Box<dyn FnOnce()>;

/// Prepares a path.
type Setup = fn() -> Measurement;

/// Paths measured inside this process.
const PATHS: [(&str, Setup); 5] = [
    ("first-frame", first_frame),
    ("keystroke", keystroke),
    ("search", search),
    ("decode-response", || decode(RESPONSE.to_owned())),
    ("decode-log", || decode(log())),
];

/// A run of the whole program.
const START: (&str, [&str; 2]) = ("start", ["lookup", "1001"]);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [word, name] = arguments.as_slice()
        && word == "--run"
        && let Some((_, setup)) = PATHS.iter().find(|(path, _)| path == name)
    {
        measured(setup());
        return ExitCode::SUCCESS;
    }
    let accept = arguments.iter().any(|argument| argument == "--accept");
    compare(accept).unwrap_or_else(|error| {
        eprintln!("instructions: {error}");
        ExitCode::FAILURE
    })
}

/// callgrind finds this function by its name.
#[inline(never)]
fn measured(run: Measurement) {
    black_box(run)();
}

fn first_frame() -> Measurement {
    let start = Start::new(Catalogs::builtin());
    Box::new(move || {
        black_box(screen(&App::new(start, SIZE)));
    })
}

fn keystroke() -> Measurement {
    let mut app = App::new(Start::new(Catalogs::builtin()), SIZE);
    "lice".chars().for_each(|c| app.handle(Event::Key(Key::char(c))));
    let mut terminal = screen(&app);
    Box::new(move || {
        app.handle(Event::Key(Key::char('n')));
        let _ = terminal.draw(|frame| draw(&app, frame));
    })
}

/// A terminal with the first frame drawn.
fn screen(app: &App) -> Terminal<TestBackend> {
    let mut terminal = match Terminal::new(TestBackend::new(SIZE.0, SIZE.1)) {
        Ok(terminal) => terminal,
        Err(never) => match never {},
    };
    let _ = terminal.draw(|frame| draw(app, frame));
    terminal
}

fn search() -> Measurement {
    let index = Index::new(&Catalogs::builtin());
    // Initialize lazy values before measuring.
    let _ = index.search(&Query::new("ready"));
    Box::new(move || {
        black_box(index.search(&Query::new("licence expired")));
    })
}

fn decode(text: String) -> Measurement {
    let decoder = Decoder::new(&Catalogs::builtin());
    let _ = decoder.decode(RESPONSE.as_bytes(), None);
    Box::new(move || {
        black_box(decoder.decode(text.as_bytes(), None));
    })
}

/// 10 KB of a log with a response in the middle.
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

/// The accepted counts, with the compiler and machine they were measured on.
#[derive(Deserialize)]
struct Accepted {
    compiler: String,
    machine: String,
    instructions: BTreeMap<String, u64>,
}

/// Measures every path and compares the counts with the accepted ones, or accepts them.
fn compare(accept: bool) -> io::Result<ExitCode> {
    let mut counts = BTreeMap::new();
    let this_program = env::current_exe()?;
    for (name, _) in PATHS {
        counts.insert(name, count(&this_program, &["--run", name], true)?);
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
            "accepted counts are for {} on {}; not comparable with {compiler} on {machine}",
            accepted.compiler, accepted.machine
        );
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if grown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The change from the accepted count, in percent.
enum Change {
    New,
    Same(f64),
    Grown(f64),
    Shrunk(f64),
}

impl Change {
    #[allow(clippy::cast_precision_loss)] // percentages
    fn new(before: Option<u64>, now: u64) -> Self {
        let Some(before) = before else { return Self::New };
        let percent = (now as f64 / before as f64 - 1.0) * 100.0;
        match percent {
            _ if percent > MAX_GROWTH => Self::Grown(percent),
            _ if percent < -MAX_GROWTH => Self::Shrunk(percent),
            _ => Self::Same(percent),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("new; accept with `-- --accept`"),
            Self::Same(percent) => write!(f, "{percent:+.2} %"),
            Self::Grown(percent) => write!(f, "{percent:+.2} %, more than {MAX_GROWTH} %"),
            Self::Shrunk(percent) => write!(f, "{percent:+.2} %; accept with `-- --accept`"),
        }
    }
}

/// Counts the instructions of a program, or only those inside [`measured`].
fn count(program: &Path, arguments: &[&str], only_measured: bool) -> io::Result<u64> {
    let folder = tempfile::tempdir()?;
    let output_file = folder.path().join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--quiet"]);
    valgrind.arg(format!("--callgrind-out-file={}", output_file.display()));
    if only_measured {
        valgrind.args(["--collect-atstart=no", "--toggle-collect=*instructions::measured*"]);
    }
    // Start with an empty environment, since its size affects the count.
    valgrind.arg(program).args(arguments).env_clear().env("HOME", folder.path());
    valgrind.env("PATH", env::var_os("PATH").unwrap_or_default());
    // When glibc merges small blocks depends on their addresses and changes a keystroke by 4 %.
    valgrind.env("GLIBC_TUNABLES", "glibc.malloc.mxfast=0");
    let output = valgrind.stdin(Stdio::null()).output();
    let output =
        output.map_err(|error| io::Error::other(format!("cannot run valgrind: {error}")))?;
    let profile = fs::read_to_string(output_file).unwrap_or_default();
    let sum = profile.lines().find_map(|line| line.strip_prefix("summary: ")?.parse().ok());
    match sum {
        Some(sum @ 1..) if output.status.success() => Ok(sum),
        _ => {
            io::stderr().write_all(&output.stderr)?;
            let program = program.display();
            Err(io::Error::other(format!("no instructions counted for {program} {arguments:?}")))
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

/// The CPU features by which libraries choose their code.
fn machine() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        return "x86_64 with AVX2";
    }
    env::consts::ARCH
}
