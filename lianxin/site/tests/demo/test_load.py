"""The demo is loaded once, into a folder of its own, and keeps its communities apart."""

import hashlib
import json
import re
import stat
from pathlib import Path

import pytest
from django.conf import settings

from lianxin.access.models import Login
from lianxin.access.queries import actor_for, login_named
from lianxin.base.refused import Refused
from lianxin.diary.models import Entry
from lianxin.diary.queries import entries_for
from lianxin.matters.models import Matter
from lianxin.matters.queries import find, matters_for
from lianxin.people.models import Person
from lianxin.site.cli import main
from lianxin.site.commands.demo import _wipe
from lianxin.site.demo.load import is_loaded, password_in
from lianxin.site.demo.stories import CODES, HERE, Told
from lianxin.territory.models import Level, Place

pytestmark = pytest.mark.xdist_group("demo")

# The residents and officials of the reports, as digests: their names stay out of the project.
REAL_NAMES = {
    "7f151edf0cab11be", "69b59c4dad1d330c", "a48e44b2d39c2288", "84c995276496ba29",
    "11ea3f73ca4026cd", "454af7928ee6f1c4", "47cb472be9cba5a7", "aefed7cf3496a9d6",
    "2c72f473e44174c2", "3a7a1547e6132701", "e1ae91f26f59c903", "52e35a05d2553aa6",
    "31ee8fb025c8199b", "d1645a355056002f", "61c7eaf2d206bbdc", "68ee5fc5f8f1f321",
    "14fa611a77d4610e", "0484e437c778af46", "212d16664965dae7", "6e7704a29cd799e6",
}  # fmt: skip
ROLES = ("branch", "desk", "desk2", "district", "grid", "grid2", "property", "street")
DEPARTMENTS = {
    "tongxin": ["dept-tongxin-huanwei", "dept-tongxin-zhujian"],
    "yunhe": ["dept-yunhe-chengguan", "dept-yunhe-shizheng"],
    "hehuatang": ["dept-hehuatang-huanwei", "dept-hehuatang-zhujian"],
    "shaoguang": ["dept-shaoguang-zhujian"],
    "xining": ["dept-xining-chengguan"],
}
SAME_STREET = {"yunhe", "hehuatang"}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_only_the_communities_of_their_area(told: list[Told], code: str, role: str):
    actor = actor_for(login_named(f"{role}-{code}"))
    above = SAME_STREET if role in ("street", "district") and code in SAME_STREET else {code}
    stranger = Matter.objects.exclude(community__code__in=above).first()

    with pytest.raises(Refused) as refused:
        find(stranger.number, actor)

    assert refused.value.code == "not_found"
    assert set(matters_for(actor).values_list("community__code", flat=True)) == above
    assert not entries_for(actor).exclude(community__code__in=above).exists()


def test_no_real_person_of_the_reports_is_named():
    files = [path for code in CODES for path in (HERE / code).iterdir()]
    found = set()
    for path in files:
        for run in re.findall("[\u4e00-\u9fff]{3,}", path.read_text(encoding="utf8")):
            found |= {run[n : n + 3] for n in range(len(run) - 2)}

    named = [word for word in found if hashlib.sha256(word.encode()).hexdigest()[:16] in REAL_NAMES]

    assert len(files) >= 4 * len(CODES)
    assert named == []


def test_every_telephone_is_of_the_invented_ranges(told: list[Told]):
    phones = [p.phone for p in Person.objects.exclude(phone_key="")]

    assert {phone[:6] for phone in phones} == {f"13{digit}000" for digit in "56789"}


def test_the_demo_once_loaded_is_not_loaded_again(told: list[Told], capsys):
    entries = Entry.objects.count()

    status = main(["demo", "--no-serve", "--json", "--port", "8123"])
    answer = json.loads(capsys.readouterr().out)

    assert (status, is_loaded(), Entry.objects.count()) == (0, True, entries)
    assert answer["addresses"]["desk"] == "http://127.0.0.1:8123/desk/"
    assert [login["login"] for login in answer["logins"]] == [
        login
        for code in CODES
        for login in sorted([*(f"{role}-{code}" for role in ("admin", *ROLES)), *DEPARTMENTS[code]])
    ]


def test_each_login_opens_with_the_password_of_the_data_folder(told: list[Told]):
    login = Login.objects.get(username="grid-yunhe")

    assert login.check_password(password_in(settings.HOME))


def test_a_data_folder_has_a_password_of_its_own_that_others_cannot_read(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()

    first, again, other = password_in(one), password_in(one), password_in(two)

    assert first == again != other
    assert stat.S_IMODE((one / "demo-password").stat().st_mode) == 0o600


def test_a_data_folder_that_the_demo_did_not_make_is_never_wiped(tmp_path: Path):
    (tmp_path / "seals").mkdir()

    with pytest.raises(Refused) as refused:
        _wipe(tmp_path)

    assert refused.value.code == "wrong_state"
    assert (tmp_path / "seals").exists()


@pytest.mark.django_db
def test_the_demo_does_not_mix_with_a_real_district():
    district = Place(level=Level.DISTRICT, name="别的区")
    district.district = district
    district.save(force_insert=True)

    with pytest.raises(Refused) as refused:
        is_loaded()

    assert refused.value.code == "wrong_state"
