//! The subcommands, one file each. They write to the output of their [`Context`] and do not
//! depend on the terminal.

mod browse;
mod catalog;
mod config;
mod config_file;
mod context;
mod date;
mod decode;
mod editor;
mod export;
#[cfg(feature = "import")]
mod import;
mod input;
mod integrate;
mod keys;
mod list;
mod lookup;
mod man;
mod note;
mod output;
mod repl;
mod scan;
mod search;
mod user_data;

use std::io::Write;

use crate::cli::{self, Cli, Command};
use crate::exit::Exit;
use config_file::ConfigFile;
use context::Context;

pub use output::{STDOUT, error_message, message};

/// Runs the subcommand.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    let config_file = match cli.command {
        // Must work without a configuration, or with an invalid one.
        Some(Command::Config { .. }) => ConfigFile::default(),
        _ => ConfigFile::load(cli.config.as_deref())?,
    };
    let mut context = Context::new(&cli, config_file);
    if cli.command.as_ref().is_some_and(Command::needs_user_files) {
        context.load_user_files();
    }
    let exit = match &cli.command {
        // The browser loads the user's files in the background.
        None => return browse::run(cli.words, context),
        Some(Command::Catalog { task }) => catalog::run(task, &mut context)?,
        Some(Command::Note(args)) => note::run(args, &mut context)?,
        Some(Command::Search(args)) => search::run(args, &mut context)?,
        Some(Command::Lookup(args)) => lookup::run(args, &mut context)?,
        Some(Command::Decode(args)) => decode::run(args, &mut context)?,
        Some(Command::Scan(args)) if args.browse => return browse::run_log(args, context),
        Some(Command::Scan(args)) => scan::run(args, &mut context)?,
        Some(Command::List(args)) => list::run(args, &mut context)?,
        Some(Command::Export(args)) => export::run(args, &mut context)?,
        #[cfg(feature = "import")]
        Some(Command::Import(args)) if args.review => return import::review(args, context),
        #[cfg(feature = "import")]
        Some(Command::Import(args)) => import::run(args, &mut context)?,
        Some(Command::Keys(args)) => keys::run(args, &mut context)?,
        Some(Command::Config { task, json }) => {
            config::run(*task, json, cli.config.as_deref(), &mut context)?
        }
        Some(Command::Integrate(args)) => integrate::run(args, &mut context)?,
        Some(Command::Completions { shell }) => {
            cli::completions(*shell, &mut context.out)?;
            Exit::Found
        }
        Some(Command::Man(args)) => man::run(args, &mut context)?,
    };
    context.out.flush()?;
    Ok(exit)
}
