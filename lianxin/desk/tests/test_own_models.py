"""The models that a district trains of its own: asked for, looked at, chosen."""

from collections.abc import Iterator, Mapping

import pytest
from django.test import Client

from lianxin.diary import learning
from lianxin.diary.learning import train_asked

Browsers = Mapping[str, Client]
WHERE = ("花坛", "门口", "车棚", "凉亭", "拐角", "台阶", "广场", "亭子", "楼梯", "后院")
SAID = {
    "LIGHTING": ("黑乎乎", "看不清", "摸着走", "暗得很"),
    "CULTURE": ("闹哄哄", "咣当响", "嗡嗡的", "吵得慌"),
}
TEXTS = {f"{where}{how}": code for code, said in SAID.items() for where in WHERE for how in said}


@pytest.fixture(autouse=True)
def learnt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every district has these texts to learn from, one of five kept aside."""
    aside = dict(list(TEXTS.items())[::5])
    train = {words: code for words, code in TEXTS.items() if words not in aside}
    monkeypatch.setattr(learning, "examples_of", lambda _district: (train, aside))


def page(browser: Client) -> str:
    return browser.get("/desk/understanding/models").content.decode()


def drafted(browser: Client) -> str:
    return browser.post("/desk/notebook/draft", {"text": "亭子咣当响"}).content.decode()


def test_an_administrator_trains_looks_chooses_and_the_notebook_goes_by_it(browsers: Browsers):
    admin, desk, stranger = browsers["admin"], browsers["desk"], browsers["stranger"]
    culture = '<option value="CULTURE" selected>'

    admin.post("/desk/understanding/models", {"do": "train"})
    waiting = page(admin)
    again = admin.post("/desk/understanding/models", {"do": "train"})
    train_asked()
    trained, by_own, by_shipped = page(admin), drafted(desk), drafted(stranger)
    admin.post("/desk/understanding/models", {"do": "use", "model": "0"})
    back = drafted(desk)

    assert "等着训练" in waiting
    assert (again.status_code, "已经有一次训练" in again.content.decode()) == (422, True)
    assert "16 件对 16 件" in trained
    assert "<strong>在用</strong>" in trained
    assert [culture in one for one in (by_own, by_shipped, back)] == [True, False, False]
    assert "用第1版" in page(admin)
    assert "第1版" not in page(browsers["stranger_admin"])


@pytest.mark.parametrize("model", ["7", "x", ""])
def test_a_model_that_there_is_not_is_refused_on_the_page(model: str, browsers: Browsers):
    answer = browsers["district"].post("/desk/understanding/models", {"do": "use", "model": model})

    assert (answer.status_code, "没有这一版" in answer.content.decode()) == (422, True)


def test_the_page_says_how_to_install_what_training_needs(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("lianxin.desk.views.own_models.may_train", lambda: False)

    assert "pip install &#34;lianxin[learn]&#34;" in page(browsers["admin"])


def test_who_keeps_no_district_has_no_such_page(browsers: Browsers):
    secretary = browsers["secretary"]

    assert secretary.get("/desk/understanding/models").status_code == 403
    assert "本区县的模型" not in secretary.get("/desk/understanding").content.decode()
