"""Speed of whole search pages over HTTP: `python -m benchmarks.pages`."""
