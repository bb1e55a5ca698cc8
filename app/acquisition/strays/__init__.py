"""Live codes that stand at WeCom and not in our house."""
