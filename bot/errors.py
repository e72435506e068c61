"""Errors are sentences for the person who can act on them."""


class CornermanError(Exception):
    """Something a person can mend; its text is shown as it is."""


class ContentError(CornermanError):
    """One finding in a workspace file: where it is, what is wrong, what would be right."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path}:{line}: {problem}")
