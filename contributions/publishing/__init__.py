"""What other programs fetch unasked: feeds, the site map, rules for robots. Only what everybody may read."""
