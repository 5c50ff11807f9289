"""What a run without a person stands on: a virtual screen, a throw-away PostgreSQL.

Used by the demo, the tests, the tour and the benchmarks; not part of what is installed at a customer's.
"""
