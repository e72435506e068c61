"""Steps that somebody else confirms: who is asked, what they answer, and who it goes on to."""
