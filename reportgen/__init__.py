"""Diagnostics, charts and a browsable site for a folder of neural-network architecture files."""

__version__ = "0.1.0"
