"""A form as a modal: its fields, the errors beside them, and what was filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.slack.text import shortened, storable
from bot.messages import Field, Form, Place

Json = dict[str, Any]

TITLE_MAX, LABEL_MAX, TYPED_MAX, OPTION_MAX, VALUE_MAX, OPTIONS_MAX = 24, 2_000, 3_000, 75, 150, 100
CALLBACK = "form"
NOTHING = "="
"""Stands for an empty value, which Slack does not take."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which form a modal shows, and where its answer belongs."""

    token: str
    index: int
    place: Place
    conversation: str

    def to_metadata(self) -> str:
        return f"{self.token}:{self.index}:{self.place}/{self.conversation}"

    @classmethod
    def of(cls, metadata: str) -> "Origin":
        """What another app or an old release wrote there is a form that nobody knows."""
        token, _, rest = metadata.partition(":")
        index, _, rest = rest.partition(":")
        place, _, conversation = rest.partition("/")
        known: Place = "private" if place == "private" else "group" if place == "group" else "dm"
        if not index.isdecimal():
            return cls("", -1, known, conversation)
        return cls(token, int(index), known, conversation)


def modal(form: Form, origin: Origin) -> Json:
    blocks = [_input(field) for field in form.fields]
    title = form.title.strip() or "…"
    if len(title) > TITLE_MAX or not blocks:
        text = {"type": "rich_text_section", "elements": [{"type": "text", "text": title[:TYPED_MAX]}]}
        blocks.insert(0, {"type": "rich_text", "elements": [text]})
    return {
        "type": "modal", "callback_id": CALLBACK, "private_metadata": origin.to_metadata(),
        "title": _plain(title, TITLE_MAX), "submit": _plain(form.submit, TITLE_MAX), "blocks": blocks,
    }  # fmt: skip


def _input(field: Field) -> Json:
    element = _menu(field) if field.options else _box(field)
    return {
        "type": "input", "block_id": _block(field.name), "label": _plain(field.label, LABEL_MAX),
        "optional": not field.required, "element": element,
    }  # fmt: skip


def _box(field: Field) -> Json:
    most = max(1, min(field.max_length, TYPED_MAX))
    box: Json = {"type": "plain_text_input", "action_id": _element(field.name), "max_length": most}
    return box | {"multiline": field.multiline} | ({"initial_value": field.value[:most]} if field.value else {})


def _menu(field: Field) -> Json:
    options = [_option(value, label) for value, label in field.options]
    menu: Json = {"type": "static_select", "action_id": _element(field.name)}
    if len(options) > OPTIONS_MAX:
        starts = range(0, len(options), OPTIONS_MAX)
        menu["option_groups"] = [_group(start, options[start : start + OPTIONS_MAX]) for start in starts]
    else:
        menu["options"] = options
    chosen = [option for option, (value, _) in zip(options, field.options, strict=True) if value == field.value]
    return menu | ({"initial_option": chosen[0]} if chosen else {})


def _group(start: int, options: list[Json]) -> Json:
    return {"label": _plain(f"{start + 1}–{start + len(options)}", OPTION_MAX), "options": options}


def _option(value: str, label: str) -> Json:
    return {"text": _plain(label, OPTION_MAX), "value": value[:VALUE_MAX] or NOTHING}


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": shortened(text.strip() or "…", most), "emoji": False}


def _block(name: str) -> str:
    return f"f:{name}"


def _element(name: str) -> str:
    return f"v:{name}"


def filled_in(state: Mapping[str, Any]) -> dict[str, str]:
    """Field → value, of `view.state.values`."""
    found = {}
    for block, elements in state.items():
        element = elements.get(_element(block.removeprefix("f:"))) or {}
        chosen = (element.get("selected_option") or {}).get("value") or ""
        found[block.removeprefix("f:")] = chosen.removeprefix(NOTHING) or storable(element.get("value") or "")
    return found


def errors(problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with which field, as the acknowledgement says it."""
    return {_block(name): sentence for name, sentence in problems.items()}
