"""The API under /cgi-bin: paths, fields, limits and errcodes as WeCom's pages give them."""
