"""The chat archive (会话内容存档): pulled whole, opened by key version, searched exactly."""
