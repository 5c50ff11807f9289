"""Reusable Qt widgets that know no source of tickets."""
