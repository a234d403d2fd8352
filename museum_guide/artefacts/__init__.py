"""The things that museums show: their labels, texts, pictures, sound, and where they stand."""
