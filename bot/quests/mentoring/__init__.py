"""Whoever helps new hires: where each of them is, what waits, and what may be decided for them."""
