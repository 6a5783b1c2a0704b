"""Tables handed over as files."""

from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse

from lianxin.reports.files import write
from lianxin.reports.table import Table


def sent(table: Table, ending: str) -> FileResponse:
    """Return a table as a file to be saved, named after what it is and when it is of."""
    content = TemporaryFile()  # noqa: SIM115 -- the response closes it when it has been sent
    write(table, content, ending)
    content.seek(0)
    name = f"{table.title} {table.span}.{ending}"
    answer = FileResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
