"""Indicators in the prose of reports: what was aimed at, what was done, and the two side by side."""
