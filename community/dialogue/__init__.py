"""Whether a thread is a dialogue: six lights, each read from what happened."""
