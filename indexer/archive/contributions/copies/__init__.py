"""Copies of people's work within a home, and what they tell of losses."""
