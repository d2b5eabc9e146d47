"""What sites set around a report and in it: one kind of a site's lines a file."""
