"""What we send on our own accord: the welcome (欢迎语) and its materials."""
