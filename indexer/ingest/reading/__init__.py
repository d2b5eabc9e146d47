"""Reading files into reports and rows, in this process or in others."""
