"""Alembic's folder; `store.engine.migrate` runs it."""
