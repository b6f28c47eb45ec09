"""Why a file is not read."""


class RefusedError(Exception):
    """A file that is damaged (``is_excess`` false) or asks for more time, memory or room than a text may."""

    def __init__(self, message: str, line: int = 0, column: int = 0, *, is_excess: bool = False) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.is_excess = message, line, column, is_excess
