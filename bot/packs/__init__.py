"""Task packs: the format requesters write, and its strict and kind readers.

A pack is a folder or a zip: `pack.toml`, a table of tasks (`tasks.csv`, `.tsv`, `.jsonl` or `.xlsx`), `media/`.
What is read is hostile until shown otherwise: `fence` reads it in a process of its own, into a folder of ours.

    fence → spool → reading     the way in: a process, a spool of checked rows, one row after the other
    source · archive · files    where the files lie; a zip is looked at whole before it is unpacked
    header · form · lines       pack.toml, its fields and their limits, the lines they stand on
    values · hard               single values of fields; what hard content asks of a form and of its rows
    tables · columns · rows     the tables' formats, their columns, what every row must be
    faults · report · checking  all that is wrong, each with its place, in sentences and in JSON
    words · dynamic · changing  what a person must look at; what overlap that ends early needs; what a new version is
    starting · foreign · toml   a filled example of every kind; other platforms' files, in and out; how TOML is written
    bounds · seen               how much is read at most; ids of millions of rows in little room

Pictures, sounds and films are named and measured here, opened only by media. Called by actions, rounds and cli.
"""
