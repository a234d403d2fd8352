"""Products, and which threads are about them: on the shared floor, as questions, ideas and figures all ask."""
