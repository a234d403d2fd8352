"""The museum guide: artefacts behind printed labels, visits bound to tickets, and what to see next, here and nearby."""
