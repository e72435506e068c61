"""A reply as JSON and back: what an outbox row keeps, so that a button still knows what it does in two months."""

import base64
from typing import Any

from bot.messages import (
    Button,
    Choices,
    Facts,
    Field,
    Form,
    Part,
    Picture,
    Progress,
    Reply,
    Text,
)


def to_json(reply: Reply) -> dict[str, Any]:
    return {"edit": reply.edit, "parts": [_part_to_json(part) for part in reply.parts]}


def from_json(data: dict[str, Any]) -> Reply:
    return Reply(tuple(_part_from_json(part) for part in data["parts"]), edit=data["edit"])


def _part_to_json(part: Part) -> dict[str, Any]:
    match part:
        case Picture(png, alt):
            return {"kind": "Picture", "png": base64.b64encode(png).decode(), "alt": alt}
        case Choices(buttons):
            return {"kind": "Choices", "buttons": [_flat(button) for button in buttons]}
        case Form(fields=fields):
            return {"kind": "Form", **_flat(part), "fields": [_flat(field) for field in fields]}
    return {"kind": type(part).__name__, **_flat(part)}


def _flat(value: Any) -> dict[str, Any]:
    """A slotted dataclass as a dict, not its insides: `asdict` copies deep and took a quarter of a turn."""
    return {name: getattr(value, name) for name in value.__slots__}


def _part_from_json(data: dict[str, Any]) -> Part:
    match data:
        case {"kind": "Text", **rest}:
            return Text(**rest)
        case {"kind": "Facts", "rows": rows}:
            return Facts(tuple((label, value) for label, value in rows))
        case {"kind": "Choices", "buttons": buttons}:
            return Choices(tuple(Button(**button) for button in buttons))
        case {"kind": "Form", "fields": fields, **rest}:
            return Form(fields=tuple(_field(f) for f in fields), **rest)
        case {"kind": "Picture", "png": png, "alt": alt}:
            return Picture(base64.b64decode(png), alt)
        case {"kind": "Progress", **rest}:
            return Progress(**rest)
    raise ValueError(f"a stored message holds an unknown part: {data.get('kind')}")


def _field(data: dict[str, Any]) -> Field:
    return Field(**{**data, "options": tuple((value, label) for value, label in data["options"])})
