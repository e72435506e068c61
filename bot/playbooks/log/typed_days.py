"""A day that somebody typed into a field."""

from datetime import date

from bot.playbooks.log.dates import find


def day_in(text: str, today: date, *, past: bool) -> date | None:
    """ "2026-11-25", "下周三", "25 Nov"; `past`: one gone by, where the words could mean either. None: no one day."""
    text = text.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for span in find(text, today):
        if day := (span.last or span.day) if past else span.day:
            return day
    return None
