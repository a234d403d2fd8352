"""Guides of flesh and blood: who may lead visitors, proven by certificates, with prices and reviews of real tours."""
