"""Sums as people read them. Inside, an amount is a whole number of hundredths, and never without its currency."""

from decimal import Decimal

SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}


def money(amount: int, currency: str, language: str) -> str:
    """35600000, CNY → "¥35.6万" or "¥356k": three figures are enough to talk about a deal."""
    whole = Decimal(amount) / 100
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    steps = ((8, "亿"), (4, "万")) if language == "zh" else ((6, "M"), (3, "k"))
    for zeros, unit in steps:
        if abs(whole) >= 10**zeros:
            return f"{sign}{_short(whole / 10**zeros)}{unit}"
    return f"{sign}{_short(whole)}"


def _short(value: Decimal) -> str:
    """Up to three figures before the unit, and one after the point while there are fewer."""
    places = 0 if abs(value) >= 1000 else 1
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
