"""Disclosure reports: their words, and their forms of 2008, 2019 and 2021."""
