"""What stands in a page?"""

from html.parser import HTMLParser

UNSEEN = {"script", "style", "title"}


class _Reader(HTMLParser):
    """Take a page apart into its tags, with their attributes, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, dict[str, str | None]] | str] = []
        self.unseen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, dict(attrs)))
        self.unseen = tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"/{tag}", {}))
        self.unseen = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.unseen:
            self.parts.append(" ".join(data.split()))


def parts(html: str) -> list[tuple[str, dict[str, str | None]] | str]:
    """Return tags and words in order; blanks and line breaks do not count."""
    reader = _Reader()
    reader.feed(html)
    return reader.parts


def words(html: str) -> str:
    """Return what is said, whether seen or heard."""
    return " ".join(part for part in parts(html) if isinstance(part, str))


def tags(html: str, name: str) -> list[dict[str, str | None]]:
    """Return the attributes of every tag of a name."""
    return [part[1] for part in parts(html) if not isinstance(part, str) and part[0] == name]


def ids(html: str) -> list[str]:
    """Return every id of the page, in order."""
    return [
        name
        for part in parts(html)
        if not isinstance(part, str)
        for name in [part[1].get("id")]
        if name is not None
    ]
