"""Cells of spreadsheets that we write: Excel reads them in Chinese, and none of them is a formula."""

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would run as a formula, with a mark before it that stops that."""
    is_formula = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell
