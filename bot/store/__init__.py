"""The database: one engine, its tables, and how they change between releases."""

from bot.store.engine import Store
from bot.store.once import insert_once
from bot.store.tables import Instant, column, delete, keep, metadata, pseudonymise, table

__all__ = ["Instant", "Store", "column", "delete", "insert_once", "keep", "metadata", "pseudonymise", "table"]
