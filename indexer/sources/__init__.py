"""Where files come from: folders, ZIP files, uploads, the web."""
