"""Trials of what should never lose anything: kills, power cuts, full disks, crowds, hostile input.

`make torture` runs them all and prints a table; `tests/torture/test_torture.py` runs a short form.
"""
