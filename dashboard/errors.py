"""What can go wrong in the shell.

DashboardError
├── CannotRun        a command cannot be run as it was given; one sentence
├── CannotServe      the server refuses to start; one sentence
└── NotSignedIn      nobody is signed in, or the account ended
"""


class DashboardError(Exception):
    """Root of the shell's errors; `hint` says what to do next, or is empty."""

    def __init__(self, says: str, *, hint: str = "") -> None:
        super().__init__(says)
        self.hint = hint


class CannotRun(DashboardError):
    """A command cannot be run as it was given."""


class CannotServe(DashboardError):
    """The server refuses to start."""


class NotSignedIn(DashboardError):
    """Nobody is signed in, or the account or the session ended."""
