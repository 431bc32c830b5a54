"""Template tags and filters that the pages of both apps load; `TEMPLATES` registers them."""
