"""What cannot be done with installed documents."""


class CorpusError(Exception):
    """Why the corpus cannot be opened or changed: a fact, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help
