"""Where a value comes from: a backward slice through the program's syntax, across functions, for tests of what may not lead where.

It follows names to what is assigned to them and to the `if` around that, parameters to the arguments of every call, calls to what
those functions return. What is read of an object or a row (`form.price`, `row["paid"]`) is a source; what a column of the database holds is
followed where it is written, by naming that as a beginning. Names are resolved by imports, methods are not.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.house.sources import dotted

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Place:
    """A module and the function in it, None at its top."""

    module: str
    function: Function | None


@dataclass(slots=True)
class Program:
    """Functions by module and name, and calls of each; what a module calls things that it imports."""

    functions: dict[str, Place] = field(default_factory=dict)
    calls: dict[str, list[tuple[Place, ast.Call]]] = field(default_factory=lambda: defaultdict(list))
    _called: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, trees: Iterable[tuple[str, ast.Module]]) -> "Program":
        """What modules define and call: (path from the top, syntax tree), as `sources.modules` gives them."""
        program = cls()
        named = [
            (path.removesuffix(".py").removesuffix("/__init__").replace("/", "."), tree)
            for path, tree in trees
        ]
        for module, tree in named:
            program._define(module, tree)
        for module, tree in named:
            program._read(tree, Place(module, None))
        return program

    def _define(self, module: str, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    self._called[module][one.asname or one.name] = f"{node.module}.{one.name}"
            elif isinstance(node, Function):
                self.functions[f"{module}.{node.name}"] = Place(module, node)

    def _read(self, node: ast.AST, place: Place) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                self._note(child, place)
            inner = Place(place.module, child) if isinstance(child, Function) else place
            self._read(child, inner)

    def _note(self, call: ast.Call, place: Place) -> None:
        self.calls[self.name_of(call.func, place)].append((place, call))
        if dotted(call.func) == "partial" and call.args:  # called later, with what it is given now
            later = ast.Call(call.args[0], call.args[1:], call.keywords)
            self.calls[self.name_of(call.args[0], place)].append((place, later))

    def name_of(self, called: ast.expr, place: Place) -> str:
        """The whole name of what is called, as far as imports tell it: "bot.actions.paying.pay", "bot.ledger.pay_gold"."""
        first, _, rest = dotted(called).partition(".")
        known = self._called[place.module].get(first, f"{place.module}.{first}")
        return f"{known}.{rest}" if rest else known

    def function(self, name: str) -> Place | None:
        """A function by its whole name, also where a room's `__init__` hands it on."""
        if name in self.functions:
            return self.functions[name]
        module, _, last = name.rpartition(".")
        handed_on = self._called.get(module, {}).get(last, "")
        return self.functions.get(handed_on)


def sources(program: Program, beginnings: list[tuple[Place, ast.AST]]) -> set[str]:
    """The names of all attributes and columns that are read on the way to these values."""
    found: set[str] = set()
    seen: set[tuple[int, str, str]] = set()
    waiting = list(beginnings)
    while waiting:
        place, value = waiting.pop()
        key = (id(place.function), place.module, ast.dump(value))
        if key in seen:
            continue
        seen.add(key)
        match value:
            case ast.Attribute(whole, name):
                found.add(name)
                waiting += [] if dotted(whole) else [(place, whole)]
            case ast.Subscript(whole, ast.Constant(str(name))):
                found.add(name)
                waiting += [] if dotted(whole) else [(place, whole)]
            case ast.Name(name):
                waiting += named(program, name, place)
            case ast.Call():
                waiting += called(program, value, place)
            case _:
                waiting += [(place, child) for child in ast.iter_child_nodes(value)]
    return found


def called(program: Program, call: ast.Call, place: Place) -> Iterator[tuple[Place, ast.AST]]:
    """What a call's value hangs on: what that function returns, and of one that is not known all it is given."""
    known = program.function(program.name_of(call.func, place)) if dotted(call.func) else None
    if known is not None and known.function is not None:
        for node in ast.walk(known.function):
            if isinstance(node, ast.Return) and node.value is not None:
                yield known, node.value
        return
    yield from ((place, one) for one in (*call.args, *(given.value for given in call.keywords)))
    if isinstance(call.func, ast.Attribute) and not dotted(call.func):
        yield place, call.func.value


def named(program: Program, name: str, place: Place) -> Iterator[tuple[Place, ast.AST]]:
    """What is assigned to a name in its function, and what a parameter is given wherever that is called."""
    function = place.function
    if function is None:
        return
    yield from ((place, value) for value in _assigned(name, function, ()))
    places = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if name in _objects or name not in (*places, *(one.arg for one in function.args.kwonlyargs)):
        return
    for caller, call in program.calls.get(f"{place.module}.{function.name}", []):
        yield from ((caller, one.value) for one in call.keywords if one.arg == name)
        if name in places and places.index(name) < len(call.args):
            yield caller, call.args[places.index(name)]


_objects = (
    "tx",
    "who",
    "self",
)  # what is read of them is a source; where they come from says nothing of an amount


def _assigned(name: str, node: ast.AST, asked: tuple[ast.AST, ...]) -> Iterator[ast.AST]:
    for value in _values(name, node):
        yield value
        yield from asked
    if isinstance(node, ast.If | ast.While):
        asked = (*asked, node.test)
    for child in ast.iter_child_nodes(node):
        yield from _assigned(name, child, asked)


def _values(name: str, node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.Assign([ast.Tuple(targets)], ast.Tuple(values)) if len(targets) == len(values):
            return [value for to, value in zip(targets, values, strict=True) if _is(to, name)]
        case ast.Assign(targets, value) if any(_is(one, name) for one in targets):
            return [value]
        case ast.AnnAssign(target, _, value) if value is not None and _is(target, name):
            return [value]
        case ast.AugAssign(target, _, value) | ast.NamedExpr(target, value) if _is(target, name):
            return [value]
        case ast.For(target, iterated) | ast.comprehension(target, iterated) if _is(target, name):
            return [iterated]
    return []


def _is(target: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(target))
