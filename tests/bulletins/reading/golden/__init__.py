"""Golden records beside the bulletins they were read from.

To look at what a change does to them, regenerate and read the difference:

    python -m tests.bulletins.reading.golden
"""
