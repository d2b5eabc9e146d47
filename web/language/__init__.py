"""The language and the size of type in which pages answer, and the words of each language."""
