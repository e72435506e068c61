"""A modal being filled in: what Slack's own client checks, and the state it sends."""

from typing import Any

from .slack_world import Json, ShownView

TYPED = {
    "plain_text_input": "value", "number_input": "value", "email_text_input": "value", "url_text_input": "value",
    "datepicker": "selected_date", "timepicker": "selected_time", "users_select": "selected_user",
}  # fmt: skip
INITIAL = {"value": "initial_value", "selected_date": "initial_date", "selected_time": "initial_time"}
ONE, SOME = ("static_select", "radio_buttons"), ("multi_static_select", "checkboxes")


def state(view: ShownView, values: Json) -> Json:
    """`view.state.values`: what was given, else what stood there already."""
    left, found = dict(values), {}
    for block, element in view.elements():
        if block["type"] != "input":
            continue
        label = block["label"]["text"]
        name = next((each for each in (block["block_id"], element["action_id"], label) if each in left), None)
        filled = fill(element, left.pop(name) if name else None)
        if not block.get("optional") and not any(value for key, value in filled.items() if key != "type"):
            raise AssertionError(f"Slack does not submit this: {label!r} is empty")
        found[block["block_id"]] = {element["action_id"]: filled}
    if left:
        raise AssertionError(f"the view has no field {', '.join(left)}")
    return found


def fill(element: Json, given: Any) -> Json:
    kind = element["type"]
    if kind in ONE:
        chosen = option(element, given) if given else element.get("initial_option")
        return {"type": kind, "selected_option": chosen}
    if kind in SOME:
        chosen = [option(element, each) for each in given] if given is not None else element.get("initial_options", [])
        return {"type": kind, "selected_options": chosen}
    name = TYPED[kind]
    value = given if given is not None else element.get(INITIAL.get(name, ""))
    size = len(value or "")
    if not element.get("min_length", 0) <= size <= element.get("max_length", 3000) and value:
        raise AssertionError(f"Slack does not submit this: {size} characters in {element['action_id']!r}")
    return {"type": kind, name: value or None}


def option(element: Json, wanted: str) -> Json:
    """By its value or its label."""
    for each in element["options"]:
        if wanted in (each["value"], each["text"]["text"]):
            return dict(each)
    raise AssertionError(f"no option {wanted!r} in {[each['text']['text'] for each in element['options']]}")
