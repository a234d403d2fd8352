"""Rounds: a ballot over some options with dates, an electorate, and rules that nobody changes once it has begun."""
