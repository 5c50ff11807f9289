"""what falls due: when next, what was told, since when a district is told"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # What tickets that are there already have due is found by the scheduler when it first starts.
    op.add_column("district", sa.Column("armed_at", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("next_at", sa.BigInteger(), nullable=True))
    op.add_column("ticket", sa.Column("told", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_ticket_next_at",
        "ticket",
        ["district", "next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_next_at", "ticket")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_column("told")
        batch_op.drop_column("next_at")
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_column("armed_at")
