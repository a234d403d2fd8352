"""Signing in through an OpenID Connect provider: one that the operator names, and nothing else."""
