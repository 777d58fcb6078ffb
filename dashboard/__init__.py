"""The shell: command line, server, navigation, and what the pages share."""
