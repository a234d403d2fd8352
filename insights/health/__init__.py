"""How the dialogue with customers goes: waiting times, what is unanswered, who does the work, and how far it came."""
