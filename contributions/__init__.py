"""Everything that a member says, and what others do with it."""
