"""The inbox of product managers, and what became of ideas in figures."""
