"""Keeping the register in the browser: a community entered from nothing, and who may do so."""

import re
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianxin.access.models import Login
from lianxin.access.register import found_district
from lianxin.base import clock
from lianxin.base.tests.counting import counting
from lianxin.matters.models import Matter
from lianxin.people.models import Organisation, Person, Post
from lianxin.site.tests.telephone import set_up_in
from lianxin.territory.models import Place

PAGES = ("places", "people", "organisations", "posts", "files")
PASSWORD = "quiet-river-2031"


@pytest.fixture
def admin(browsers: Mapping[str, Client]) -> Client:
    return browsers["admin"]


@pytest.mark.parametrize("page", PAGES)
def test_the_register_is_for_those_who_keep_it(page: str, browsers: Mapping[str, Client]):
    statuses = {
        name: browsers[name].get(f"/desk/register/{page}").status_code
        for name in ("admin", "secretary", "desk", "grid", "property", "district")
    }

    assert statuses == {
        "admin": 200, "secretary": 200, "desk": 200, "grid": 403, "property": 403, "district": 403,
    }  # fmt: skip


def test_a_keeper_finds_nothing_of_the_twin_district(browsers: Mapping[str, Client], yunhe: Place):
    place = browsers["secretary"].get("/desk/register/places", {"in": str(yunhe.pk)})
    people = browsers["secretary"].get("/desk/register/posts").content.decode()

    assert place.status_code == 404
    assert ("desk-tongxin" in people, "desk-yunhe" in people) == (True, False)


def test_several_places_are_made_at_once(browsers: Mapping[str, Client], tongxin: Place):
    form = {"do": "add", "level": "compound", "names": "春晓园、安居苑"}

    answer = browsers["desk"].post(f"/desk/register/places?in={tongxin.pk}", form)

    made = Place.objects.filter(parent=tongxin, name__in=["春晓园", "安居苑"], level="compound")
    assert (answer.status_code, made.count()) == (302, 2)


def test_a_place_of_the_same_name_is_refused_with_what_was_typed(
    browsers: Mapping[str, Client], tongxin: Place
):
    form = {"do": "add", "level": "compound", "names": "春晓园、怡乐园小区"}

    answer = browsers["desk"].post(f"/desk/register/places?in={tongxin.pk}", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "同一级里已经有“怡乐园小区”" in page
    assert 'value="春晓园、怡乐园小区"' in page
    assert not Place.objects.filter(name="春晓园").exists()


def test_a_place_is_corrected(browsers: Mapping[str, Client], tongxin: Place):
    compound = Place.objects.get(parent=tongxin, name="海纳小区")

    browsers["desk"].post(
        f"/desk/register/places?in={compound.pk}",
        {
            "do": "change",
            "name": "海纳花园",
            "aliases": "海纳、老海纳",
            "code": "",
            "bankrupt_employer": "红星厂",
        },
    )

    compound.refresh_from_db()
    assert (compound.name, compound.aliases) == ("海纳花园", ["海纳", "老海纳"])
    assert compound.bankrupt_employer == "红星厂"


def test_a_stairwell_is_put_into_a_grid(browsers: Mapping[str, Client], home: Place):
    grid = Place.objects.get(community=home.community, level="grid", name="第二网格")

    browsers["desk"].post(
        f"/desk/register/places?in={home.stairwell_id}", {"do": "grid", "grid": str(grid.pk)}
    )

    home.refresh_from_db()
    assert home.grid == grid


def test_words_longer_than_any_name_find_nobody(browsers: Mapping[str, Client]):
    answer = browsers["desk"].get("/desk/register/people", {"q": "甲" * 30_000})

    assert (answer.status_code, "还没有这样的人" in answer.content.decode()) == (200, True)


def test_a_person_is_entered_and_corrected(browsers: Mapping[str, Client], tongxin: Place):
    desk = browsers["desk"]
    desk.post(
        "/desk/register/people",
        {"name": "何文", "title": "女士", "phone": "13800001111", "community": str(tongxin.pk)},
    )
    person = Person.objects.get(name="何文")

    desk.post(
        f"/desk/register/people?change={person.pk}",
        {"name": "何雯", "title": "", "phone": "", "community": str(tongxin.pk)},
    )

    person.refresh_from_db()
    assert (person.name, person.title, person.phone) == ("何雯", "", "13800001111")


def test_telephones_in_the_list_are_masked(browsers: Mapping[str, Client], tongxin: Place):
    browsers["desk"].post(
        "/desk/register/people",
        {"name": "何文", "phone": "13800001111", "community": str(tongxin.pk)},
    )

    page = browsers["desk"].get("/desk/register/people", {"q": "何文"}).content.decode()

    assert ("138****1111" in page, "13800001111" in page) == (True, False)


def test_a_post_with_a_login_gives_a_link_that_sets_the_password_once(
    browsers: Mapping[str, Client], tongxin: Place
):
    person = Person.objects.create(district=tongxin.district, community=tongxin, name="何文")
    organisation = Organisation.objects.get(name="同心社区居委会")
    form = {
        "person": str(person.pk),
        "organisation": str(organisation.pk),
        "role": "office_worker",
        "area": str(tongxin.pk),
        "since": clock.today().isoformat(),
        "username": "hewen",
    }

    page = browsers["secretary"].post("/desk/register/posts", form).content.decode()
    link = re.search(r"/desk/welcome/[\w-]+", page)[0]
    newcomer = Client()
    password = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    first = newcomer.post(link, password, follow=True)
    again = Client().get(link)

    assert first.redirect_chain == [("/desk/", 302), ("/desk/notebook", 302)]
    assert again.status_code == 404


def test_who_keeps_no_logins_opens_none(browsers: Mapping[str, Client], tongxin: Place):
    person = Person.objects.create(district=tongxin.district, community=tongxin, name="何文")

    answer = browsers["desk"].post(
        f"/desk/register/people/{person.pk}/logins", {"username": "hewen"}
    )

    assert answer.status_code == 422
    assert "您的岗位不能开设或停用账号" in answer.content.decode()
    assert not Login.objects.filter(username="hewen").exists()


@pytest.mark.parametrize(
    ("keeper", "kept", "status"),
    [
        ("secretary", "grid", 200),
        ("secretary", "street", 404),
        ("desk", "grid", 404),
        ("admin", "street", 200),
    ],
)
def test_a_password_is_reset_by_who_keeps_the_login(
    keeper: str, kept: str, status: int, browsers: Mapping[str, Client], logins: Mapping[str, Login]
):
    answer = browsers[keeper].post(f"/desk/register/logins/{logins[kept].pk}/links")

    assert answer.status_code == status
    assert ("/desk/welcome/" in answer.content.decode()) == (status == 200)


def test_a_closed_login_is_shut_out(browsers: Mapping[str, Client], logins: Mapping[str, Login]):
    worker = browsers["grid"]
    before = worker.get("/desk/mine").status_code

    browsers["secretary"].post(f"/desk/register/logins/{logins['grid'].pk}/end")

    assert (before, worker.get("/desk/mine").status_code) == (200, 302)


def test_a_post_is_ended(browsers: Mapping[str, Client], logins: Mapping[str, Login]):
    post = Post.objects.get(person=logins["volunteer"].person)

    browsers["desk"].post(
        f"/desk/register/posts/{post.pk}/end", {"until": clock.today().isoformat()}
    )

    post.refresh_from_db()
    assert post.until == clock.today()


def test_a_post_with_matters_in_hand_is_not_ended(
    browsers: Mapping[str, Client], logins: Mapping[str, Login], recorded: Matter, drive
):
    drive(recorded, "in_hand", holder="grid")
    post = Post.objects.get(person=logins["grid"].person)

    answer = browsers["desk"].post(
        f"/desk/register/posts/{post.pk}/end", {"until": clock.today().isoformat()}
    )

    post.refresh_from_db()
    assert (answer.status_code, post.until) == (422, None)


def test_a_file_with_a_mistake_is_refused_by_row_and_column(browsers: Mapping[str, Client]):
    rows = "区县,街道,社区,楼栋\n莒县,城阳街道,同心社区,9号楼\n"
    file = SimpleUploadedFile("places.csv", rows.encode())

    answer = browsers["desk"].post("/desk/register/files", {"what": "places", "file": file})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<dt>第 2 行 楼栋</dt><dd><q>9号楼</q> " in page
    assert not Place.objects.filter(name="9号楼").exists()


@pytest.mark.parametrize(("dry_run", "made"), [("", 1), ("on", 0)])
def test_a_file_is_taken_or_only_checked(dry_run: str, made: int, browsers: Mapping[str, Client]):
    rows = "区县,街道,社区,小区\n莒县,城阳街道,同心社区,新苑小区\n"
    file = SimpleUploadedFile("places.csv", rows.encode())

    answer = browsers["desk"].post(
        "/desk/register/files", {"what": "places", "file": file, "dry_run": dry_run}
    )

    assert answer.status_code == 200
    assert Place.objects.filter(name="新苑小区").count() == made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_makes_as_many_queries_for_three_more_rows(
    page: str, browsers: Mapping[str, Client], tongxin: Place
):
    address = f"/desk/register/{page}"
    before = _queries(browsers["secretary"], address)
    for number in range(3):
        person = Person.objects.create(
            district=tongxin.district, community=tongxin, name=f"何{number}"
        )
        organisation = Organisation.objects.create(
            district=tongxin.district, kind="unit", name=f"单位{number}", area=tongxin
        )
        Post.objects.create(
            district=tongxin.district, person=person, organisation=organisation,
            role="volunteer", area=tongxin, since=clock.today(),
        )  # fmt: skip

    assert _queries(browsers["secretary"], address) == before


def _queries(browser: Client, address: str) -> int:
    with counting() as counted:
        assert browser.get(address).status_code == 200
    return len(counted)


def test_a_community_is_entered_from_nothing_in_the_browser(db: None):
    _login, secret = found_district("新县", "chief")
    chief = Client(raise_request_exception=True)
    chief.post(f"/desk/welcome/{secret}", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    set_up_in(chief)

    for above, level, names, code in [
        ("新县", "street", "河东街道", ""),
        ("河东街道", "community", "新村社区", "xincun"),
        ("新村社区", "compound", "新村苑", ""),
        ("新村苑", "building", "1号楼", ""),
    ]:
        place = Place.objects.get(name=above)
        chief.post(
            f"/desk/register/places?in={place.pk}",
            {"do": "add", "level": level, "names": names, "code": code},
        )
    community = Place.objects.get(name="新村社区")
    area = {"area": str(community.pk)}
    chief.post("/desk/register/organisations", {"name": "新村居委会", "kind": "community", **area})
    chief.post("/desk/register/people", {"name": "何文", "community": str(community.pk)})
    page = chief.post(
        "/desk/register/posts",
        {
            "person": str(Person.objects.get(name="何文").pk),
            "organisation": str(Organisation.objects.get(name="新村居委会").pk),
            "role": "secretary",
            "since": clock.today().isoformat(),
            "username": "hewen",
            **area,
        },
    ).content.decode()
    office = Client(raise_request_exception=True)
    link = re.search(r"/desk/welcome/[\w-]+", page)[0]
    office.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    office.post("/desk/notebook", {"text": "新村苑1号楼的灯不亮", "as": "matters"})

    assert Matter.objects.get().building.name == "1号楼"
