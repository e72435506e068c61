from datetime import date


def day_in(text, today, *, past):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
