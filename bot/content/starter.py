"""The starter workspace that `cornerman init` copies."""

from pathlib import Path

STARTER = ("cornerman.toml", "knowledge", "drills", "playbooks")


def starter() -> Path:
    """Where it lies: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    packaged = package / "_starter"
    return packaged if packaged.is_dir() else package.parent
