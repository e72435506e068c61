"""The database: one engine, its tables, and how they change between releases."""

from bot.store.engine import Store
from bot.store.faults import StoreFault
from bot.store.once import insert_missing, insert_once, one_at_a_time
from bot.store.tables import Id, Instant, column, delete, keep, metadata, pseudonymise, table

__all__ = [
    "Id",
    "Instant",
    "Store",
    "StoreFault",
    "column",
    "delete",
    "insert_missing",
    "insert_once",
    "keep",
    "metadata",
    "one_at_a_time",
    "pseudonymise",
    "table",
]
