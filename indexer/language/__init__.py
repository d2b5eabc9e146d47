"""The languages in which people are answered, and the catalogues of words for each."""
