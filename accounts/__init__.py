"""Members and what is theirs: roles, groups, sign-in, sessions and profile."""

from core.hiding import hidden

# It would load all that passkeys and providers need, 15 MB a process; whoever uses one loads it then.
with hidden("webauthn", "cryptography", "authlib", "joserfc"):
    import flask_security  # noqa: F401
