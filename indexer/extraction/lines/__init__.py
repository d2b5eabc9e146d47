"""Lines of text: what is furniture, a label or a paragraph; shared by formats."""
