"""Figures of bodies and years beside each other, for showing."""
