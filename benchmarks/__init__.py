"""Measurements: all of them with `python -m benchmarks`, each by name with `python -m benchmarks.read`."""
