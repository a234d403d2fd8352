"""Visits: what a visitor saw and for how long, known by a cookie and by nothing else."""
