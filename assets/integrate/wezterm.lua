-- errdex in WezTerm: this key decodes the text of the current pane, including its scrollback, in a
-- new tab. For ~/.wezterm.lua, before `return config`.
config.keys = config.keys or {}
table.insert(config.keys, {
  @KEY@,
  action = require('wezterm').action_callback(function(window, pane)
    local path = os.tmpname()
    local file = assert(io.open(path, 'w'))
    file:write(pane:get_logical_lines_as_text(pane:get_dimensions().scrollback_rows))
    file:close()
    window:perform_action(
      require('wezterm').action.SpawnCommandInNewTab {
        -- The file is on this machine, even if the pane is not.
        domain = { DomainName = 'local' },
        -- The file is removed before errdex runs, so that no text stays on the disk.
        args = { 'sh', '-c', 'exec <"$0"; rm -f "$0"; exec errdex', path },
      },
      pane
    )
  end),
})
