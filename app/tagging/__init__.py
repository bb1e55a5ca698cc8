"""Auto-tagging (自动打标签): rules that put corp tags on follows, with reasons."""
