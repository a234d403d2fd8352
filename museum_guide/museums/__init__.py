"""Museums: their houses, floors and rooms, when they are open, and who keeps them."""
