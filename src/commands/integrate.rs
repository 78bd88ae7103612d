//! `errdex integrate`: lines for the configuration of a shell, a multiplexer or a terminal that open
//! errdex with one key.

use std::io::Write;

use anyhow::bail;

use super::context::Context;
use crate::cli::{Chord, IntegrateArgs, Program};
use crate::exit::Exit;

pub fn run(args: &IntegrateArgs, context: &mut Context) -> anyhow::Result<Exit> {
    let key = spell(args.program, args.key.unwrap_or(default_key(args.program)))?;
    context.out.write_all(script(args.program).replace("@KEY@", &key).as_bytes())?;
    Ok(Exit::Found)
}

fn script(program: Program) -> &'static str {
    match program {
        Program::Tmux => include_str!("../../assets/integrate/tmux.conf"),
        Program::Bash => include_str!("../../assets/integrate/bash.sh"),
        Program::Zsh => include_str!("../../assets/integrate/zsh.zsh"),
        Program::Fish => include_str!("../../assets/integrate/fish.fish"),
        Program::Kitty => include_str!("../../assets/integrate/kitty.conf"),
        Program::Wezterm => include_str!("../../assets/integrate/wezterm.lua"),
    }
}

/// A key that is free in the program's defaults.
fn default_key(program: Program) -> Chord {
    let [alt, ctrl, shift] = [false; 3];
    match program {
        Program::Tmux => Chord { alt, ctrl, shift, key: 'e' },
        Program::Bash | Program::Zsh | Program::Fish => Chord { alt: true, ctrl, shift, key: 'i' },
        Program::Kitty | Program::Wezterm => Chord { alt, ctrl: true, shift: true, key: 'i' },
    }
}

/// The key in the notation of the program.
fn spell(program: Program, chord: Chord) -> anyhow::Result<String> {
    let Chord { alt, ctrl, shift, key } = chord;
    if program != Program::Tmux && !alt && !ctrl {
        bail!("the key `{key}` types text; add a modifier, such as `alt-{key}`");
    }
    let is_terminal = matches!(program, Program::Kitty | Program::Wezterm);
    if ctrl && shift && !is_terminal {
        bail!("terminals send the same for `ctrl-shift-{key}` and `ctrl-{key}`; use another key");
    }
    let held = |names: [&'static str; 3]| -> Vec<&str> {
        let held = [alt, ctrl, shift].into_iter().zip(names).filter(|(is_held, _)| *is_held);
        held.map(|(_, name)| name).collect()
    };
    let typed = if shift { key.to_ascii_uppercase() } else { key };
    Ok(match program {
        Program::Tmux => format!("{}{typed}", held(["M-", "C-", ""]).concat()),
        Program::Bash | Program::Zsh => format!("{}{typed}", held([r"\e", r"\C-", ""]).concat()),
        Program::Fish => format!("{}{typed}", held([r"\e", r"\c", ""]).concat()),
        Program::Kitty => format!("{}+{key}", held(["alt", "ctrl", "shift"]).join("+")),
        Program::Wezterm => {
            format!("key = '{key}', mods = '{}'", held(["ALT", "CTRL", "SHIFT"]).join("|"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_the_notation_of_the_program() {
        let cases = [
            (Program::Tmux, "e", "e"),
            (Program::Tmux, "alt-ctrl-e", "M-C-e"),
            (Program::Tmux, "shift-e", "E"),
            (Program::Bash, "ctrl-g", r"\C-g"),
            (Program::Zsh, "alt-shift-e", r"\eE"),
            (Program::Fish, "alt-ctrl-e", r"\e\ce"),
            (Program::Kitty, "ctrl-shift-e", "ctrl+shift+e"),
            (Program::Wezterm, "alt-1", "key = '1', mods = 'ALT'"),
        ];
        for (program, key, spelled) in cases {
            assert_eq!(spell(program, key.parse().unwrap()).unwrap(), spelled);
        }
        let rejected =
            [(Program::Bash, "e"), (Program::Kitty, "shift-e"), (Program::Fish, "ctrl-shift-i")];
        for (program, key) in rejected {
            assert!(spell(program, key.parse().unwrap()).is_err(), "{program:?} {key}");
        }
    }

    #[test]
    fn every_script_has_a_key() {
        for program in <Program as clap::ValueEnum>::value_variants() {
            assert!(script(*program).contains("@KEY@"), "{program:?}");
        }
    }
}
