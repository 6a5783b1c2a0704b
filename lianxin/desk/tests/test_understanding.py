"""The page that tells how well entries are understood."""

from collections.abc import Mapping

import pytest
from django.test import Client

WORDS = "海纳小区1号楼李大妈来电，楼道灯不亮。"


def test_a_correction_in_the_notebook_is_on_the_page(browsers: Mapping[str, Client]):
    for name in ["楚"] * 5:
        browsers["desk"].post(
            "/desk/notebook",
            {"text": WORDS, "as": "matters", "reporter_name": name, "seen-reporter_name": "李"},
        )

    page = browsers["secretary"].get("/desk/understanding").content.decode()

    assert '<th scope="row">反映人姓名</th><td class="num">0% <span class="soft">0/5</span>' in page
    assert (
        '<th scope="row">反映人称呼</th><td class="num">100% <span class="soft">5/5</span>' in page
    )
    assert "楚" not in page


def test_an_empty_page_says_how_it_fills(browsers: Mapping[str, Client]):
    page = browsers["secretary"].get("/desk/understanding").content.decode()

    assert "这段时间还没有可比的民情" in page


def test_a_community_out_of_reach_is_no_choice(browsers: Mapping[str, Client]):
    answer = browsers["secretary"].get("/desk/understanding?community=hean")

    assert answer.status_code == 422
    assert "和安" not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("secretary", 200), ("street", 200), ("admin", 200), ("desk", 403), ("grid", 403)],
)
def test_who_is_let_in_has_it_in_the_menu(who: str, status: int, browsers: Mapping[str, Client]):
    menu = browsers[who].get("/desk/account").content.decode()

    assert browsers[who].get("/desk/understanding").status_code == status
    assert ('href="/desk/understanding"' in menu) == (status == 200)
