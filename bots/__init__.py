"""We speak to WeCom: commands, questions, one client; and a simulated WeCom to speak to."""
