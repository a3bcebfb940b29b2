"""What can go wrong with the database, by name.

Outside trouble (`DatabaseTrouble` and its kinds) is nobody's bug: its text is a sentence an operator can act on.
`ConstraintBroken`, `WriteInRead` and `QueryWrong` are bugs of ours. Both engines raise the same types; the
driver's own error stays attached as the cause.
"""


class DatabaseTrouble(Exception):
    """The database cannot do what is asked right now, or at all; the text says what to do."""


class DiskFull(DatabaseTrouble):
    """There is no room left; nothing of the command was stored."""


class CommitUnknown(DatabaseTrouble):
    """The connection was lost while committing: it may be stored or not. Ask again with the same cause."""


class NewerDatabase(DatabaseTrouble):
    """The database was migrated by a newer program than this one."""


class ChangedMigration(DatabaseTrouble):
    """The migration files do not continue what was applied to this database."""


class ConstraintBroken(Exception):
    """A row would have broken a rule of the schema (unique, foreign key, check, not null)."""


class WriteInRead(Exception):
    """A query given to `read` tried to write."""


class QueryWrong(Exception):
    """A named query is missing, badly written, or was given the wrong values."""
