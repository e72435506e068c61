"""How well questions find their cards, and drills their scores: eval."""

from pathlib import Path
from typing import Any

import click

from bot.cli.base import bar, main, print_json, settings_of

ROWS = 15
"""Of each list in a table."""


@main.group()
def eval() -> None:
    """Measure how well questions find their cards, and how well talks are scored."""


@eval.command("knowledge")
@click.argument("pack", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--questions", type=click.Path(path_type=Path, dir_okay=False), help="Ask these of the workspace's own cards."
)
@click.option("--lexical", is_flag=True, help="Without the sentence encoder.")
@click.option("--table", is_flag=True, help="A table to read instead of JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_context
def eval_knowledge(
    context: click.Context, pack: Path | None, questions: Path | None, lexical: bool, table: bool, quiet: bool
) -> None:
    """Measure on PACK (cards.jsonl, questions.jsonl), or with --questions on the workspace's own cards."""
    from bot.knowledge.cards import read_shelf
    from bot.knowledge.library import entries
    from bot.search.evaluate import evaluate
    from bot.search.packs import for_cards, load_pack, load_questions

    if (pack is None) == (questions is None):
        raise click.UsageError("Name a PACK, or --questions FILE for the workspace's own cards.")
    if pack is not None:
        cards, asked = load_pack(pack)
    else:
        assert questions is not None
        cards = entries(read_shelf(settings_of(context).workspace))
        asked = for_cards(load_questions(questions), {card.id for card in cards})
    found = evaluate(
        cards, asked, lexical=lexical, progress=None if quiet else bar("Asking"), advise=questions is not None
    )
    if table:
        click.echo("\n".join(as_table(found)))
    else:
        print_json(found)


@eval.command("drills")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--lexical", is_flag=True, help="Without the sentence encoder.")
@click.option("--table", is_flag=True, help="A table to read instead of JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_context
def eval_drills(context: click.Context, files: tuple[Path, ...], lexical: bool, table: bool, quiet: bool) -> None:
    """Score the transcripts in FILES, all together, and compare with the labels that they carry."""
    from bot.drills.moves import load_reader
    from bot.drills.scoring.evaluate import evaluate, read_talks
    from bot.search import load_encoder

    talks = [talk for path in files for talk in read_talks(path)]
    encoder = None if lexical else load_encoder(settings_of(context).workspace / ".cornerman")
    found = evaluate(talks, load_reader(encoder), progress=None if quiet else bar("Scoring"))
    if table:
        click.echo("\n".join(drills_table(found)))
    else:
        print_json(found)


def drills_table(found: dict[str, Any]) -> list[str]:
    """The figures one a line, then precision and recall by label."""
    plain = [name for name, value in found.items() if not isinstance(value, dict)]
    lines = [f"{name:24}{found[name]}" for name in plain]
    lines += [f"{'blockers':24}" + ", ".join(f"{count} {name}" for name, count in found["blockers"].items()), ""]
    lines += [f"{'':24}{'n':>5}{'said':>6}{'prec.':>8}{'recall':>8}{'F1':>8}"]
    return lines + [_label(name, row) for name, row in found["by_label"].items()]


def _label(name: str, row: dict[str, Any]) -> str:
    shares = "".join("       –" if row[key] is None else f"{row[key]:8.3f}" for key in ("precision", "recall", "f1"))
    return f"{name:24}{row['n']:5}{row['said']:6}{shares}"


def as_table(found: dict[str, Any]) -> list[str]:
    """By kind and language, who took whose questions, and which questions would help as phrases."""
    groups = {name: part for name, part in found.items() if name.startswith("by_")}
    lines = [f"{'':24}{'n':>5}{'R@1':>7}{'R@3':>7}{'outright':>10}{'wrong':>7}{'AUROC':>7}", _line("all", found)]
    for name, part in groups.items():
        lines += [_line(f"{name.removeprefix('by_')} {value}", row) for value, row in part.items()]
    lines += ["", "Which card took whose question (outright):"]
    lines += [_confusion(row) for row in found["confusions"][:ROWS]]
    if found.get("helpful_phrases"):
        lines += ["", "As a phrase of its card this question would mend / break so many others:"]
        lines += [_helpful(row) for row in found["helpful_phrases"][:ROWS]]
    return lines


def _confusion(row: dict[str, Any]) -> str:
    whose = row["card"] or "no card answers"
    return f"  {row['n']:3} ({row['outright']})  {whose} → {row['took_it']}   “{row['questions'][0]}”"


def _helpful(row: dict[str, Any]) -> str:
    return f"  {row['mends']:3} / {row['breaks']}  {row['card']}: {row['phrase']}"


def _line(name: str, row: dict[str, Any]) -> str:
    def share(key: str) -> str:
        return "" if row.get(key) is None else f"{row[key]:.3f}"

    outright = row["outcomes"]["answered_right"] / row["n"] if row["n"] else 0.0
    return (
        f"{name:24}{row['n']:5}{share('r1'):>7}{share('r3'):>7}{outright:10.3f}{share('wrong_confident'):>7}"
        f"{share('auroc_out_of_scope'):>7}"
    )
