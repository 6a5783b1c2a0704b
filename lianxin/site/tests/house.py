"""The rooms of the house, and how a source file is read for what it uses."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "lianxin"

# From the bottom to the top. A room uses rooms on lower lines, and none beside or above it.
LINES = (
    ("base",),
    ("understanding",),
    ("calendar",),
    ("territory",),
    ("history",),
    ("people",),
    ("access",),
    ("files",),
    ("notices",),
    ("matters",),
    ("kinds.request", "kinds.whistle"),
    ("diary",),
    ("reports",),
    ("desk", "api"),
    ("site",),
)
_WRITES = ("save", "create", "update", "delete")
HEIGHT = {room: height for height, rooms in enumerate(LINES) for room in rooms}
_IN_A_ROOM = re.compile(rf"lianxin\.({'|'.join(map(re.escape, HEIGHT))})(\.\w+)*")


def sources(*, tests: bool = False) -> Iterator[Path]:
    """Yield every source file of the product, those of the tests only when asked."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if tests or "tests" not in path.relative_to(PACKAGE).parts:
            yield path


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """Return the room of a module; what lies in no room belongs to the roof, `site`."""
    inner = module.removeprefix("lianxin").removeprefix(".")
    parts = inner.split(".")
    depth = 2 if parts[0] == "kinds" else 1
    room = ".".join(parts[:depth])
    return room if room in HEIGHT else "site"


def used(source: str, module: str, *, is_package: bool = False) -> set[str]:
    """Return every module of the product that a source names, by import anywhere or in a string."""
    tree = ast.parse(source)
    named = {name for node in ast.walk(tree) for name in _named(node, module, is_package)}
    return {name for name in named if name.startswith("lianxin.")}


def _named(node: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = _start(node, module, is_package)
        yield from (f"{start}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and _IN_A_ROOM.fullmatch(str(node.value)):
        yield node.value


def _start(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def may_use(user: str, used_room: str) -> bool:
    return user == used_room or HEIGHT[used_room] < HEIGHT[user]


def upward(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Return, in order, what a source uses that its room may not."""
    room = room_of(module)
    return sorted(
        name
        for name in used(source, module, is_package=is_package)
        if not may_use(room, room_of(name))
    )


def writes(source: str) -> list[str]:
    """Return the lines on which a source reads or writes the database by itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            found.append((node.lineno, ".objects"))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _WRITES:
            found.append((node.lineno, f".{node.func.attr}("))
    return [f"{line}: {what}" for line, what in sorted(found)]


def doers_unknown(source: str) -> list[str]:
    """Return the public functions of a source that do not say, by a keyword-only `by`, who acts."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "by" not in {argument.arg for argument in node.args.kwonlyargs}
    ]
