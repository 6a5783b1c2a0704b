"""Supervision in JSON: what a figure's query lists is what it counts."""

from collections.abc import Callable

from lianxin.matters.models import Matter


def test_each_figure_lists_as_many_matters_as_it_says(
    machine: Callable, record: Callable[..., Matter], drive: Callable[..., Matter]
):
    drive(record(), "in_hand", holder="property")
    drive(record(category="NOISE"), "carried")
    record()
    desk = machine("desk")

    found = desk.get("/supervision").json

    groups = [found["total"], *found["organisations"], *found["categories"]]
    figures = [figure for group in groups for figure in group["figures"]]
    listed = [len(desk.get(f"/matters?{figure['query']}").numbers) for figure in figures]
    assert listed == [figure["count"] for figure in figures]
    assert sum(listed) > 6


def test_who_may_not_supervise_is_told_so(machine: Callable):
    assert machine("grid").get("/supervision").status == 403
