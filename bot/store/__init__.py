"""The database: one engine, its tables, and how they change between releases."""

from bot.store.engine import Store
from bot.store.tables import Instant, column, delete, keep, metadata, pseudonymise, table

__all__ = ["Instant", "Store", "column", "delete", "keep", "metadata", "pseudonymise", "table"]
