"""What providers publish about the health of their services, read into one shape: ``read(raw, named="auto")``."""

from behalf.connectors.feeds.model import Feed, Item, NotRecognised, Unknown, Update
from behalf.connectors.feeds.reading import FORMATS, read

__all__ = ["FORMATS", "Feed", "Item", "NotRecognised", "Unknown", "Update", "read"]
