"""Ways through a museum: tours that curators make, and plans for whoever has so many minutes. Nobody has to follow."""
