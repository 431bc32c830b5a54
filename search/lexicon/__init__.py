"""The default lexicon and the reading of lexicon files; no Django, no segmentation."""
