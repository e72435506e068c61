"""What the rows say: pure functions on journeys. Every number comes with its n and the name of its definition."""
