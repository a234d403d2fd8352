"""News on a device: pushed to the browsers that a member asked for, of the kinds that they chose, each thing once."""
