"""The interface for programs: what every operation of it has in common, and the operations about members."""
