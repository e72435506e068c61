"""The funnel in the one message a day: where the deals stand, what changed and whether that is real."""
