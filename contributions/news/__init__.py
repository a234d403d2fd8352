"""News by mail: what a member wants to hear of, how soon, in which words, and each thing once."""
