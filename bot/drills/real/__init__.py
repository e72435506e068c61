"""A talk that really happened: read, masked, scored like a drill, and perhaps made into one."""
