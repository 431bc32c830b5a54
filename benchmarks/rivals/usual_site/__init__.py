"""A Django site as the guides to Haystack with Chinese set one up: `rivals.usual` runs it."""
