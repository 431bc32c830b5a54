"""Commands of the index: prepare, rebuild, update and clear it."""
