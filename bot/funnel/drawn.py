"""The funnel as a picture, beside the words that say the same."""

from collections.abc import Sequence

from bot import charts
from bot.funnel.metrics.figure import Figure
from bot.funnel.overview import Standing
from bot.messages import Picture
from bot.signals import LEAST
from bot.words import Words


def picture(said: Words, title: str, standings: Sequence[Standing], names: Sequence[str]) -> Picture:
    """Its alternative text is the title: all its figures stand beside it as text."""
    before: list[Figure | None] = [None, *(standing.to_next for standing in standings[:-1])]
    stages = [
        charts.Stage(name, standing.entered, rate(onward) if onward else "", _dwell(said, standing))
        for name, standing, onward in zip(names, standings, before, strict=True)
    ]
    note = f"▼ {said('To the next stage')}"
    drawing = charts.funnel(title, stages, entered=said("Entered"), dwell=said("Days in the stage"), note=note)
    return Picture(drawing.png, said("The funnel: {title}", title=title))


def rate(figure: Figure) -> str:
    """With its percentage only from enough deals on; "" of none."""
    if figure.value is None:
        return ""
    counts = f"{round(figure.value * figure.n)}/{figure.n}"
    return f"{figure.value:.0%} ({counts})" if figure.n >= LEAST else counts


def _dwell(said: Words, standing: Standing) -> charts.Dwell | None:
    if standing.dwell is None:
        return None
    return charts.Dwell(standing.dwell.median, said("{days} days", days=f"{standing.dwell.median:.0f}"))
