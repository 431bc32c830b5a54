"""Tables in Markdown, which is what the benchmarks print."""


def print_table(head: list[str], rows: list[list[str]]) -> None:
    """Print a table: the first column is text, the others are numbers."""
    for row in (head, ["---", *["---:"] * (len(head) - 1)], *rows):
        print(f"| {' | '.join(row)} |")
