"""How Alembic runs here: always on the connection that `store.engine.upgrade` hands over."""

from alembic import context

from backend.store import counted

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=counted.metadata, compare_type=True, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
