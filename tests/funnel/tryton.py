"""The real Tryton of the tests, its moves, and what its own history says: read here without Cornerman's views."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distributions, version
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ERP = Path(__file__).with_name("erp.py")
ZONE = ZoneInfo("Asia/Shanghai")
"""Tryton on SQLite writes the time of the machine's clock; this is where the machine of these tests stands."""

Move = tuple[str, str, str, dict[str, Any]]
"""When, of which deal, what, with what."""

MOVES: list[Move] = [
    ("2026-08-03 09:10", "精锻一期", "lead", {"customer": "河北精锻有限公司", "owner": "王芳"}),
    ("2026-08-05 11:00", "精锻一期", "write", {"amount": "1004"}),
    ("2026-08-11 15:30", "精锻一期", "opportunity", {}),
    ("2026-08-20 10:00", "精锻一期", "convert", {}),
    ("2026-08-25 10:00", "精锻一期", "quote", {"quantity": 9}),
    ("2026-09-01 16:45", "精锻一期", "confirm", {}),
    ("2026-08-04 10:00", "Lines 3 and 4", "lead", {"customer": "Nordwind AG", "owner": "Emma", "amount": "250000.50"}),
    ("2026-08-18 10:00", "Lines 3 and 4", "opportunity", {}),
    ("2026-09-14 10:00", "Lines 3 and 4", "write", {"lost_reason": "价格太高"}),
    ("2026-09-15 10:00", "Lines 3 and 4", "lost", {}),
    ("2026-08-06 10:00", "仓库", "lead", {"customer": "宁波恒达", "owner": "王芳", "amount": "356000"}),
    ("2026-08-07 10:00", "仓库", "opportunity", {}),
    ("2026-08-09 10:00", "仓库", "lead_again", {}),
    ("2026-08-28 10:00", "仓库", "opportunity", {}),
    ("2026-08-10 10:00", "改三次", "lead", {"customer": "宁波恒达", "owner": "Emma", "amount": "80000"}),
    ("2026-08-12 10:00", "改三次", "write", {"comment": "Called."}),
    ("2026-08-13 10:00", "改三次", "write", {"amount": "90000"}),
    ("2026-08-14 10:00", "改三次", "opportunity", {}),
    ("2026-08-15 10:00", "改三次", "write", {"comment": "Called again."}),
    ("2026-08-12 09:00", "回来了", "lead", {"customer": "青岛海盛", "owner": "王芳"}),
    ("2026-08-13 09:00", "回来了", "lost", {}),
    ("2026-10-09 09:00", "回来了", "lead_again", {}),
    ("2026-10-12 09:00", "回来了", "opportunity", {}),
    ("2026-08-17 09:00", "Never mind", "lead", {"amount": "5000"}),
    ("2026-08-19 09:00", "Never mind", "cancel", {}),
    ("2026-09-02 09:00", "在谈", "lead", {"customer": "苏州明远", "owner": "Emma", "amount": "120000"}),
    ("2026-09-09 09:00", "在谈", "opportunity", {}),
    ("2026-09-30 09:00", "在谈", "convert", {}),
    ("2026-11-20 18:00", "Only a call", "lead", {}),
]

TABLES = ("sale_opportunity", "sale_opportunity__history", "party_party", "company_employee", "currency_currency")
"""What the views look at."""

MEANS = {"lead": "lead", "opportunity": "discovery", "converted": "proposal", "cancelled": "lost", "lost": "lost"}


def missing() -> str:
    """Why there is no Tryton here; "" where there is."""
    try:
        version("trytond-sale-opportunity")
        version("proteus")
    except PackageNotFoundError as error:
        return f"{error.name} is not installed"
    return ""


def edition() -> str:
    """Changes with any module of Tryton and with how we set it up: what a kept database is good for."""
    found = sorted(f"{d.name} {d.version}" for d in distributions() if d.name.lower().startswith(("tryton", "proteus")))
    return sha256("\n".join((*found, ERP.read_text("utf-8"))).encode()).hexdigest()[:16]


def make(file: Path) -> None:
    _run("make", file, "")


def play(file: Path, moves: Iterable[Move]) -> None:
    _run("play", file, json.dumps(list(moves)))


def _run(verb: str, file: Path, said: str) -> None:
    environment = {**os.environ, "TRYTOND_DATABASE_URI": ""}
    done = subprocess.run(
        [sys.executable, str(ERP), verb, str(file)], input=said, env=environment, capture_output=True, text=True,
        timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


Event = tuple[str, str, datetime, int | None]
"""The deal's id, which of the six (or won, lost), when, hundredths."""


def history(file: Path) -> list[Event]:
    """What Tryton's own record of versions says, told as Cornerman tells it: a won deal was signed and is won."""
    with sqlite3.connect(file) as db:
        rows = db.execute(
            "SELECT id, state, write_date, create_date, amount FROM sale_opportunity__history ORDER BY id, __id"
        ).fetchall()
    db.close()
    found: list[Event] = []
    for id, versions in groupby(rows, key=lambda row: row[0]):
        last = ""
        for _, state, written, made, amount in versions:
            if state != last:
                when = datetime.fromisoformat(written or made).replace(tzinfo=ZONE)
                hundredths = None if amount is None else round(float(amount) * 100)
                meant = ("contract", "won") if state == "won" else (MEANS[state],)
                found += [(str(id), each, when, hundredths) for each in meant]
            last = state
    return sorted(found, key=lambda event: (event[0], event[2], event[1]))


def number(file: Path, deal: str) -> str:
    with sqlite3.connect(file) as db:
        (found,) = db.execute("SELECT id FROM sale_opportunity WHERE description = ?", [deal]).fetchone()
    db.close()
    return str(found)
