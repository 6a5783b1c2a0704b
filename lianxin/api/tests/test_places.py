"""Who the token stands for, and the places that they can name."""


def names(answer) -> list[str]:
    return [place["name"] for place in answer.json["places"]]


def test_me_tells_post_permissions_and_communities(machine):
    me = machine("grid").get("/me").json

    assert me["area"] == "同心社区"
    assert (me["login"], me["post"]) == ("grid-tongxin", "同心社区居委会 网格员")
    assert me["communities"] == [{"code": "tongxin", "name": "同心社区"}]
    assert me["permissions"] == [
        "amend",
        "confirm",
        "read_register",
        "record",
        "reveal",
        "verify",
        "whistle",
        "work",
    ]


def test_places_are_walked_from_the_community_down(machine):
    desk = machine("desk")
    communities = desk.get("/places")

    inside = desk.get("/places", parent=communities.json["places"][0]["id"])
    compound = next(place for place in inside.json["places"] if place["name"] == "怡乐园小区")

    assert names(communities) == ["同心社区"]
    assert sorted(names(inside)) == ["同心广场", "怡乐园小区", "海纳小区", "第一网格", "第二网格"]
    assert names(desk.get("/places", parent=compound["id"])) == ["1号楼", "2号楼"]


def test_a_street_officer_sees_the_communities_of_the_street(machine):
    assert names(machine("street").get("/places")) == ["同心社区", "和安社区"]


def test_a_place_of_strangers_is_not_found(machine, yunhe):
    answer = machine("desk").get("/places", parent=yunhe.pk)

    assert (answer.status, answer.code) == (404, "not_found")


def test_who_has_no_area_names_no_place(machine):
    assert names(machine("property").get("/places")) == []
