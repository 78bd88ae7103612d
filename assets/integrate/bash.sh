# errdex in bash: this key opens the word before the cursor; on an empty line in tmux, it decodes the
# text of the pane with the output of the last command. For ~/.bashrc.
__errdex_open() {
    local -a words
    read -ra words <<<"${READLINE_LINE:0:READLINE_POINT}"
    if ((${#words[@]})); then
        errdex -- "${words[@]: -1}"
    elif [[ -n ${TMUX_PANE-} ]]; then
        tmux capture-pane -p -J -S - -t "$TMUX_PANE" | errdex
    else
        errdex
    fi
}
bind -m emacs -x '"@KEY@": __errdex_open'
bind -m vi-insert -x '"@KEY@": __errdex_open'
