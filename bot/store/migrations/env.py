"""Alembic's entry: runs the migrations in the transaction that `migrate` opened."""

from alembic import context

from bot.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
