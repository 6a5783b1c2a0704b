from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.understanding.personal import find, mask, telephones, without


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("电话13800001122", ["mobile"]),
        ("138 0000 1122", ["mobile"]),
        ("138-0000-1122", ["mobile"]),
        ("+86 13800001122", ["mobile"]),
        ("１３８００００１１２２", ["mobile"]),
        ("一三八零零零零幺幺二二", ["mobile"]),
        ("0633-6221234", ["landline"]),
        ("座机6221234", ["landline"]),
        ("身份证11010519491231002X", ["identity"]),
        ("身份证110105491231002", ["identity"]),
        ("王13800001122李13900003344", ["mobile", "mobile"]),
        ("订单2026112312345678901", []),
        ("工单123456789012345678", []),
        ("3栋2单元1201，12345热线，110", []),
        ("来电时间20261123", []),
    ],
)
def test_numbers_of_persons_are_found(text, kinds):
    assert [kind for _, _, kind in find(text)] == kinds


def test_an_identity_number_with_a_slip_in_its_check_digit_is_one_too():
    assert find("110105194912310021") == [(0, 18, "identity")]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("张三13800001122。", "张三138****1122。"),
        ("138-0000-1122", "138-****-1122"),
        ("+86 13800001122", "+** 138****1122"),
        ("0633-6221234", "0633-***1234"),
        ("11010519491231002X", "**************002X"),
        ("１３８００００１１２２", "１３８****１１２２"),
        ("3栋201漏水", "3栋201漏水"),
    ],
)
def test_a_number_is_masked_but_for_its_ends(text, masked):
    assert mask(text) == masked


def test_telephones_are_given_in_digits_and_identity_numbers_are_none():
    text = (
        "请打一三八零零零零一一二二，或０６３３-6221234，+86 13900003344，身份证11010519491231002X"
    )

    assert list(telephones(text)) == [
        (2, 13, "13800001122"),
        (15, 27, "06336221234"),
        (28, 43, "13900003344"),
    ]


def test_without_its_numbers_a_text_is_as_long_as_it_was():
    assert without("张三13800001122。") == f"张三{' ' * 11}。"


@given(st.text(alphabet="0123456789X-+ （一二零三八１２电话号码字", max_size=60))
def test_spans_are_ordered_apart_and_masking_keeps_the_length(text):
    spans = find(text)

    assert all(start < end for start, end, _ in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert len(mask(text)) == len(text)
