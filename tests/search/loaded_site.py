"""The site as a process of `tests.search.processes` finds it loaded; without any connection."""

import django
import pytest  # noqa: F401  # of the modules that define what such a process does

django.setup()

from search import analysis  # noqa: E402  # needs the settings
from search.lexicon.current import default_lexicon, set_lexicon  # noqa: E402

set_lexicon(default_lexicon())
analysis.segment("养老服务")
