"""What those who keep a museum learn of its visits: as groups of five or more, never as single visitors."""
