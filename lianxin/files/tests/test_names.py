"""A name is only shown: it is no path, it lies about nothing, and it breaks no header."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.files.names import MAX_LENGTH, disposition, shown


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("楼道.jpg", "image/jpeg", "楼道.jpg"),
        ("楼道.JPEG", "image/jpeg", "楼道.jpeg"),
        ("截图.png", "image/jpeg", "截图.jpg"),
        ("photo.jpg.exe", "image/jpeg", "photo.jpg.exe.jpg"),
        ("invoice.pdf.html", "application/pdf", "invoice.pdf.html.pdf"),
        ("名单.csv", "text/plain", "名单.csv"),
        ("run.sh", "text/plain", "run.sh.txt"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("..\\..\\boot.ini", "text/plain", "boot.ini.txt"),
        ("C:\\照片\\一.jpg", "image/jpeg", "一.jpg"),
        ("..", "image/jpeg", "附件.jpg"),
        ("", "audio/mp4", "附件.m4a"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("a\0b.jpg", "image/jpeg", "ab.jpg"),
        ('a"\r\nSet-Cookie: x=1.jpg', "image/jpeg", "a   Set-Cookie  x=1.jpg"),
        ("gnp\u202egpj.exe", "image/jpeg", "gnp gpj.exe.jpg"),
        ("录音.3gp", "audio/mp4", "录音.3gp"),
    ],
)
def test_a_name_ends_as_the_content_demands_and_holds_nothing_that_harms(
    name: str, media_type: str, expected: str
):
    assert shown(name, media_type) == expected


def test_three_hundred_characters_are_cut_before_the_ending():
    assert shown("灯" * 300 + ".jpg", "image/jpeg") == "灯" * (MAX_LENGTH - 4) + ".jpg"


@given(st.text(max_size=400))
def test_no_name_escapes_or_breaks_a_header(name: str):
    safe = shown(name, "image/jpeg")
    header = disposition(safe, inline=False)

    assert 5 <= len(safe) <= MAX_LENGTH
    assert set(safe) & set('/\\\0\r\n"') == set()
    assert safe.endswith((".jpg", ".jpeg"))
    assert header.isascii()
    assert header.isprintable()


def test_the_header_names_a_download_for_old_readers_and_new():
    how, plain, coded = disposition("楼道 灯's.jpg", inline=False).split("; ")

    assert (how, plain) == ("attachment", 'filename="__ __s.jpg"')
    assert unquote(coded.removeprefix("filename*=UTF-8''")) == "楼道 灯's.jpg"
