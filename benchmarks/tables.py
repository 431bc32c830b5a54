"""Markdown tables, the output format of the benchmarks."""


def print_table(header: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table: the first column is text, the others are right-aligned numbers."""
    for row in (header, ["---", *["---:"] * (len(header) - 1)], *rows):
        print(f"| {' | '.join(row)} |")
