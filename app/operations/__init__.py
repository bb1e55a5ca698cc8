"""What the person who runs the house asks and does: commands, health, figures, retention."""
