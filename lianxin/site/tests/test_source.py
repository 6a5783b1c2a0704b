"""No source of the product runs what somebody typed: as SQL, as Python, as a command, as HTML."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

LIANXIN = Path(__file__).resolve().parents[2]
# Files that put SQL together, from names of our own alone.
OWN = {
    "base/search.py",  # the name of an index of ours and a number of ours; what was typed is bound
    "history/triggers.py",  # triggers on tables of ours
    "site/backup/postgres.py",  # names of our tables
    "site/backup/sqlite.py",  # the same
}
# The one place of a template that prints HTML as it is: Django's own help, never typed by anybody.
PRINTED = {"desk/templates/desk/_form.jinja": 1}


def sources(*endings: str) -> Iterator[tuple[str, str]]:
    for ending in endings:
        for file in sorted(LIANXIN.rglob(f"*{ending}")):
            name = str(file.relative_to(LIANXIN))
            if not {"tests", "bench", "migrations", "vendor", "seed"} & set(file.parts):
                yield name, file.read_text(encoding="utf-8")


def dangers(source: str) -> list[str]:
    """Return the calls of a source that could run what somebody typed."""
    return [
        danger
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and (danger := _danger(node))
    ]


_RUNNING = {"eval", "exec", "compile", "mark_safe", "SafeString", "Markup", "RawSQL", "from_string"}
_OF = {
    "pickle": {"loads", "load"},
    "yaml": {"load"},
    "os": {"system", "popen"},
    "marshal": {"loads"},
}
_SQL = {"execute", "executemany", "raw", "extra", "executescript"}


def _danger(call: ast.Call) -> str:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    module = getattr(getattr(call.func, "value", None), "id", "")
    if name in _RUNNING and module != "re" and not (name == "Markup" and _is_said(call)):
        return name
    if name in _OF.get(module, ()):
        return f"{module}.{name}"
    if any(word.arg == "shell" and getattr(word.value, "value", None) for word in call.keywords):
        return "shell=True"
    return f"{name} of a text put together" if name in _SQL and _put_together(call) else ""


def _is_said(call: ast.Call) -> bool:
    """Tell whether what is called with stands in the source itself; `format` of Markup escapes the rest."""
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def _put_together(call: ast.Call) -> bool:
    """Tell whether a statement is made by formatting or adding, not said in full."""
    said = call.args[0] if call.args else None
    formatted = isinstance(said, ast.Call) and getattr(said.func, "attr", "") == "format"
    return formatted or isinstance(said, ast.JoinedStr | ast.BinOp)


def test_no_source_runs_what_somebody_typed():
    found = {name: made for name, text in sources(".py") if (made := dangers(text))}

    assert {name: made for name, made in found.items() if name not in OWN} == {}


def test_a_template_prints_html_as_it_is_only_where_it_is_ours():
    unescaped = re.compile(r"\|\s*safe\b|Markup\(|\{%-?\s*autoescape")
    counts = {name: len(unescaped.findall(text)) for name, text in sources(".jinja", ".html")}

    assert {name: count for name, count in counts.items() if count} == PRINTED


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)", "mark_safe(x)", "Markup(x)", "pickle.loads(x)", "yaml.load(x)", "run(x, shell=True)",
        "cursor.execute(f'SELECT {x}')", "rows.raw('SELECT ' + x)", "rows.extra('%s' % x)",
        "env.from_string(x)", "cursor.execute('{}'.format(x))",
    ],
)  # fmt: skip
def test_a_danger_in_a_source_would_be_noticed(source: str):
    assert len(dangers(source)) == 1
