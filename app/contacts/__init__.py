"""The mirror of WeCom: staff, customers, who follows whom, and the tags between them."""
