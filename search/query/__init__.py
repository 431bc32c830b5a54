"""The query language: from what was typed to a syntax tree; nothing that searches or renders."""
