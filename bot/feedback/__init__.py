"""What customers say, from those who hear it to those who can act on it."""

from bot.feedback.capture import feedback

__all__ = ["feedback"]
