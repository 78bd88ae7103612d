# errdex in zsh: this key opens the word before the cursor; on an empty line in tmux, it decodes the
# text of the pane with the output of the last command. For ~/.zshrc.
errdex-open() {
    emulate -L zsh
    local -a words=(${=LBUFFER})
    if (($#words)); then
        errdex -- $words[-1] </dev/tty
    elif [[ -n $TMUX_PANE ]]; then
        tmux capture-pane -p -J -S - -t $TMUX_PANE | errdex
    else
        errdex </dev/tty
    fi
    zle reset-prompt
}
zle -N errdex-open
bindkey -M emacs '@KEY@' errdex-open
bindkey -M viins '@KEY@' errdex-open
