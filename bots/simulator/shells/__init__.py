"""What people look at: a customer's phone, a member's client, and the webview in its sidebar."""
