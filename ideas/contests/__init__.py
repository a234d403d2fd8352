"""Contests: a brief, phases by dates, entries of teams, a public vote and a jury, and winners with reasons."""
