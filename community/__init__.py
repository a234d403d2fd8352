"""The forum: questions, answers and discussions."""
