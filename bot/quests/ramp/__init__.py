"""How new people come up to speed, for whoever leads them: curves by month of start, sticking places, times reached."""
