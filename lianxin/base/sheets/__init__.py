"""Tables as offices keep them, whatever program wrote them: titles above, heads of two rows, merged cells.

`table_of(content, columns, required)` finds the sheet and the row of the column names, and returns the
rows below by the names that we know:

    table = table_of(content, {"姓名": ("户主姓名",), "电话": ("手机",)}, required=("姓名",))
    table.rows[0]["姓名"]   # as the file shows it, `table.rows[0].number` as the office counts it
"""

from lianxin.base.sheets.finding import Table, table_in, table_of
from lianxin.base.sheets.reading import sheets_of
from lianxin.base.sheets.rows import Row, Wrong, refuse_wrong, too_long

__all__ = [
    "Row", "Table", "Wrong", "refuse_wrong", "sheets_of", "table_in", "table_of", "too_long",
]  # fmt: skip
