"""Modals and Home tabs: opened by a trigger, stacked, replaced and published."""

from datetime import timedelta
from typing import TYPE_CHECKING

from . import slack_rules
from .slack_world import Json, Refused, ShownView, World

if TYPE_CHECKING:
    from .slack_api import WebApi as Api

TRIGGER_LASTS = timedelta(seconds=3)


def _spend_trigger(api: "Api", args: Json) -> str:
    """Whose trigger it was: good for 3 seconds, and once."""
    user, issued = api.world.triggers.get(args.get("trigger_id") or "", (None, api.world.clock()))
    if user is None:
        raise api.breach("invalid_trigger_id", "no interaction gave this trigger_id")
    if not user:
        raise api.breach("exchanged_trigger_id", "a trigger_id opens one view")
    if api.world.clock() - issued > TRIGGER_LASTS:
        raise api.breach("expired_trigger_id", "a trigger_id is good for 3 seconds")
    api.world.triggers[args["trigger_id"]] = ("", issued)
    return user


def open_view(api: "Api", args: Json) -> Json:
    api.check(slack_rules.of_view(args["view"], ("modal",)))
    user = _spend_trigger(api, args)
    view = new_view(api.world, user, args["view"])
    api.world.modals[user] = [view]
    api.world.accept("views.open", args)
    return {"view": view.to_json()}


def push_view(api: "Api", args: Json) -> Json:
    api.check(slack_rules.of_view(args["view"], ("modal",)))
    user = _spend_trigger(api, args)
    view = push(api.world, user, args["view"])
    api.world.accept("views.push", args)
    return {"view": view.to_json()}


def push(world: World, user: str, given: Json) -> ShownView:
    stack = world.modals.get(user) or []
    if len(stack) >= 3:
        raise Refused("push_limit_reached")
    if not stack:
        raise Refused("not_found")
    view = new_view(world, user, given, stack[-1])
    stack.append(view)
    return view


def update_view(api: "Api", args: Json) -> Json:
    api.check(slack_rules.of_view(args["view"], ("modal", "home")))
    for view in [*api.world.homes.values(), *(view for stack in api.world.modals.values() for view in stack)]:
        if view.id == args.get("view_id") or view.to_json()["external_id"] == (args.get("external_id") or None):
            if args.get("hash") not in (None, view.hash):
                raise Refused("hash_conflict")
            replace(api.world, view, args["view"])
            api.world.accept("views.update", args)
            return {"view": view.to_json()}
    raise Refused("not_found")


def publish_view(api: "Api", args: Json) -> Json:
    api.check(slack_rules.of_view(args["view"], ("home",)))
    if args["user_id"] not in api.world.users:
        raise Refused("user_not_found")
    home = api.world.homes.get(args["user_id"])
    if home and args.get("hash") not in (None, home.hash):
        raise Refused("hash_conflict")
    if home:
        replace(api.world, home, args["view"])
    else:
        home = api.world.homes[args["user_id"]] = new_view(api.world, args["user_id"], args["view"])
    api.world.accept("views.publish", args)
    return {"view": home.to_json()}


def new_view(world: World, user: str, given: Json, under: ShownView | None = None) -> ShownView:
    view = ShownView(id=world.next_id("V"), user=user, given={}, hash="")
    if under:
        view.root, view.previous = under.root or under.id, under.id
    replace(world, view, given)
    return view


def replace(world: World, view: ShownView, given: Json) -> None:
    """Slack names every block, the ones that came without a block_id too."""
    blocks = [{"block_id": world.next_id("b"), **block} for block in given["blocks"]]
    world.read("", blocks)
    view.given, view.blocks, view.hash = given | {"blocks": blocks}, blocks, world.next_id("hash")
