"""What is emerging: posts about one thing that come faster than chance has it, by the hour and by the week."""
