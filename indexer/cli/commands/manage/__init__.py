"""Commands that change an archive, copy it or look after it."""
