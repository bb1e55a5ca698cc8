"""Crowds: as many people as one likes, who come over days and do as people do."""
