"""The drawn pages say what the tables say, and a stale one is noticed."""

import re
from pathlib import Path

import lianxin
from lianxin.access.roles import RIGHTS, Permission
from lianxin.matters.flow import flows
from lianxin.matters.words import KINDS
from lianxin.people.models import Role
from lianxin.site.cli import main
from lianxin.site.drawing import arrows, pages
from lianxin.site.glossary import TERMS

SOURCE = Path(lianxin.__file__).parent


def test_drawing_writes_every_page(tmp_path):
    status = main(["draw", "--docs", str(tmp_path)])

    assert status == 0
    assert {path.name: path.read_text(encoding="utf8") for path in tmp_path.iterdir()} == pages()


def test_check_passes_pages_that_were_just_drawn(tmp_path, capsys):
    main(["draw", "--docs", str(tmp_path)])
    capsys.readouterr()

    status = main(["draw", "--check", "--docs", str(tmp_path)])

    assert (status, capsys.readouterr().err) == (0, "")


def test_check_names_the_one_stale_page_and_leaves_it_alone(tmp_path, capsys):
    main(["draw", "--docs", str(tmp_path)])
    rights = tmp_path / "rights.md"
    rights.write_text("旧的", encoding="utf8")

    status = main(["draw", "--check", "--docs", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().err == f"{rights} 旧了，请运行 lianxin draw 重画。\n"
    assert rights.read_text(encoding="utf8") == "旧的"


def test_check_names_a_page_that_is_not_there(tmp_path, capsys):
    main(["draw", "--docs", str(tmp_path)])
    (tmp_path / "terms.md").unlink()

    status = main(["draw", "--check", "--docs", str(tmp_path)])

    assert status == 1
    assert capsys.readouterr().err == f"{tmp_path / 'terms.md'} 旧了，请运行 lianxin draw 重画。\n"


def test_the_pages_of_the_documentation_are_fresh():
    assert main(["draw", "--check"]) == 0


def test_every_way_a_step_can_go_is_an_arrow():
    ways = [
        way
        for flow in flows()
        for way in {(frm, to) for frm, to, _name in arrows(flow) if frm != to}
    ]

    drawn = re.findall(r"^    (\w+) --> (\w+) :", pages()["flows.md"], re.MULTILINE)

    assert sorted(drawn) == sorted(ways)


def test_a_role_is_ticked_for_what_it_may_and_nothing_else():
    for role, rights in RIGHTS.items():
        row = next(
            line
            for line in pages()["rights.md"].splitlines()
            if line.startswith(f"| {Role(role).label} |") and f"`{role}`" not in line
        )

        ticks = [cell.strip() == "✓" for cell in row.split("|")[2:-1]]

        assert ticks == [permission in rights.permissions for permission in Permission]


def test_every_kind_has_a_name():
    assert {flow.kind for flow in flows()} == set(KINDS)


def test_every_term_of_the_glossary_is_a_word_of_the_code():
    code = "\n".join(
        path.read_text(encoding="utf8")
        for path in SOURCE.rglob("*.py")
        if path.name != "glossary.py" and "tests" not in path.parts
    )

    words = set(re.findall(r"\w+", code))

    assert [code_word for _zh, _en, code_word in TERMS if code_word not in words] == []
