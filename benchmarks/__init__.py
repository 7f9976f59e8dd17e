"""Measurements, each run by name: `python -m benchmarks.read`."""
