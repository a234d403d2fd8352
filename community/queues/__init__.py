"""What waits for an answer: queues for staff, and telling staff when something has waited too long."""
