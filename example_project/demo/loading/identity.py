"""Identities that are the same on every machine, so that a second run finds what the first one made."""

import uuid

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.ronnsele.example/")


def identity(*parts: str | int) -> uuid.UUID:
    """Return the UUID of something that `parts` name."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))
