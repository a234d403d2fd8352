"""Groups of opinion: who votes alike, what each group stands for, and what all groups want."""
