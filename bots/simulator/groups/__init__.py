"""Customer groups (客户群): their people, their join ways, their welcomes and their numbers."""
