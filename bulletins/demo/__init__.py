"""Generate a few hundred invented reports of meetings, to fill an archive that is still empty.

Maps, charts and lists of people can only be judged with data. The reports are plain text and are
imported like every received file, so pages show of them what the reader extracted. The same
version of the program always generates the same texts. The package is plain Python and, like the
reader, imports nothing else of the project.

Every sample is marked as such on the pages: its headline begins with `HEADLINE_PREFIX` and its
source is `SOURCE`. Officials, numbers and events are invented.
"""

from bulletins.demo.writing import FILE_NAME_PREFIX, HEADLINE_PREFIX, SOURCE, Sample, samples

__all__ = ["FILE_NAME_PREFIX", "HEADLINE_PREFIX", "SOURCE", "Sample", "samples"]
