"""What other programs write, read as the lines of an archive: dumps of Stack Exchange and Discourse, and CSV."""
