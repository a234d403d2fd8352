"""How long people wait for a first answer and for a solution, from peers and from staff."""
