"""The ground floor: everything that knows no member, no idea and no museum."""
