"""The mirror of customer groups (客户群): their names, their sizes and who came by which code."""
