"""The two kinds of no: Telegram's, with its code and words, and the sandbox's own, for what no phone can do."""

from typing import Any

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class Refused(Exception):
    """A Bot API error: an HTTP status, the description without its prefix, and Telegram's `parameters`."""

    def __init__(
        self, description: str = "", code: int = 400, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters
        prefix = PREFIXES.get(code, "")
        self.description = ": ".join(part for part in (prefix, description) if part)


class Impossible(Exception):
    """Something a phone cannot do now: an HTTP status (400, 404, 409) and a sentence that says why."""

    def __init__(self, sentence: str, code: int = 409) -> None:
        super().__init__(sentence)
        self.code = code
