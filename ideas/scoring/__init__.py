"""Judging ideas: RICE and ICE, a jury on several criteria, and screening out by bag of lemons."""
