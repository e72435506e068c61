"""Wires everything together: `App` answers one message, `serve` runs the process."""

from bot.app.serve import first_admin, invite, serve
from bot.app.turns import App
from bot.people import people
from bot.pushes import linking

linking.register(people)  # from above: the people's room cannot write to anybody

__all__ = ["App", "first_admin", "invite", "serve"]
