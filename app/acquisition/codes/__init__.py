"""Live codes themselves: the form, the rows, WeCom in line with them, the pages and the API."""
