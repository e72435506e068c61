"""What Slack refuses: fields and types from the SDK's own signatures, blocks through its models, and the limits those
miss.

Every function answers with sentences; none means that Slack would take it.
"""

import inspect
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

TEXT = 4_000
"""Longer text is split into several messages; above 40,000 it is cut."""
BLOCKS_TEXT = 13_000
"""Undocumented: all text of a message's blocks together."""
LENGTHS = {
    ("button", "text"): 75, ("button", "value"): 2000, ("button", "url"): 3000,
    ("section", "text"): 3000, ("header", "text"): 150, ("option", "text"): 75, ("option", "value"): 150,
    ("option", "description"): 75, ("input", "label"): 2000, ("input", "hint"): 2000,
    ("image", "alt_text"): 2000, ("image", "title"): 2000, ("modal", "title"): 24, ("modal", "submit"): 24,
    ("modal", "close"): 24, ("plain_text_input", "initial_value"): 3000,
}  # fmt: skip
EVERYWHERE = {"action_id": 255, "block_id": 255, "callback_id": 255, "private_metadata": 3000, "placeholder": 150}
COUNTS = {
    ("actions", "elements"): 25, ("context", "elements"): 10, ("section", "fields"): 10,
    ("static_select", "options"): 100, ("multi_static_select", "options"): 100, ("overflow", "options"): 5,
    ("radio_buttons", "options"): 10, ("checkboxes", "options"): 10,
}  # fmt: skip
REQUIRED = {"image": ("alt_text",), "modal": ("title",), "input": ("label", "element"), "button": ("text", "action_id")}
ANYWHERE = ("token", "team_id")
"""Bolt sends the team along with every call."""
SPECIAL = ("user", "usergroup", "broadcast", "channel", "link", "team")
"""Parts of rich text that notify somebody or can be followed."""


def of_call(method: str, args: Json) -> list[str]:
    """Unknown and missing arguments, and those of the wrong type."""
    known = _signature(method)
    found = [f"{method}: no such argument {name}" for name in args if name not in known and name not in ANYWHERE]
    found += [f"{method}: {name} is missing" for name, (_, need) in known.items() if need and name not in args]
    for name in known.keys() & args.keys():
        if not _fits(args[name], known[name][0]):
            found.append(f"{method}: {name} is of the wrong type: {args[name]!r:.80}")
    return found


@cache
def _signature(method: str) -> dict[str, tuple[Any, bool]]:
    function = getattr(AsyncWebClient, method.replace(".", "_"))
    hints = get_type_hints(function)
    return {
        name: (hints[name], parameter.default is parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name != "app_token"  # travels as the bearer
    }


def _fits(value: Any, hint: Any) -> bool:
    """Forms and queries carry everything as text, lists joined by commas."""
    origin = get_origin(hint) or hint
    if origin is Union:
        return any(_fits(value, each) for each in get_args(hint))
    if origin is bool:
        return isinstance(value, bool) or value in ("0", "1", "true", "false")
    if origin is int:
        return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.isdigit())
    if origin is str:
        return isinstance(value, str)
    if origin is dict:
        return isinstance(value, dict)
    return origin in (list, tuple, Sequence) and isinstance(value, list | str)


def of_message(args: Json, *, posting: bool = False) -> list[str]:
    """A message's text, blocks and metadata; `posting` where links would unfurl."""
    text, blocks = args.get("text") or "", args.get("blocks") or []
    found = of_blocks(blocks, most=50)
    if not text.strip():
        found.append("text is missing: notifications and screen readers have nothing else")
    if len(text) > TEXT:
        found.append(f"text has {len(text)} characters, above {TEXT} it is split")
    if (total := sum(len(said) for said in texts(blocks))) > BLOCKS_TEXT:
        found.append(f"msg_blocks_too_long: the blocks hold {total} characters, at most {BLOCKS_TEXT}")
    if args.get("link_names") not in (None, False, "0") or args.get("parse") not in (None, "none"):
        found.append("link_names and parse=full turn what users typed into mentions and links")
    if posting and args.get("unfurl_links") not in (False, "0", "false"):
        found.append("unfurl_links must be false")
    if not re.fullmatch(r"\d+\.\d{6}", args.get("thread_ts", "1.000000")):
        found.append(f"thread_ts is not a ts: {args['thread_ts']!r}")
    return found + _of_metadata(args.get("metadata"))


def _of_metadata(metadata: Any) -> list[str]:
    if metadata is None:
        return []
    if isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict):
        return []
    return ["metadata needs an event_type and an event_payload"]


def of_view(view: Json, kinds: tuple[str, ...]) -> list[str]:
    found = [] if view.get("type") in kinds else [f"view: type {view.get('type')!r}, not {' or '.join(kinds)}"]
    found += of_blocks(view.get("blocks") or [], most=100) + list(_of_node("view", view, view.get("type", "")))
    if not view.get("blocks"):
        found.append("view: no blocks")
    found += [f"view: no such field {name}" for name in view.keys() - View.attributes]
    if any(block.get("type") == "input" for block in view.get("blocks") or []) and "submit" not in view:
        found += ["view: an input needs a submit"] if view.get("type") == "modal" else []
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        found.append(f"view: {error}")
    return found


def of_blocks(blocks: Any, most: int) -> list[str]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks is not a list of objects"]
    found = [f"{len(blocks)} blocks, at most {most}"] if len(blocks) > most else []
    for number, block in enumerate(blocks):
        found += _of_model(f"blocks[{number}]", block)
    for path, node, kind in _nodes(blocks, "blocks"):
        found += _of_node(path, node, kind)
    for name in ("action_id", "block_id"):
        ids = [node[name] for _, node, _ in _nodes(blocks, "blocks") if name in node]
        found += [f"{name} {each!r} twice" for each in sorted({each for each in ids if ids.count(each) > 1})]
    return found


def _of_model(path: str, block: Json) -> list[str]:
    """What the SDK's model objects to, or drops on the way through."""
    try:
        parsed = Block.parse(block)
        if parsed is None:
            return [f"{path}: no such block {block.get('type')!r}"]
        return list(_lost(path, block, parsed.to_dict()))
    except (SlackObjectFormationError, TypeError, AttributeError, ValueError) as error:
        return [f"{path}: {error}"]


def _lost(path: str, given: Any, kept: Any) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(kept, dict):
        for key, value in given.items():
            if key not in kept:
                yield f"{path}.{key} is unknown or empty"
            else:
                yield from _lost(f"{path}.{key}", value, kept[key])
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for number, (one, other) in enumerate(zip(given, kept, strict=True)):
            yield from _lost(f"{path}[{number}]", one, other)
    elif given != kept:
        yield f"{path} is {given!r:.40}, understood as {kept!r:.40}"


def _of_node(path: str, node: Json, kind: str) -> Iterator[str]:
    for name, value in node.items():
        size = LENGTHS.get((kind, name)) or EVERYWHERE.get(name)
        said = value.get("text", "") if isinstance(value, dict) else value
        if size and isinstance(said, str) and not (0 < len(said) <= size or (name == "private_metadata" and not said)):
            yield f"{path}.{name} has {len(said)} characters, 1 to {size} allowed"
        if isinstance(value, list) and not 1 <= len(value) <= COUNTS.get((kind, name), 100):
            yield f"{path}.{name} has {len(value)} entries, 1 to {COUNTS.get((kind, name), 100)} allowed"
    for name in REQUIRED.get(kind, ()):
        if name not in node:
            yield f"{path}.{name} is missing"
    if len(node.get("initial_value") or "") > node.get("max_length", 3000):
        yield f"{path}.initial_value is longer than max_length"
    for field in node.get("fields", ()) if kind == "section" else ():
        if len(field.get("text", "")) > 2000:
            yield f"{path}.fields: at most 2000 characters each"


def _nodes(value: Any, path: str, kind: str = "") -> Iterator[tuple[str, Json, str]]:
    """Every object with the name of its type; the entries of `options` have none of their own."""
    if isinstance(value, dict):
        yield path, value, value.get("type", kind)
        for key, inner in value.items():
            yield from _nodes(inner, f"{path}.{key}", "option" if key in ("options", "initial_option") else "")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _nodes(inner, f"{path}[{number}]", kind)


def texts(blocks: Any) -> Iterator[str]:
    """Every text that is shown, in order."""
    for _, node, _ in _nodes(blocks, ""):
        if isinstance(node.get("text"), str):
            yield node["text"]


def mrkdwn(text: str, blocks: Any) -> list[str]:
    """Every text that Slack reads as markup: the plain `text` too."""
    inside = [n["text"] for _, n, kind in _nodes(blocks or [], "") if kind in ("mrkdwn", "markdown")]
    return [said for said in (text, *inside) if said]


def markup(text: str, blocks: Any) -> list[str]:
    """Mentions and links in a message: whatever a user typed arrives with `<` as `&lt;`."""
    rich = [json.dumps(node) for _, node, kind in _nodes(blocks or [], "") if kind in SPECIAL]
    return [found for said in mrkdwn(text, blocks) for found in re.findall(r"<[^>\n]*>?", said)] + rich
