"""What a call to the Bot API may look like: names and types from python-telegram-bot, limits from its constants.

`breaches` returns sentences, none for a good call. With CORNERMAN_SPECS naming a folder that holds
`telegram-api.min.json`, the machine-readable description of the Bot API is asked as well.
"""

import collections.abc
import datetime as dtm
import functools
import inspect
import json
import os
import pathlib
import re
import struct
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin
from urllib.parse import urlsplit

import telegram
from telegram import constants
from telegram._utils import types as ptb_types
from telegram._utils.defaultvalue import DefaultValue

Json = dict[str, Any]
_NAMES = {**vars(typing), **vars(ptb_types), **{name: getattr(telegram, name) for name in telegram.__all__}}
_NAMES |= {"dtm": dtm, "Sequence": collections.abc.Sequence, "Path": pathlib.Path}
_PLAIN: dict[Any, tuple[type, ...]] = {
    str: (str,), int: (int,), float: (int, float), bool: (bool,), dtm.timedelta: (int,), dtm.datetime: (int,),
    object: (), dict: (dict,),
}  # fmt: skip
_ADDRESSED = {"editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is refused unless a test allows it: markup that text could break out of, and previews nobody asked for."""

    parse_mode: bool = False
    previews: bool = False


def utf16(text: str) -> int:
    """Telegram counts text, and places entities, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@functools.cache
def fields(method: str) -> dict[str, tuple[Any, bool]] | None:
    """Parameter → (type, required); None for a method that does not exist."""
    function = getattr(telegram.Bot, re.sub("([A-Z])", r"_\1", method).lower(), None)
    if not inspect.isfunction(function) or "_" in method:
        return None
    return {name: field for name, field in _signature(function).items() if name != "self"}


@functools.cache
def _signature(function: Any) -> dict[str, tuple[Any, bool]]:
    kinds = typing.get_type_hints(function, localns=_NAMES)
    # What PTB takes by keyword alone it makes out of other parameters, and never sends.
    return {
        name: (kinds.get(name, object), parameter.default is parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    }


def decode(method: str, form: Mapping[str, Any]) -> Json:
    """The values of a form, where everything but text is JSON."""
    known = fields(method) or {}
    return {name: _decoded(value, known[name][0]) if name in known else value for name, value in form.items()}


def _decoded(raw: Any, kind: Any) -> Any:
    if not isinstance(raw, str) or set(_alternatives(kind)) == {str}:
        return raw
    try:
        value = json.loads(raw)
    except ValueError:
        return raw
    return value if not _mismatch(value, kind, "") else raw if str in _alternatives(kind) else value


def breaches(method: str, given: Mapping[str, Any], allowed: Allowed) -> list[str]:
    """Everything that is wrong with a call; `given` is decoded, files are `Upload`s."""
    known = fields(method)
    if known is None:
        return [f"{method} is no method of the Bot API"]
    found = list(_names_and_types(given, known, ""))
    found = found or [*_limits(method, given, allowed), *_against_description(method, given)]
    return [f"{method}: {problem}" for problem in found]


def _names_and_types(given: Mapping[str, Any], known: Mapping[str, tuple[Any, bool]], path: str) -> Iterator[str]:
    for name, (kind, required) in known.items():
        if name in given:
            yield from _mismatch(given[name], kind, f"{path}{name}")
        elif required:
            yield f"{path}{name} is missing"
    yield from (f"{path}{name} is unknown" for name in given if name not in known)


def _alternatives(kind: Any) -> list[Any]:
    if get_origin(kind) not in (Union, types.UnionType):
        return [kind]
    return [one for one in get_args(kind) if one is not type(None) and get_origin(one) is not DefaultValue]


def _mismatch(value: Any, kind: Any, path: str) -> list[str]:
    """What keeps a value from being of a kind: of several kinds, what the nearest one says."""
    tried = [_single(value, one, path) for one in _alternatives(kind)]
    return min(tried, key=lambda found: (any(problem.startswith(f"{path} is not ") for problem in found), len(found)))


def _single(value: Any, kind: Any, path: str) -> list[str]:
    name = getattr(kind, "__name__", str(kind))
    wrong = [f"{path} is not {name}"]
    if isinstance(value, Upload):
        return [] if kind in (bytes, telegram.InputFile) else wrong
    if get_origin(kind) is collections.abc.Sequence:
        if not isinstance(value, list):
            return wrong
        return [one for at, item in enumerate(value) for one in _mismatch(item, get_args(kind)[0], f"{path}[{at}]")]
    if inspect.isclass(kind) and issubclass(kind, telegram.TelegramObject):
        return _as_object(value, kind, path) if isinstance(value, dict) else wrong
    fits = isinstance(value, _PLAIN.get(kind, ())) and (kind is bool or not isinstance(value, bool))
    return [] if fits else wrong


def _as_object(value: Json, kind: Any, path: str) -> list[str]:
    """Of a family of objects, whichever member fits best."""
    tried = []
    for one in _family(kind):
        known = {k: v for k, v in _signature(one.__init__).items() if k not in ("self", "filename", "filename_depr")}
        tried.append(list(_names_and_types(value, {"type": (str, False), **known}, f"{path}.")))
    return min(tried, key=len)


def _family(kind: Any) -> list[Any]:
    return [kind, *(member for child in kind.__subclasses__() for member in _family(child))]


def _limits(method: str, given: Mapping[str, Any], allowed: Allowed) -> Iterator[str]:
    if method in ("sendMessage", "editMessageText"):
        yield from _message(given, allowed)
    if method in _ADDRESSED and "inline_message_id" not in given and not {"chat_id", "message_id"} <= given.keys():
        yield "neither chat_id and message_id nor inline_message_id"
    if method == "answerCallbackQuery":
        yield from _long(given.get("text", ""), constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH, "text")
    for where, holder in [("caption", given), ("media.caption", given.get("media") or {})]:
        entities = holder.get("caption_entities", [])
        yield from _text(holder.get("caption", ""), constants.MessageLimit.CAPTION_LENGTH, entities, where)
    if not allowed.parse_mode and '"parse_mode"' in json.dumps(given, default=repr):
        yield "parse_mode is used; entities cannot be broken out of"
    yield from _keyboard(given.get("reply_markup", {}).get("inline_keyboard", []))
    yield from _about_the_bot(method, given)
    if isinstance(picture := given.get("photo"), Upload):
        yield from _picture(picture)
    if given.get("action", constants.ChatAction.TYPING) not in list(constants.ChatAction):
        yield f"{given['action']!r} is no action"


def _message(given: Mapping[str, Any], allowed: Allowed) -> Iterator[str]:
    yield from _text(given["text"], constants.MessageLimit.MAX_TEXT_LENGTH, given.get("entities", []), "text")
    if not given["text"].strip():
        yield "text is empty"
    if not allowed.previews and not given.get("link_preview_options", {}).get("is_disabled"):
        yield "link previews are not disabled"


def _long(text: str, most: int, where: str) -> Iterator[str]:
    if utf16(text) > most:
        yield f"{where} has {utf16(text)} UTF-16 units, {most} may be"


def _text(text: str, most: int, entities: list[Json], where: str) -> Iterator[str]:
    yield from _long(text, most, where)
    if len(entities) > constants.MessageLimit.MESSAGE_ENTITIES:
        yield f"{where} has {len(entities)} entities, {constants.MessageLimit.MESSAGE_ENTITIES} may be"
    units = text.encode("utf-16-le")
    for entity in entities:
        kind, start, length = entity["type"], entity["offset"], entity["length"]
        if kind not in list(constants.MessageEntityType):
            yield f"{where}: {kind!r} is no entity"
        if start < 0 or length < 1 or start + length > len(units) // 2:
            yield f"{where}: the entity {kind} at {start} + {length} lies outside the text"
        elif any(0xDC <= units[edge * 2 + 1] <= 0xDF for edge in (start, start + length) if edge * 2 < len(units)):
            yield f"{where}: the entity {kind} at {start} + {length} cuts a character in two"


def _keyboard(rows: list[list[Json]]) -> Iterator[str]:
    buttons = [button for row in rows for button in row]
    if len(buttons) > constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        yield f"{len(buttons)} buttons"
    if any(len(row) > constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        yield "too many buttons in a row"
    for button in buttons:
        yield from (f"button {button.get('text')!r}: {problem}" for problem in _button(button))


def _button(button: Json) -> Iterator[str]:
    limit = constants.InlineKeyboardButtonLimit
    if not button["text"].strip():
        yield "no text"
    if len(button.keys() - _LOOKS) != 1:
        yield "must do exactly one thing"
    data = button.get("callback_data")
    if data is not None and not limit.MIN_CALLBACK_DATA <= len(data.encode()) <= limit.MAX_CALLBACK_DATA:
        yield f"callback_data has {len(data.encode())} bytes"
    # The real one answers "Wrong HTTP URL" to http://localhost.
    if (url := button.get("url")) is not None and not re.match(r"(https?://[^/]+\.|tg://)", url):
        yield f"{urlsplit(url).netloc!r} is no address that Telegram takes"
    yield from _long(button.get("copy_text", {}).get("text", ""), limit.MAX_COPY_TEXT, "copy_text")


def _about_the_bot(method: str, given: Mapping[str, Any]) -> Iterator[str]:
    command, about = constants.BotCommandLimit, constants.BotDescriptionLimit
    commands = given.get("commands", [])
    if len(commands) > command.MAX_COMMAND_NUMBER:
        yield f"{len(commands)} commands"
    for one in commands:
        if not re.fullmatch(f"[a-z0-9_]{{1,{command.MAX_COMMAND}}}", one["command"]):
            yield f"{one['command']!r} is no command"
        if not one["description"]:
            yield f"/{one['command']} has no description"
        yield from _long(one["description"], command.MAX_DESCRIPTION, f"/{one['command']}")
    if method == "setMyDescription":
        yield from _long(given.get("description", ""), about.MAX_DESCRIPTION_LENGTH, "description")
    yield from _long(given.get("short_description", ""), about.MAX_SHORT_DESCRIPTION_LENGTH, "short_description")
    if (secret := given.get("secret_token")) is not None and not re.fullmatch(r"[\w-]{1,256}", secret, re.ASCII):
        yield "secret_token has characters that no header takes"


def _picture(picture: Upload) -> Iterator[str]:
    if len(picture.content) > constants.FileSizeLimit.PHOTOSIZE_UPLOAD:
        yield f"the photo has {len(picture.content)} bytes"
    width, height = png_size(picture.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        yield f"a photo of {width}x{height} is refused"


def png_size(content: bytes) -> tuple[int, int]:
    """Of a PNG as it says; of anything else something likely."""
    return struct.unpack(">II", content[16:24]) if content[:4] == b"\x89PNG" else (320, 240)


@functools.cache
def _description(folder: str) -> Json:
    return typing.cast(Json, json.loads((pathlib.Path(folder) / "telegram-api.min.json").read_text()))


def _against_description(method: str, given: Mapping[str, Any]) -> Iterator[str]:
    """The description of the Bot API itself, where it is at hand."""
    if folder := os.environ.get("CORNERMAN_SPECS"):
        described = _description(folder)
        known = described["methods"].get(method, {}).get("fields", [])
        yield from _described(given, known, described["types"], "")


def _described(given: Mapping[str, Any], described: list[Any], kinds: Json, path: str) -> Iterator[str]:
    known = {field["name"]: field for field in described}
    yield from (f"{path}{name} is not described" for name in given if name not in known)
    yield from (f"{path}{name} is required" for name, field in known.items() if field["required"] and name not in given)
    for name in given.keys() & known.keys():
        yield from _spelled(given[name], known[name], f"{path}{name}")
        for item in _flat(given[name]):
            if members := _members(known[name], kinds) if isinstance(item, dict) else []:
                tried = [list(_described(item, one.get("fields", []), kinds, f"{path}{name}.")) for one in members]
                yield from min(tried, key=len)


def _spelled(value: Any, field: Json, path: str) -> Iterator[str]:
    span = re.search(r"(\d+)-(\d+) (characters|bytes)", field.get("description", ""))
    if span and isinstance(value, str):
        size = len(value.encode()) if span[3] == "bytes" else utf16(value)
        if not int(span[1]) <= size <= int(span[2]):
            yield f"{path} has {size} {span[3]}, described are {span[1]} to {span[2]}"


def _members(field: Json, kinds: Json) -> list[Json]:
    """The objects a field may hold; for a family its members."""
    found = [kinds[name] for kind in field["types"] if (name := kind.rpartition("Array of ")[2]) in kinds]
    return [kinds[name] for one in found for name in one.get("subtypes", [])] or found


def _flat(value: Any) -> Iterator[Any]:
    if not isinstance(value, list):
        yield value
        return
    for item in value:
        yield from _flat(item)
