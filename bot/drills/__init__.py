"""Drills: a customer to practise on, and a score that quotes what the rep said."""
