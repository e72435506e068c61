"""A day as people say it, beside today."""

from datetime import date

from bot.words import N_, Words

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"),
    N_("Nov"), N_("Dec"),
)  # fmt: skip
_NEAR = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}


def day_text(day: date, today: date, said: Words) -> str:
    """ "today", else "Wed 25 Nov"; with the year where it is another one."""
    near = _NEAR.get((day - today).days)
    if near:
        return said(near)
    weekday, month = said(WEEKDAYS[day.weekday()]), said(MONTHS[day.month - 1])
    text = said("{weekday} {day} {month}", weekday=weekday, day=day.day, month=month)
    return text if day.year == today.year else said("{date} {year}", date=text, year=day.year)


def whole_day(day: date, said: Words) -> str:
    """ "25 Nov 2026", whatever day it is read on."""
    return said("{day} {month} {year}", day=day.day, month=said(MONTHS[day.month - 1]), year=day.year)
