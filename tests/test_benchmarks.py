"""The benchmarks measure the same thing every time, or their figures could not be compared."""

import hashlib
import itertools

from benchmarks.generate_bulletins import bulletins


def test_a_larger_number_begins_with_the_same_bulletins():
    few, many = list(bulletins(3)), bulletins(30)
    assert list(itertools.islice(many, 3)) == few
    assert list(bulletins(3, seed=1)) != few


def test_made_up_bulletins_are_those_of_earlier_figures():
    text = "\n".join(each.text for each in bulletins(20))
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == "50c12b2f8627"
