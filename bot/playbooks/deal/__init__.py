"""/deal: what a rep sees of their deals, and what moves one on, closes it, or tells who decides it."""
