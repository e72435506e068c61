"""What imports take over, and how fast: `python -m benchmarks.imports [FOLDER]`.

FOLDER (../shared/data/funnel) holds a log of changed fields and a sheet that was saved from Excel; without it only the
generated files are imported: 200,000 deals and 1,000,000 stage entries.
"""

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from benchmarks._row import Row

DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "funnel"
DEALS, EVENTS = 200_000, 1_000_000
STAGES = ("Qualification", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review")
ENTERED = (1990, 1474, 1300, 1082, 892, 738, 586, 476, 322)
REASONS = {"other": 380 + 421 + 376, "price": 399, "function": 414}

GENERAL = """id: general-b2b
title: {zh: 通用, en: General}
stages:
  - {id: lead, at: lead, title: {zh: 线索, en: Lead}}
  - {id: needs, at: discovery, title: {zh: 需求, en: Needs}}
  - {id: offer, at: proposal, title: {zh: 方案, en: Offer}}
  - {id: terms, at: negotiation, title: {zh: 谈判, en: Terms}}
  - {id: signed, at: contract, title: {zh: 签约, en: Signed}}
"""
WORDS = 'words:\n  lost_reason: {"1": other, "2": price, "3": other, "4": function, "5": other}\n'


def nine() -> str:
    """A playbook for the log's nine stages, which have numbers for names."""
    at = ("lead", "lead", "discovery", "discovery", "proposal", "proposal", "negotiation", "negotiation", "negotiation")
    stages = (f'  - {{id: s{n}, at: {six}, title: {{zh: 第{n}步, en: Step {n}}}, aliases: ["{n}"]}}\n'
              for n, six in enumerate(at, 1))  # fmt: skip
    signed = "  - {id: signed, at: contract, title: {zh: 签约, en: Signed}}\n"  # none of them was
    return "id: nine\ntitle: {zh: 九步, en: Nine}\nstages:\n" + "".join(stages) + signed


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    with tempfile.TemporaryDirectory() as name:
        workspace = Path(name)
        (workspace / "playbooks").mkdir()
        (workspace / "playbooks" / "general-b2b.yaml").write_text(GENERAL, "utf-8")
        (workspace / "playbooks" / "nine.yaml").write_text(nine(), "utf-8")
        (workspace / "cornerman.toml").write_text("[features]\nfunnel = true\n", "utf-8")
        print(f"{'':<46}{'floor':>10}{'aim':>10}{'found':>10}")
        if folder.is_dir():
            _log(workspace, folder / "deal_changes.csv")
            _sheet(workspace, folder / "excel_export_dirty.csv")
        else:
            print(f"{folder} is not here; its two files are left out.")
        _speed(workspace)


def _log(workspace: Path, file: Path) -> None:
    from bot.funnel.imports.mapping import BUNDLED

    own = workspace / "log.yaml"
    own.write_text((BUNDLED / "pipedrive-changes.yaml").read_text("utf-8") + WORDS, "utf-8")
    report, _, _ = run(workspace, "deals", file, "--map", str(own), "--playbook", "nine")
    print(Row("log: ids that are two deals", len(report["rejected"]), floor=5))
    print(Row("log: deals", report["added"], floor=1990))
    entered = Counter(dict(ask(workspace, "SELECT stage, count(DISTINCT deal_id) FROM stage_event GROUP BY stage")))
    same = tuple(entered[f"s{n}"] for n in range(1, 10)) == ENTERED
    print(f"log: deals that entered stage 1..9, {'as' if same else 'NOT as'} counted by hand")
    why = dict(ask(workspace, "SELECT lost_reason, count(*) FROM deal WHERE status = 'lost' GROUP BY lost_reason"))
    print(f"log: why they were lost, {'as' if why == REASONS else 'NOT as'} counted by hand")
    report, _, _ = run(workspace, "deals", file, "--map", str(own), "--playbook", "nine")
    print(Row("log: what a second import changes", report["added"] + report["changed"], floor=0, up=False))


def _sheet(workspace: Path, file: Path) -> None:
    report, _, _ = run(workspace, "deals", file)
    print(Row("sheet: deals", report["added"], floor=1000))
    print(Row("sheet: blank rows, reported", report["blank"], floor=4840))
    print(Row("sheet: rows that are no record, reported", len(report["rejected"]), floor=1))


def _speed(workspace: Path) -> None:
    deals, history = workspace / "opportunities.csv", workspace / "history.csv"
    _write(deals, history)
    total = 0.0
    for what, file, count in (("deals", deals, DEALS), ("stage entries", history, EVENTS)):
        started = time.monotonic()
        report, cpu, memory = run(workspace, "deals", file)
        total += cpu
        wall = time.monotonic() - started
        print(Row(f"{count:,} {what}: CPU seconds (wall {wall:.0f})", cpu, floor=90, up=False))
        print(Row(f"{count:,} {what}: MiB", memory, floor=1024, up=False))
        assert not report["rejected"]
    print(Row("both: CPU seconds", total, floor=90, up=False))
    started = time.monotonic()
    report, cpu, _ = run(workspace, "deals", history)
    assert report["changed"] + report["events"] == 0
    print(Row(f"the history again: CPU seconds (wall {time.monotonic() - started:.0f})", cpu))


def _write(deals: Path, history: Path) -> None:
    """Five stages a deal, the last one the end; customers with three deals each."""
    rng = random.Random(6)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    with deals.open("w", encoding="utf-8", newline="") as one, history.open("w", encoding="utf-8", newline="") as many:
        rows, entries = csv.writer(one), csv.writer(many)
        rows.writerow(
            ("Opportunity ID", "Account Name", "Opportunity Name", "Opportunity Owner", "Amount", "Created Date")
        )
        entries.writerow(("Opportunity ID", "To Stage", "Last Modified", "Amount"))
        for n in range(DEALS):
            id, at = f"006{n:012}", start + timedelta(minutes=3 * n)
            amount = rng.randrange(1_000, 2_000_000)
            rows.writerow((id, f"Customer {n // 3} Ltd", f"Project {n}", f"Rep {n % 300}", amount, at.isoformat()))
            for step, stage in enumerate((*STAGES, rng.choice(("Closed Won", "Closed Lost")))):
                moment = at + timedelta(days=9 * step, minutes=rng.randrange(600))
                entries.writerow((id, stage, moment.isoformat(sep=" ", timespec="seconds"), amount))


def run(workspace: Path, *words: Any) -> tuple[dict[str, Any], float, float]:
    """The verb as people call it: (its report, CPU-seconds, MiB at most)."""
    command = [sys.executable, "-m", "bot", "--workspace", str(workspace), "import", *map(str, words), "--json"]
    out = workspace / "report.json"
    with out.open("wb") as file:
        child = subprocess.Popen(command, stdout=file)
        _, status, used = os.wait4(child.pid, 0)
    assert status == 0, out.read_text("utf-8")
    return json.loads(out.read_text("utf-8")), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def ask(workspace: Path, question: str) -> list[tuple[Any, ...]]:
    engine = create_engine(f"sqlite:///{workspace}/.cornerman/cornerman.db")
    with engine.connect() as db:
        found = [tuple(row) for row in db.execute(text(question))]
    engine.dispose()
    return found


if __name__ == "__main__":
    main()
