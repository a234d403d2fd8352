"""How far members are in buying a product: moved by logged events alone, and told again from the moves at any time."""
