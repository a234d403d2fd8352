"""The areas in which ideas stand."""
