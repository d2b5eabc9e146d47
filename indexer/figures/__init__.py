"""Statutory tables read into cells that know their meaning, and cells checked by rules."""
