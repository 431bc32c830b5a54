"""The priorities of a meeting: reported speech and the forms of lists that contain them.

List markers (一是, （一）) are in `bulletins.reading.lexical.list_markers`.
"""

from bulletins.reading.fields.priorities.priorities import PrioritiesReading, read_priorities

__all__ = ["PrioritiesReading", "read_priorities"]
