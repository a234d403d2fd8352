"""Guest staff: members who act for staff under some topics, for a time that ends by itself."""
