"""The schema's history: numbered, one idea each, up and down."""
