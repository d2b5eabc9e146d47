"""SEAM: passages in, results out."""
