"""Cornerman: the sales coach in a team's chat."""
