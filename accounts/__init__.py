"""Members and what is theirs: roles, groups, sign-in, sessions and profile."""
