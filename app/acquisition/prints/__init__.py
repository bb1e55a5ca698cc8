"""Live codes on paper: files of a size, and posters."""
