"""Measures Atrium side by side with a bare Flask page: pages, import, the web process, and what survives kill -9."""
