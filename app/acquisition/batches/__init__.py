"""Many live codes at once, out of a spreadsheet."""
