"""Leads (商机): which customers qualify, why, and the CRM tables they stand in."""
