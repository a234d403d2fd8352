"""Exercises: a grid of tasks that a community fills, each member with an answer of their own first."""
