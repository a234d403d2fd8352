"""The personal home page: panels that rooms bring, and the order in which a member wants them."""
