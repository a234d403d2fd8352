"""Who is ahead: members whose needs run before the market and who help themselves, with the posts that say so."""
