"""What the community talks about: topics that stay the same from run to run, with their evidence."""
