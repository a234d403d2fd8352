"""The changelog: what was released, which ideas it came from and which lessons it used, told to all who cared."""
