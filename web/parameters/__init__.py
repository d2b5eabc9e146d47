"""Addresses read into values and written back."""
