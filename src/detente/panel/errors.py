"""What can go wrong with data, in words for the one who asked."""


class PanelError(Exception):
    """A panel that cannot be made, or data that cannot be had; `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help
