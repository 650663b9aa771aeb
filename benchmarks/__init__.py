"""Measurements against real peers; each prints one table."""
