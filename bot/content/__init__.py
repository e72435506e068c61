"""Reads a workspace's files strictly: a mistake is named with file, line and the nearest valid value."""

from bot.content.documents import Document, Section, read_document
from bot.content.folders import read_each, strays
from bot.content.mappings import Lines, line_at, read_mapping, read_yaml
from bot.content.schema import Schema, checked, nearest
from bot.content.starter import STARTER, starter
from bot.content.texts import FILE_MAX, read_text

__all__ = [
    "FILE_MAX",
    "STARTER",
    "Document",
    "Lines",
    "Schema",
    "Section",
    "checked",
    "line_at",
    "nearest",
    "read_document",
    "read_each",
    "read_mapping",
    "read_text",
    "read_yaml",
    "starter",
    "strays",
]
