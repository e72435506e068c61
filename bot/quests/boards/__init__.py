"""The boards that people choose to be on: the first places and who improved most, and nobody last."""
