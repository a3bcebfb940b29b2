"""Task packs: the format requesters write, and its readers; later one file per foreign format.

`folder.read` takes a folder (`pack.toml`, `tasks.csv`, `media/`) and gives a `Pack`, or everything that is
wrong with it in plain sentences, each with its file and line. `form` is pack.toml, `rows` is tasks.csv,
`lines` finds where a field of pack.toml stands, `faults` gathers. What is read is hostile until shown
otherwise; pictures are named and measured here, opened only by media. Called by actions, rounds and cli.
"""
