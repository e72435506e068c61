"""Wires everything together: `App` answers one message, `serve` runs the process."""

from bot.app.serve import first_admin, invite, serve
from bot.app.turns import App

__all__ = ["App", "first_admin", "invite", "serve"]
