"""Counting: the facts that every step leaves in tables of their own, the figures counted from them in SQL,
and the same figures replayed from the timelines without either.
"""
