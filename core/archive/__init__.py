"""Archives: one JSON object a line, in and out. What the lines mean is told by the packages that own the tables."""
