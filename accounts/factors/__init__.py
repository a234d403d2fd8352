"""More than a password: codes of an authenticator app, recovery codes, and passkeys."""
