"""Finds the card a question is about, or says honestly that there is none. Pure library: no database, no web."""

from bot.search.alike import groups
from bot.search.effect import Effect, Phrase, Trial, trial
from bot.search.encoder import Encoder, load_encoder
from bot.search.head import Head
from bot.search.index import Entry, Found, Hit, Index
from bot.search.training import Training, kept_head, start_training, train_head
from bot.search.vectors import VectorCache

__all__ = [
    "Effect",
    "Encoder",
    "Entry",
    "Found",
    "Head",
    "Hit",
    "Index",
    "Phrase",
    "Training",
    "Trial",
    "VectorCache",
    "groups",
    "kept_head",
    "load_encoder",
    "start_training",
    "train_head",
    "trial",
]
