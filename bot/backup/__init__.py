"""Backup: the whole installation in one sealed file, back from it, and from SQLite to PostgreSQL.

May be called by the operator's verbs (`office`), and asked by `app` where a moved database lies. It reads and fills databases by `bot.storage.picture`, keeps to the rules of
`actions` for what a restored house may not do yet, and reaches nobody outside.

sealed      a file that only who has the key can read, and in which nothing can be changed, cut or joined
archive     what is in it: tables, pictures, keys, and at its end what all that should come to
troubles    what can be wrong with a backup, each with its sentence
making      a backup beside the running program, proved after it was written
restoring   a house from a backup, proved before it gets its name
moving      from SQLite to PostgreSQL, proved by the book

**What a backup is.** One file for both engines: the rows of every table as one transaction saw them, the store of pictures,
the keys that seal where people are paid and that sign work records. The key it is sealed with is not in it, and does not
lie beside it.
"""
