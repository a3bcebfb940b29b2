"""Make api.json, the names, types and required flags of the Bot API, from its documentation as data.

Run it as `python -m bot.sandbox.apidata SOURCE.json`, where SOURCE holds `methods` and `types`, each with `fields` of
`name`, `types` and `required`. Only facts are kept, no sentence of the documentation. A field is written
`"chat_id": "Integer|String!"`; the exclamation mark says that it must be given.
"""

import json
import sys
from pathlib import Path
from typing import Any

SCALARS = frozenset({"String", "Integer", "Float", "Boolean", "True", "InputFile"})


def compact(source: dict[str, Any]) -> dict[str, Any]:
    """The methods, and the types that their fields can reach; `kinds` lists what an abstract type may be."""
    methods = {name: _fields(method) for name, method in sorted(source["methods"].items())}
    types: dict[str, dict[str, str]] = {}
    kinds: dict[str, str] = {}
    waiting = [name for fields in methods.values() for name in _named(fields)]
    while waiting:
        name = waiting.pop()
        if name in types or name in SCALARS:
            continue
        described = source["types"][name]
        types[name] = _fields(described)
        if described.get("subtypes"):
            kinds[name] = "|".join(described["subtypes"])
            waiting.extend(described["subtypes"])
        waiting.extend(_named(types[name]))
    return {
        "version": source["version"],
        "methods": methods,
        "types": dict(sorted(types.items())),
        "kinds": dict(sorted(kinds.items())),
    }


def _fields(described: dict[str, Any]) -> dict[str, str]:
    return {
        field["name"]: "|".join(field["types"]) + ("!" if field["required"] else "")
        for field in described.get("fields", ())
    }


def _named(fields: dict[str, str]) -> list[str]:
    return [
        kind.replace("Array of ", "")
        for written in fields.values()
        for kind in written.rstrip("!").split("|")
    ]


def write(source: Path, target: Path) -> None:
    """Read the documentation data at `source` and write one line per method and type to `target`."""
    data = compact(json.loads(source.read_text("utf-8")))
    sections = [f'"version": {json.dumps(data["version"])}']
    for section in ("methods", "types", "kinds"):
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in data[section].items()]
        sections.append(f'"{section}": {{\n' + ",\n".join(lines) + "\n}")
    target.write_text("{\n" + ",\n".join(sections) + "\n}\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(__file__).with_name("api.json"))
