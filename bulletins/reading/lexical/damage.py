"""Recognize damaged text: unreadable characters, and text that is not likely to be Chinese."""


def damage_doubts(text: str) -> list[str]:
    """Return the doubts about the characters of a text, in the words of `needs_review`."""
    return []
