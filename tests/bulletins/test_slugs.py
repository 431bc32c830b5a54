"""The spelling of years in URLs."""

import pytest

from bulletins.slugs import parse_year, year_slug


@pytest.mark.parametrize(("year", "slug"), [(2024, "2024"), (None, "unknown")])
def test_a_year_has_a_slug_from_which_it_is_parsed(year, slug) -> None:
    assert year_slug(year) == slug
    assert parse_year(slug) == year


@pytest.mark.parametrize("slug", ["", "0", "None", "0999", "3000", "20245", "２０２４", "2024年"])
def test_an_invalid_slug_of_a_year_is_refused(slug) -> None:
    with pytest.raises(ValueError):
        parse_year(slug)
