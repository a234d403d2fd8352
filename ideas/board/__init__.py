"""The board of ideas and the page of each."""
