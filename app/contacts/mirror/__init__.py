"""Reconciling a whole corp with WeCom, in slices that are rows."""
