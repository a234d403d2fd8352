"""Products: the registry that staff keeps, and the page on which everybody finds what the community knows of one."""
