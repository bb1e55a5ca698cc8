"""会话内容存档: what people said, sealed, numbered, and handed out for five days."""
