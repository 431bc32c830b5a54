"""Expected records of whole bulletins.

To see the effect of a change, regenerate them and read the diff:

    python -m tests.bulletins.reading.golden
"""
