"""The portal's pages: one blueprint a file."""
