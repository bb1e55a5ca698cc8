"""The shell that pages sit in: layout, language, login, errors."""
