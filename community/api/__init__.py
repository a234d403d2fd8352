"""What programs can ask for about questions, answers and discussions."""
