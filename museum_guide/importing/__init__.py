"""Takes in what museums have: their collections, rooms and places, from CSV, spreadsheets and JSON, with a report."""
