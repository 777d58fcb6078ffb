"""The commands of `sijian`, one file per subject; `dashboard.command_line` lists them."""
