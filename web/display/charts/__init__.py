"""Charts, and numbers laid out for them."""
