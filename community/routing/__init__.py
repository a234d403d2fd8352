"""A new question is offered to members who solved its kind before, with what they solved as the reason."""
