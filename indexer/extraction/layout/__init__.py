"""Printed pages to paragraphs and tables: what PDF and OFD share once it is known what is drawn where."""
