"""The competence ledger: what customers did for each product, against what staff did, from rows that open."""
