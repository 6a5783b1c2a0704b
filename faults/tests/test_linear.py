"""The checker tells histories that have an order from those that have none."""

from math import inf

from faults.linear import Operation, explained


def counter(value: int, asked: str) -> tuple[int, int]:
    """Count: `add` answers the new value, `read` the present one."""
    return (value + 1, value + 1) if asked == "add" else (value, value)


def test_one_after_another_is_explained():
    history = [Operation("add", 0, 1, 1), Operation("read", 2, 3, 1)]

    assert explained(history, counter, 0)


def test_overlapping_operations_may_take_either_order():
    history = [Operation("add", 0, 5, 2), Operation("add", 1, 4, 1)]

    assert explained(history, counter, 0)


def test_a_reading_older_than_what_had_ended_before_it_is_not_explained():
    history = [Operation("add", 0, 1, 1), Operation("read", 2, 3, 0)]

    assert not explained(history, counter, 0)


def test_two_that_both_win_are_not_explained():
    history = [Operation("add", 0, 5, 1), Operation("add", 0, 5, 1)]

    assert not explained(history, counter, 0)


def test_an_effect_whose_answer_was_cut_may_show_later():
    history = [Operation("add", 0, inf), Operation("read", 1, 2, 0), Operation("read", 3, 4, 1)]

    assert explained(history, counter, 0)


def test_an_effect_whose_answer_was_cut_may_never_show():
    history = [Operation("add", 0, inf), Operation("read", 9, 10, 0)]

    assert explained(history, counter, 0)


def test_a_cut_effect_does_not_come_and_go():
    history = [Operation("add", 0, inf), Operation("read", 1, 2, 1), Operation("read", 3, 4, 0)]

    assert not explained(history, counter, 0)
