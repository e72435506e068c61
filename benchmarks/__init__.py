"""Measurements, each a table; `make bench` runs them all. CPU time or ratios: the machines are noisy."""
