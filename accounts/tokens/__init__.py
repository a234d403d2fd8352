"""Tokens with which programs act for a member: never more than the member may, and no more than was ticked."""
