//! Where the user's catalogs and notes are: the data directory, the configuration, the environment and
//! the arguments.

use std::env;
use std::path::PathBuf;

use errdex::files::UserFiles;
use etcetera::{BaseStrategy, choose_base_strategy};

use super::config_file::ConfigFile;

/// The user's files; what is named in `arguments` comes last.
pub fn locate(config_file: &ConfigFile, arguments: &[PathBuf]) -> UserFiles {
    let base = choose_base_strategy().ok();
    let config = &config_file.config;
    let of_config = config.catalogs.iter().map(|path| config_file.resolve(path));
    let variable = env::var_os("ERRDEX_CATALOGS").unwrap_or_default();
    let of_environment = env::split_paths(&variable).filter(|path| !path.as_os_str().is_empty());
    UserFiles {
        data_dir: base.map(|base| base.data_dir().join("errdex")),
        catalogs: of_config.chain(of_environment).chain(arguments.iter().cloned()).collect(),
        notes: config.notes.as_ref().map(|path| config_file.resolve(path)),
    }
}
