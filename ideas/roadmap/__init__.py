"""The roadmap: what was promised for when and on what evidence, what was expected, and what became of it."""
