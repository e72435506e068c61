"""What one turn of a rep does, read from its words: rules where form decides, linear models where meaning does."""

from bot.drills.moves.asking import questions
from bot.drills.moves.reader import Reader, load_reader
from bot.drills.moves.reading import Asked, Kind, Label, Offer, Question, Reading

__all__ = ["Asked", "Kind", "Label", "Offer", "Question", "Reader", "Reading", "load_reader", "questions"]
