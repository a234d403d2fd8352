"""Writing ideas: alone, from what others wrote, and together."""
