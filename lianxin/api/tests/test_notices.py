"""Messages over JSON."""

from uuid import uuid4


def test_the_holder_is_told_and_can_mark_it_as_read(machine, recorded, drive):
    drive(recorded, "dispatched", holder="grid")
    grid = machine("grid")

    before = grid.get("/notices").json
    (notice,) = before["notices"]
    read = grid.post(f"/notices/{notice['id']}/read")
    again = grid.post(f"/notices/{notice['id']}/read")

    assert (before["unread"], notice["number"], notice["read_at"]) == (1, recorded.number, None)
    assert read.status == 200
    assert read.json["read_at"] is not None
    assert again.json == read.json
    assert grid.get("/notices", unread=True).json == {
        "notices": [],
        "unread": 0,
        "page": 1,
        "more": False,
    }


def test_a_message_for_somebody_else_does_not_exist(machine, recorded, drive):
    drive(recorded, "dispatched", holder="grid")
    (notice,) = machine("grid").get("/notices").json["notices"]

    answer = machine("desk").post(f"/notices/{notice['id']}/read")

    assert (answer.status, answer.code) == (404, "not_found")
    assert machine("grid").get("/notices").json["unread"] == 1


def test_an_unknown_message_is_not_found(machine):
    assert machine("desk").post(f"/notices/{uuid4()}/read").status == 404
