"""Benchmarks: one file a scenario, `limits.toml` with their limits, and the runner.

A scenario is a module with `measure() -> Iterator[Measured]`; `python -m benchmarks` runs it in a
process of its own, so that a peak of memory is its own. Not part of the wheel.
"""
