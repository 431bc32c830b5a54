"""The spelling of years in URLs."""

import pytest

from bulletins.slugs import parse_year, year_slug


@pytest.mark.parametrize(("year", "slug"), [(2024, "2024"), (None, "unknown")])
def test_a_year_is_parsed_as_it_is_written(year, slug):
    assert year_slug(year) == slug
    assert parse_year(slug) == year


@pytest.mark.parametrize("slug", ["", "0", "None", "0999", "3000", "20245", "２０２４", "2024年"])
def test_anything_else_is_no_year(slug):
    with pytest.raises(ValueError):
        parse_year(slug)
