"""Tables that people export: CSV in the encodings of their programs, XLSX; and what stands in their cells."""

from bot.sheets.cells import BadCell, Cell
from bot.sheets.table import Table, read

__all__ = ["BadCell", "Cell", "Table", "read"]
