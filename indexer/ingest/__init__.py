"""The only writer: adds, rebuilds, removes and amends reports."""
