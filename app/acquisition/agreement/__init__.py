"""Bringing WeCom in line with a row that says what we want: the mechanism of every door."""
