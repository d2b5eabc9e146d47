"""SEAM: an archive or a mail → the files in it. The kinds are listed in `kinds`."""
