"""Numbers for people: `SQ-20240520-0007`, prefix of the kind, day of registration, running number."""

from datetime import date

from django.db import connection


def next_number(prefix: str, day: date) -> str:
    """Return the day's next number. Gaps are allowed; the row is held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matters_numberday (day, last) VALUES (%s, 1) "
            "ON CONFLICT (day) DO UPDATE SET last = matters_numberday.last + 1 RETURNING last",
            [day],
        )
        (last,) = cursor.fetchone()
    return written(prefix, day, last)


def written(prefix: str, day: date, running: int) -> str:
    return f"{prefix}-{day:%Y%m%d}-{running:04d}"
