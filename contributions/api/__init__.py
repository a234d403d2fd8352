"""What programs can ask for about contributions: the rules and queries of the pages in other clothes."""
