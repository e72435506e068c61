"""The surfaces: each translates what comes in and renders what goes out, and decides nothing."""
