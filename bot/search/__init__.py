"""Finds the card a question is about, or says honestly that there is none. Pure library: no database, no web."""

from bot.search.encoder import Encoder, load_encoder
from bot.search.head import Head
from bot.search.index import Entry, Found, Hit, Index
from bot.search.training import Training, kept_head, start_training, train_head
from bot.search.vectors import VectorCache

__all__ = [
    "Encoder",
    "Entry",
    "Found",
    "Head",
    "Hit",
    "Index",
    "Training",
    "VectorCache",
    "kept_head",
    "load_encoder",
    "start_training",
    "train_head",
]
