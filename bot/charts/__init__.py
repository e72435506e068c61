"""Pictures for the chats: an SVG template each, drawn as a PNG, with the same said in words.

They know no formats and no funnel: every label and figure comes as the reader is to see it.
"""

from bot.charts.bars import Bar, bars
from bot.charts.certificate import certificate
from bot.charts.drawn import Drawing
from bot.charts.funnel import Dwell, Stage, funnel
from bot.charts.gauge import gauge
from bot.charts.good_news import good_news
from bot.charts.radar import Spoke, radar
from bot.charts.ramp import Curve, ramp
from bot.charts.theme import Figure
from bot.charts.trend import Point, trend

__all__ = [
    "Bar", "Curve", "Drawing", "Dwell", "Figure", "Point", "Spoke", "Stage", "bars", "certificate", "funnel", "gauge",
    "good_news", "radar", "ramp", "trend",
]  # fmt: skip
