"""Insights: topics, what is emerging, who is ahead, and how the dialogue goes, each with its evidence."""
