"""Landing pages (落地页): what a visitor sees before adding a member, and what they leave."""
