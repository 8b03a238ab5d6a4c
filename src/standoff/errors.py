"""The errors Standoff raises, by what the caller can do about them.

    StandoffError
    ├── InputError            the material cannot be read: mend or leave out this file
    ├── ConfigurationError    an option, overlay or table is wrong: mend the setting
    ├── MissingExtraError     something that is not installed is needed: install it
    └── CaseError             the case file cannot be used
        └── NewerSchemaError  it was written by a newer Standoff: upgrade

One bad document never stops a run: the readers of files turn an `InputError` into a counted row with its reason
(`standoff.document.Unreadable`). The rest reach the caller; the command line prints their text as one line.
"""


class StandoffError(Exception):
    """Base of all errors that Standoff raises on purpose; its text says what was expected and what to do."""


class InputError(StandoffError):
    """Material that cannot be read as a document."""


class ConfigurationError(StandoffError):
    """An option, an overlay file or a table that is wrong; the text names file and key."""


class MissingExtraError(StandoffError):
    """A package outside the installed set is needed; the text gives the install line."""


class CaseError(StandoffError):
    """A case file that cannot be opened, read or written."""


class NewerSchemaError(CaseError):
    """A case written by a newer Standoff than this one."""
