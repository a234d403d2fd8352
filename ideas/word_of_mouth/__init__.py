"""Word of mouth: links that invite, true stories with what their authors got for them, and what newcomers expect."""
