"""Questions that visitors ask of artefacts: they stand in the forum, and their answers come back to the artefact."""
