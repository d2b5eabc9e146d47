"""Matching commitments with what later reports say of them."""
