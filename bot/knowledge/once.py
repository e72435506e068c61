"""One question without a conversation: what `cornerman ask` prints."""

from time import perf_counter
from typing import Any

from bot.knowledge.library import Library
from bot.knowledge.show import caution, provenance
from bot.words import language_of, words


def ask_once(library: Library, text: str) -> dict[str, Any]:
    """{"outcome", "card", "confidence", "choices", "ms"}; `card` only when the outcome is "answer"."""
    start = perf_counter()
    found = library.search(text)
    ids = [hit.id for hit in found.hits]
    return {
        "outcome": found.outcome,
        "card": ids[0] if found.outcome == "answer" else None,
        "confidence": round(found.confidence, 3),
        "choices": ids[:3] if found.outcome != "answer" else [],
        "ms": round(1000 * (perf_counter() - start), 2),
    }


def as_text(library: Library, answer: dict[str, Any], text: str, language: str | None) -> str:
    language = language or language_of(text, "zh")
    if answer["outcome"] == "answer":
        card = library.card(answer["card"], language)
        assert card is not None
        said, today = words(card.language), library.clock().date()
        lines = [card.title, card.sections["line"], *(each.text for each in caution(said, card, today))]
        return "\n".join([*lines, f"→ {card.sections['next']}", provenance(said, card, today)])
    head = "One of these?" if answer["outcome"] == "choose" else "I have no card for that. The nearest:"
    cards = [card for id in answer["choices"] if (card := library.card(id, language))]
    return "\n".join([head, *(f"- {card.title} ({card.id})" for card in cards)])
