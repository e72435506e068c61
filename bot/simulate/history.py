"""Months of a company's life as rows, up to a moment: what the demo and `simulate` begin with."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.funnel.conversions import quarter_so_far
from bot.funnel.tables import figure
from bot.playbooks.customers import key_of
from bot.playbooks.playbook import Playbook
from bot.playbooks.playbooks import Shelf, read_playbooks
from bot.simulate import market, names, words
from bot.simulate.days import Days
from bot.simulate.life import Course, Life, live, pick
from bot.simulate.market import Manner
from bot.simulate.names import Names
from bot.simulate.rows import Progress, Rows
from bot.simulate.team import Member
from bot.simulate.written import Case, add_contact, add_customer, write
from bot.store import Store

FILLING = 2
"""Months in which a company that begins with nothing fills up: the books begin after them."""


class History:
    """Lives a company from `first` to `until`; `deal` also writes one that was thought out by hand."""

    def __init__(
        self, store: Store, shelf: Shelf, staff: Mapping[str, int], *, seed: int, first: date, until: datetime,
        zone: str, currency: str,
    ) -> None:  # fmt: skip
        self._rng = Random(seed)
        self.rows = Rows(store)
        self.days = Days(first, until, zone)
        self._until = until.astimezone(ZoneInfo(zone)).date()
        self._staff, self._currency = staff, currency
        self.books = {industry: shelf.default(industry) for industry in (*market.ON_PROFILE, *market.OFF)}
        """Industry → the playbook that its deals follow."""
        self._names = Names(self._rng)
        self._customers: dict[str, list[tuple[int, str, tuple[int, ...], list[str]]]] = defaultdict(list)
        self._signed: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._count = 0

    def live(self, members: Sequence[Member], progress: Progress = None) -> None:
        """Every deal of everybody."""
        since = self.days.position(quarter_so_far(self._until).start)
        sellers = [each for each in members if each.sells]
        for n, member in enumerate(sellers):
            for born, manner in self._leads(member, since):
                self._one(member, born, manner, since)
            if progress:
                progress(n + 1, len(sellers))

    def close(self, teams: Sequence[str]) -> None:
        """The books of what was signed, and the rest of the rows."""
        for row in self._books(teams):
            self.rows.add(figure, row)
        self.rows.close()

    def deal(self, member: Member, industry: str, life: Life) -> int:
        """One that was thought out by hand, with a customer of its own."""
        return self._write(member, life, self.books[industry], *self._new_customer(member, industry, life.born))

    def start(self, member: Member) -> float:
        """Where somebody's first day begins."""
        return 0.0 if member.joined is None else max(0.0, float(int(self.days.end) - member.joined))

    def _leads(self, member: Member, since: float) -> Iterator[tuple[float, Manner]]:
        ways, when = member.ways(since), self.start(member)
        while True:
            when += self._rng.expovariate(market.LEADS_A_DAY * ways(when).leads)
            if when >= self.days.end:
                return
            yield when, ways(when)

    def _one(self, member: Member, born: float, manner: Manner, since: float) -> None:
        rng, known = self._rng, self._customers[member.name]
        industry = pick(rng, market.OFF if rng.random() < manner.off_profile else market.ON_PROFILE)
        book = self.books[industry]
        life = live(rng, course_of(book), member.ways(since), born, self.days.end)
        again = bool(known) and rng.random() < market.KNOWN_CUSTOMER
        found = rng.choice(known) if again else self._new_customer(member, industry, born)
        self._write(member, life, book, *found)

    def _new_customer(self, member: Member, industry: str, born: float) -> tuple[int, str, tuple[int, ...], list[str]]:
        rng, language, at = self._rng, member.language, self.days.at(born)
        name = self._names.customer(language, industry)
        number = add_customer(
            self.rows, name, key_of(name), at, industry, pick(rng, names.REGIONS[language]), pick(rng, market.SIZES)
        )
        posts = rng.sample(names.POSTS[language], rng.choice((1, 2, 2, 3)))
        people = [self._names.person(language) for _ in posts]
        ids = tuple(
            add_contact(self.rows, number, who, *post, at, rng) for who, post in zip(people, posts, strict=True)
        )
        found = (number, name, ids, people)
        self._customers[member.name].append(found)
        return found

    def _write(
        self, member: Member, life: Life, book: Playbook, customer: int, _: str, ids: tuple[int, ...], people: list[str]
    ) -> int:
        rng, language = self._rng, member.language
        self._count += 1
        case = Case(
            f"{self._count}", customer, ids, self._staff[member.name], member.name, book.id, self._currency,
            origin=pick(rng, market.ORIGINS), product=pick(rng, names.PRODUCTS[language]),
            rival=rng.choice(names.RIVALS[language]),
        )  # fmt: skip
        if life.status == "won" and life.closed is not None:
            self._signed[member.team, f"{self.days.at(life.closed):%Y-%m}"].append(life.amount)
        return write(self.rows, self.days, life, case, words.said(rng, language, people))

    def _books(self, teams: Sequence[str]) -> Iterator[dict[str, Any]]:
        """A row a month and team, and the company's, which is their sum; of this month only what is aimed at."""
        known = months(self.days.days[0], self._until)[FILLING:-1]
        aims = {team: _mean([sum(signed) for (whose, month), signed in self._signed.items()
                             if whose == team and month in known]) for team in teams}  # fmt: skip
        for month in (*known, f"{self._until:%Y-%m}"):
            closed = month < f"{self._until:%Y-%m}"
            parts = [self._month(month, team, aims[team], closed=closed) for team in teams]
            yield from parts
            yield {**_summed(parts), "month": month, "team": "", "currency": self._currency}

    def _month(self, month: str, team: str, aim: float, *, closed: bool) -> dict[str, Any]:
        rng, signed = self._rng, self._signed.get((team, month), [])
        worth = sum(signed)

        def about(share: float) -> int | None:
            return round(worth * share * rng.uniform(0.85, 1.15)) if closed else None

        margin = round(market.MARGIN + rng.uniform(-0.03, 0.03), 3)
        return {
            "month": month, "team": team, "currency": self._currency, "marketing_cost": about(market.MARKETING),
            "sales_cost": about(market.SALES_COST), "new_customers": len(signed) if closed else None,
            "gross_margin": margin if closed else None, "receivable": worth if closed else None,
            "collected": min(worth, about(market.COLLECTED) or 0) if closed else None, "target": round(aim * 1.05),
        }  # fmt: skip


class _AnyCard(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


def playbooks_in(workspace: Path) -> Shelf:
    """What a stage hands out does not matter here, and nobody waits for the cards to be read."""
    return read_playbooks(workspace, _AnyCard())


def course_of(book: Playbook) -> Course:
    return tuple((stage.id, stage.at) for stage in book.stages)


def months(first: date, last: date) -> list[str]:
    """Whole ones, and the one that is going on."""
    found, day = [], (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        found.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else market.PRICE * 100


def _summed(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    sums = {}
    for name in ("marketing_cost", "sales_cost", "new_customers", "receivable", "collected", "target"):
        known = [part[name] for part in parts if part[name] is not None]
        sums[name] = sum(known) if known else None
    margins = [part["gross_margin"] for part in parts if part["gross_margin"] is not None]
    return {**sums, "gross_margin": round(sum(margins) / len(margins), 3) if margins else None}
