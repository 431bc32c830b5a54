"""A few hundred made-up reports of meetings, for an archive that has none of its own yet.

Maps, charts and lists of people can only be judged when something is in them. The reports are
text as an office would receive it and go the way of every received file, so what the pages show
of them is what the reader read. The same program always makes the same texts. Plain Python; like
the reader it imports nothing of the project.

Every sample says what it is where a page shows it: its headline begins with MARK, its source is
SOURCE. Officials, numbers and events are invented.
"""

from bulletins.demo.writing import MARK, NAME, SOURCE, Sample, samples

__all__ = ["MARK", "NAME", "SOURCE", "Sample", "samples"]
