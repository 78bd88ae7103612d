# errdex in fish: this key opens the word before the cursor; on an empty line in tmux, it decodes the
# text of the pane with the output of the last command. For ~/.config/fish/config.fish.
function errdex_open
    set -l words (commandline --cut-at-cursor | string match --regex --all '\S+')
    if set -q words[1]
        errdex -- $words[-1]
    else if set -q TMUX_PANE
        tmux capture-pane -p -J -S - -t $TMUX_PANE | errdex
    else
        errdex
    end
    commandline --function repaint
end
bind @KEY@ errdex_open
bind --mode insert @KEY@ errdex_open
