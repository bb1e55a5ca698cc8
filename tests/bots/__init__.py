"""The client against a scripted loopback server and a real Valkey."""
