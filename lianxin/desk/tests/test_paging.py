"""A page knows whether more follows, and how many there are only where the list ends."""

import pytest

from lianxin.desk.paging import LAST, PAGE, Page, page_of


def listed(length: int):
    return lambda start, stop: list(range(length))[start:stop]


@pytest.mark.parametrize(
    ("length", "asked", "number", "rows", "previous", "following", "total"),
    [
        (0, None, 1, 0, None, None, 0),
        (PAGE, "1", 1, PAGE, None, None, PAGE),
        (PAGE + 1, "1", 1, PAGE, None, 2, None),
        (PAGE + 1, "2", 2, 1, 1, None, PAGE + 1),
        (PAGE + 1, "9", 2, 1, 1, None, PAGE + 1),
        (PAGE, "0", 1, PAGE, None, None, PAGE),
        (PAGE, "一", 1, PAGE, None, None, PAGE),
        (PAGE, "-3", 1, PAGE, None, None, PAGE),
        (PAGE * LAST + 1, "99999999999", LAST, PAGE, LAST - 1, None, None),
    ],
)
def test_a_page(length, asked, number, rows, previous, following, total):
    page = page_of(listed(length), asked)

    assert (page.number, len(page.rows)) == (number, rows)
    assert (page.previous, page.next, page.total) == (previous, following, total)


def test_rows_stand_on_one_page_each():
    pages: list[Page] = [page_of(listed(PAGE + 3), str(number)) for number in (1, 2)]

    assert [row for page in pages for row in page.rows] == list(range(PAGE + 3))
