"""What to see next: here, on another floor, in another museum; each suggestion with its reason in words."""
