"""The directory of help: lines for people who are in need, by country and language, and how fresh each one is.

`countries/KE.toml` is a country's file, `world.toml` the lists of all countries, `rejected.toml` what was found wrong and must
not come back. They ship what public pages say, with sources and doubts; nobody has dialled a number for them. So a line
is shown only once an operator has checked it, and for 180 days; what an operator confirms or hides is kept in the
database (`bot.actions.helping`), not here. To add a country is to add a file.

reading  the files, each behind a fence: a broken one hides itself and says why
finding  what can be shown to somebody, and what is due for a look; pure

Actions, the desk and the doctor may call it.
"""

from __future__ import annotations

from bot.wellbeing.finding import Check, State, find, states
from bot.wellbeing.reading import Country, Directory, Entry, Fault, carried, read

__all__ = ["Check", "Country", "Directory", "Entry", "Fault", "State", "carried", "find", "read", "states"]
