"""Who is in touch with whom: the graphs of a community, what they say of each member, and how they are drawn."""
