"""The radar: what it is made of, and who may see it when."""
