"""What can go wrong on the way to the stores.

DataAccessError
├── StoreFailure            the store could not do it
│   ├── StoreMissing        there is no store in this home
│   ├── StoreTooNew         a newer version of Sijian wrote this store
│   └── StoreUnusable       unreadable, locked, out of space, damaged
├── ViewerLimit             the viewer may not, or there is no such thing for this viewer
│   ├── ScopeMissing        a statement on scoped rows carried no scope (a programming fault)
│   ├── NotAllowed          the viewer lacks the right
│   ├── NotFound            no such thing within the viewer's scope
│   ├── TooMany             more rows than a whole answer may have
│   └── Expired             it was offered for a time, and is no more
├── Conflict                someone else did it first
└── Refused                 what was handed in cannot be taken: one sentence, nothing changed
    └── SourceRefused       a file or folder cannot be taken in
"""


class DataAccessError(Exception):
    """Root; `str(error)` is one plain sentence, `hint` says what to do next, or is empty."""

    def __init__(self, says: str, *, hint: str = "") -> None:
        super().__init__(says)
        self.hint = hint


class StoreFailure(DataAccessError):
    """The store could not do it."""


class StoreMissing(StoreFailure):
    """There is no store in this home."""


class StoreTooNew(StoreFailure):
    """A newer version of Sijian wrote this store."""


class StoreUnusable(StoreFailure):
    """Unreadable, locked, out of space or damaged."""


class ViewerLimit(DataAccessError):
    """The viewer may not, or there is no such thing for this viewer."""


class ScopeMissing(ViewerLimit):
    """A statement on scoped rows carried no scope."""


class NotAllowed(ViewerLimit):
    """The viewer lacks the right."""


class NotFound(ViewerLimit):
    """No such thing within the viewer's scope."""


class TooMany(ViewerLimit):
    """More rows than a whole answer may have."""


class Expired(ViewerLimit):
    """It was offered for a time or a number of times, and is offered no more."""


class Conflict(DataAccessError):
    """Someone else did it first."""


class Refused(DataAccessError):
    """What was handed in cannot be taken; nothing changed."""


class SourceRefused(Refused):
    """A file or folder cannot be taken in."""
