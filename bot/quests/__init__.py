"""Quests: gated paths of steps, opened by what people can do; points, the radar, mentors and the ramp report."""
