"""Sheets of labels to print: what a camera reads, and beside it what a person reads and types."""
