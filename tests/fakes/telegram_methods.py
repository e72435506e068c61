"""What the methods of the Bot API do to the chats of the fake, and what they answer.

A method takes the fake, its parameters and returns the `result`; what the platform would refuse it raises as
`Refused`, in the platform's words.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram_chats import Chat, Message
from tests.fakes.telegram_rules import Json, Upload, png_size
from tests.fakes.telegram_updates import Refused

if TYPE_CHECKING:
    from tests.fakes.telegram_world import World

Method = Callable[["World", Json], Any]


METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    def known(function: Method) -> Method:
        METHODS[name] = function
        return function

    return known


@method("getMe")
def get_me(fake: "World", given: Json) -> Json:
    about = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True}
    return fake.me | about


@method("setWebhook")
def set_webhook(fake: "World", given: Json) -> bool:
    return fake.updates.set_webhook(given)


@method("deleteWebhook")
def delete_webhook(fake: "World", given: Json) -> bool:
    return fake.updates.set_webhook({"url": "", **given})


@method("getWebhookInfo")
def get_webhook_info(fake: "World", given: Json) -> Json:
    return fake.updates.about_webhook()


@method("getChat")
def get_chat(fake: "World", given: Json) -> Json:
    types = {"unlimited_gifts": True, "limited_gifts": True, "unique_gifts": True, "premium_subscription": True}
    types["gifts_from_channels"] = True
    about = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": types}
    return _chat(fake, given).about | about


@method("leaveChat")
def leave_chat(fake: "World", given: Json) -> bool:
    _chat(fake, given).refuses = "Forbidden: bot is not a member of the supergroup chat"
    return True


@method("sendChatAction")
def send_chat_action(fake: "World", given: Json) -> bool:
    _writable(fake, given).actions.append(given["action"])
    return True


@method("sendMessage")
def send_message(fake: "World", given: Json) -> Json:
    return _send(fake, given, {name: given[name] for name in ("text", "entities") if given.get(name)})


@method("sendPhoto")
def send_photo(fake: "World", given: Json) -> Json:
    media, file = _photo(fake, given["photo"])
    return _send(fake, given, media | _caption(given), file)


@method("sendDocument")
def send_document(fake: "World", given: Json) -> Json:
    media, file = _document(fake, given["document"])
    return _send(fake, given, media | _caption(given), file)


@method("editMessageText")
def edit_message_text(fake: "World", given: Json) -> Json:
    message = _message(fake, given, "edit")
    if "text" not in message.raw:
        raise Refused(400, "Bad Request: there is no text in the message to edit")
    return _edit(fake, message, given, {name: given[name] for name in ("text", "entities") if given.get(name)})


@method("editMessageCaption")
def edit_message_caption(fake: "World", given: Json) -> Json:
    message = _message(fake, given, "edit")
    if "text" in message.raw:
        raise Refused(400, "Bad Request: there is no caption in the message to edit")
    kept = {kind: message.raw[kind] for kind in ("photo", "document") if kind in message.raw}
    return _edit(fake, message, given, kept | _caption(given), message.file)


@method("editMessageMedia")
def edit_message_media(fake: "World", given: Json) -> Json:
    message, media = _message(fake, given, "edit"), given["media"]
    of_kind = {"photo": _photo, "document": _document}
    if media["type"] not in of_kind:
        raise Refused(400, f"Bad Request: the fake shows no {media['type']}")
    source = media["media"]
    if source.startswith("attach://"):
        source = given["attached"].get(source.removeprefix("attach://"))
    content, file = of_kind[media["type"]](fake, source)
    return _edit(fake, message, given, content | _caption(media), file)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(fake: "World", given: Json) -> Json:
    message = _message(fake, given, "edit")
    kept = ("text", "entities", "photo", "document", "caption", "caption_entities")
    content = {name: message.raw[name] for name in kept if name in message.raw}
    return _edit(fake, message, given, content, message.file)


@method("deleteMessage")
def delete_message(fake: "World", given: Json) -> bool:
    message = _message(fake, given, "delete")
    _chat(fake, given).messages.remove(message)
    return True


@method("answerCallbackQuery")
def answer_callback_query(fake: "World", given: Json) -> bool:
    if given["callback_query_id"] not in fake.unanswered:
        raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    fake.unanswered.discard(given["callback_query_id"])
    fake.answers[given["callback_query_id"]] = given
    return True


@method("answerInlineQuery")
def answer_inline_query(fake: "World", given: Json) -> bool:
    fake.inline_answers[given["inline_query_id"]] = given
    return True


@method("setMyCommands")
def set_my_commands(fake: "World", given: Json) -> bool:
    fake.commands[_scope(given)] = given["commands"]
    return True


@method("deleteMyCommands")
def delete_my_commands(fake: "World", given: Json) -> bool:
    fake.commands.pop(_scope(given), None)
    return True


@method("getMyCommands")
def get_my_commands(fake: "World", given: Json) -> list[Json]:
    return fake.commands.get(_scope(given), [])


@method("getMyDescription")
def get_my_description(fake: "World", given: Json) -> Json:
    return {"description": fake.descriptions.get(given.get("language_code", ""), "")}


@method("getMyShortDescription")
def get_my_short_description(fake: "World", given: Json) -> Json:
    return {"short_description": fake.short_descriptions.get(given.get("language_code", ""), "")}


@method("setMyDescription")
def set_my_description(fake: "World", given: Json) -> bool:
    fake.descriptions[given.get("language_code", "")] = given.get("description", "")
    return True


@method("setMyShortDescription")
def set_my_short_description(fake: "World", given: Json) -> bool:
    fake.short_descriptions[given.get("language_code", "")] = given.get("short_description", "")
    return True


@method("getFile")
def get_file(fake: "World", given: Json) -> Json:
    if given["file_id"] not in fake.files:
        raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, content = fake.files[given["file_id"]]
    return _about_file(given["file_id"], content) | {"file_path": path}


def _scope(given: Json) -> tuple[str, str]:
    scope = given.get("scope", {})
    kind = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return kind or "default", given.get("language_code", "")


def _chat(fake: "World", given: Json) -> Chat:
    chat = fake.chats.get(given.get("chat_id", 0))
    if chat is None:
        raise Refused(400, "Bad Request: chat not found")
    return chat


def _writable(fake: "World", given: Json) -> Chat:
    chat = _chat(fake, given)
    if chat.refuses:
        raise Refused(403, chat.refuses)
    return chat


def _message(fake: "World", given: Json, what: str) -> Message:
    message = _writable(fake, given).find(given.get("message_id", 0))
    if message is None:
        raise Refused(400, f"Bad Request: message to {what} not found")
    if what == "edit" and not message.from_bot:
        raise Refused(400, "Bad Request: message can't be edited")
    return message


def _send(fake: "World", given: Json, content: Json, file: bytes = b"") -> Json:
    chat = _writable(fake, given)
    reply = given.get("reply_parameters", {})
    replied = chat.find(reply.get("message_id", 0))
    if reply and not replied and not reply.get("allow_sending_without_reply"):
        raise Refused(400, "Bad Request: message to be replied not found")
    quoted = {"reply_to_message": replied.raw} if replied else {}
    return chat.add(fake.me, content | quoted | _markup(given), file).raw


def _edit(fake: "World", message: Message, given: Json, content: Json, file: bytes = b"") -> Json:
    """An edit without a keyboard takes the keyboard away; one that changes nothing is refused."""
    kept = {name: message.raw[name] for name in ("message_id", "date", "chat", "from", "reply_to_message")
            if name in message.raw}  # fmt: skip
    changed = kept | content | _markup(given)
    if changed == {name: value for name, value in message.raw.items() if name != "edit_date"}:
        raise Refused(400, "Bad Request: message is not modified: specified new message content and reply markup are "
                           "exactly the same as a current content and reply markup of the message")  # fmt: skip
    message.raw, message.file = changed | {"edit_date": fake.date()}, file
    return message.raw


def _markup(given: Json) -> Json:
    """Only inline keyboards are part of a message, and an empty one is none."""
    markup = given.get("reply_markup", {})
    return {"reply_markup": markup} if any(markup.get("inline_keyboard", [])) else {}


def _caption(given: Json) -> Json:
    return {name: given[name] for name in ("caption", "caption_entities") if given.get(name)}


def _photo(fake: "World", source: Upload | str | None) -> tuple[Json, bytes]:
    about, content = _stored(fake, source, "photos")
    width, height = png_size(content)
    return {"photo": [about | {"width": width, "height": height}]}, content


def _document(fake: "World", source: Upload | str | None) -> tuple[Json, bytes]:
    about, content = _stored(fake, source, "documents")
    named = {"file_name": source.name, "mime_type": source.mime} if isinstance(source, Upload) else {}
    return {"document": about | named}, content


def _stored(fake: "World", source: Upload | str | None, folder: str) -> tuple[Json, bytes]:
    if isinstance(source, Upload):
        return fake.keep(source.content, folder), source.content
    if source not in fake.files:
        raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
    content = fake.files[source][1]
    return _about_file(source, content), content


def _about_file(file_id: str, content: bytes) -> Json:
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content)}
