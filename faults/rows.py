"""What stands in a product's database, as JSON: run in the product's own environment."""

import json
import sys
from collections import Counter

import django


def rows() -> dict:
    """Return entries by their words, each matter's steps in order, its messages, receipts, and files by their hashes."""
    # Models are ready only once Django is set up.
    from lianxin.diary.models import Entry  # noqa: PLC0415
    from lianxin.files import store  # noqa: PLC0415
    from lianxin.files.models import File  # noqa: PLC0415
    from lianxin.history.models import Event, Receipt  # noqa: PLC0415
    from lianxin.matters.models import Matter  # noqa: PLC0415
    from lianxin.notices.models import Notice  # noqa: PLC0415

    numbers = dict(Matter.objects.values_list("pk", "number"))
    steps: dict[str, list[str]] = {number: [] for number in numbers.values()}
    for subject, step in Event.objects.order_by("subject", "seq").values_list("subject", "step"):
        if subject in numbers:
            steps[numbers[subject]].append(step)
    return {
        "entries": Counter(Entry.objects.values_list("words", flat=True)),
        "steps": steps,
        "notices": Counter(Notice.objects.values_list("number", flat=True)),
        "files": {
            str(file.pk): [
                file.sha256,
                store.digest(store.path_of(file.pk)) if store.path_of(file.pk).exists() else "",
            ]
            for file in File.objects.all()
        },
        "receipts": Receipt.objects.count(),
        "receipts_without_effect": Receipt.objects.filter(subject=None).count(),
    }


if __name__ == "__main__":
    django.setup()
    json.dump(rows(), sys.stdout, ensure_ascii=False)
