"""Storage: the database behind one face, and the queries and tables of each noun.

May be called by everything above it (ledger, actions, rounds, chat, app). It knows no rule of the work; it keeps what
it is given, on SQLite or PostgreSQL, with the same outcome on both.

database      open_database, and the face: write a command, read a query
transaction   Tx: what a command is given
sqlite        one writer with group commit; sqlite_file: the file, its schema, its errors
postgres      psycopg connections in threads
queries       named SQL, checked when the program starts
migrate       numbered SQL from empty to head
ids           sortable ids that are never given twice
lock          one program per data folder, and a door to it for the others
troubles      what can go wrong, by name
"""

from bot.storage.database import Database, is_shared, open_database
from bot.storage.queries import Queries
from bot.storage.transaction import Row, Tx, Value
from bot.storage.troubles import (
    ChangedMigration,
    CommitUnknown,
    ConstraintBroken,
    DatabaseTrouble,
    DiskFull,
    NewerDatabase,
    QueryWrong,
    WriteInRead,
)

__all__ = [
    "ChangedMigration",
    "CommitUnknown",
    "ConstraintBroken",
    "Database",
    "DatabaseTrouble",
    "DiskFull",
    "NewerDatabase",
    "Queries",
    "QueryWrong",
    "Row",
    "Tx",
    "Value",
    "WriteInRead",
    "is_shared",
    "open_database",
]
