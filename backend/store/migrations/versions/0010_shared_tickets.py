"""shared tickets: the units that have a part in one see it, too"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (("ticket", "shared_paths"), ("feed", "shared_paths"), ("feed", "was_shared_paths"))


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_ticket_shared",
        "ticket",
        ["district", "aged"],
        sqlite_where=sa.text("shared_paths <> ''"),
        postgresql_where=sa.text("shared_paths <> ''"),
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_shared", "ticket")
    for table, name in COLUMNS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(name)
