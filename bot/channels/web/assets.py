"""The page's own three files, read once: each address carries its content's hash, so a browser never asks twice."""

import hashlib
from pathlib import Path

from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Assets:
    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in KINDS}
        self._urls = {name: f"/static/{name}?v={_version(content)}" for name, content in self._files.items()}

    def url(self, name: str) -> str:
        return self._urls[name]

    def response(self, name: str, version: str) -> Response | None:
        """The file; kept for a year where the address names this very content, asked for again otherwise."""
        content = self._files.get(name)
        if content is None:
            return None
        named = bool(version) and self._urls[name].endswith(f"?v={version}")
        keep = "public, max-age=31536000, immutable" if named else "no-cache"
        return Response(content, media_type=KINDS[Path(name).suffix], headers={"Cache-Control": keep})


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
